// The forms of an integration entry: Add, Change, and the question before it is deleted.
import { make, number } from "./draw.js";
import { button, confirm, openForm, part, scopeField, secretField, send, textField } from "./form.js";
import { testConnection } from "./connection.js";

export const demonstrationWords = "Reports across demonstration simulators play their recordings through this entry, whatever entry the user is assigned.";

const settings = (name) => `apiCommunicationSettings.${name}`;
const credential = (name, label, hint) => secretField({
  name: settings(name), label, hint, unmarked: true, isSet: (object) => object.credentialsSet?.includes(name) === true,
});

const hostFields = () => [
  part("Hosts", "Where the provider is asked: the second when the first fails, or does not have the recording."),
  textField({ name: settings("ipAddrOrHost1"), label: "Host 1", unmarked: true, inputmode: "url", placeholder: "api.dubber.net/uk1",
    hint: "Host and region. Add /accounts/NAME where the credentials do not tell the account, and ?listener=EMAIL for who listens." }),
  textField({ name: settings("ipAddrOrHost2"), label: "Host 2", inputmode: "url", placeholder: "api.dubber.net/uk2",
    hint: "Left empty, there is no other to turn to." }),
];

const credentialFields = () => [
  part("Credentials", "All four are needed. They are sealed when saved and never shown again. Where the hosts have keys of their own, write both, parted by a bar: one|other."),
  credential("authUserID1", "AuthUserID1", "The application's key at Dubber, its client id: 24 characters."),
  credential("apiParameter1", "APIParameter1", "The client secret that belongs to the key: 10 characters."),
  credential("authUserID2", "AuthUserID2", "The account's Auth ID: 11 characters, on the portal's account page, tab “API”."),
  credential("apiParameter2", "APIParameter2", "The account's Auth Token: 20 characters, on the same page."),
];

const fact = (name, value, hint) => make("div", {}, make("dt", {}, name), make("dd", {}, value), hint ? make("dd", { class: "hint" }, hint) : null);

/** What stands in the form as a test takes it: what is cleared is said to be empty, since what is not said is taken from the saved entry. */
function tried(form) {
  const { description, apiCommunicationSettings, ...rest } = form.values();
  const said = Object.fromEntries(Object.entries(apiCommunicationSettings ?? {}).map(([name, value]) => [name, value ?? ""]));
  const known = form.object.callRecIntGUID ? { callRecIntGUID: form.object.callRecIntGUID } : {};
  if (!rest.callRecIntGUID) delete rest.callRecIntGUID;
  return { ...rest, ...known, description: description || form.object.description || "Not saved yet", apiCommunicationSettings: said };
}

/** Tries what stands in the form; of a saved entry, with its saved credentials where none are typed. */
function testPart() {
  const place = make("div", { class: "result", role: "status" });
  const act = (form) => button("Test connection", { picture: "pulse" }, async () => {
    form.clear();
    try {
      await testConnection("/v1/debug/entries/test", tried(form), place);
      place.scrollIntoView({ block: "nearest" });
    } catch (error) {
      form.refuse(error.fields, "It was not tested: see the fields.");
    }
  });
  return { place, act };
}

/** Adds an entry, within `scope` (`{ telSysID, partIDInTelSys }`) at first. */
export function addEntry(scope, saved) {
  const { place, act } = testPart();
  openForm({
    title: "Add entry", label: "Add entry",
    intro: "One recording account at Dubber, and whose users may be assigned it.",
    object: scope.telSysID === null ? {} : { ...scope },
    fields: [
      textField({ name: "description", label: "Description", needed: true, hint: "What people call it, such as “Leeds Dubber”." }),
      scopeField({ label: "Scope", first: "server", hint: "Users of this part may be assigned the entry.", hints: {
        all: "Any user. Seldom right: an account mostly belongs to one telephony environment.",
        server: "Its users, and those of its Partitions: what most entries need.", partition: "Only users of this Partition.",
      } }),
      ...hostFields(), ...credentialFields(), place,
      part("Identity", "Neither can be changed once the entry is saved."),
      textField({ name: "callRecIntGUID", label: "GUID", hint: "Left empty, one is made. Type one to bring an entry over from elsewhere." }),
      make("dl", { class: "facts" }, fact("Type", "Dubber", "The only one there is.")),
    ],
    acts: (form) => [act(form)],
    request: (form) => {
      const { callRecIntGUID, ...body } = form.values();
      return { method: "POST", path: "/v1/entries", body: { callRecIntType: "Dubber", ...body, ...(callRecIntGUID ? { callRecIntGUID } : {}) } };
    },
    saved,
  });
}

/** Changes an entry; what cannot be changed is shown, and says why. */
export async function changeEntry(guid, saved, back) {
  const path = `/v1/entries/${encodeURIComponent(guid)}`;
  const { answer: object, etag } = await send({ path });
  const { place, act } = testPart();
  const isDemonstration = object.demonstrationSimulator;
  const warning = make("p", { class: "note", role: "status", hidden: true },
    "Users whose scope the entry no longer covers will hear no recordings any more. They keep the assignment: “used by” shows how many.");
  const own = isDemonstration
    ? [make("div", { class: "fixed" }, make("p", {}, make("strong", {}, object.description)), make("p", { class: "hint" },
      `${demonstrationWords} Its description and its scope, all Telephony Servers, are fixed, and it cannot be deleted; hosts and credentials are yours to set.`))]
    : [
      textField({ name: "description", label: "Description", needed: true }),
      scopeField({ label: "Scope", hint: "Users of this part may be assigned the entry.", hints: {
        all: "Any user.", server: "Its users, and those of its Partitions.", partition: "Only users of this Partition.",
      }, changed: () => { warning.hidden = object.userCount === 0; } }),
      warning,
    ];
  openForm({
    title: isDemonstration ? "Change the demonstration entry" : "Change entry", label: "Save", intro: object.description, object, etag, back,
    fields: [
      ...own, ...hostFields(), ...credentialFields(), place,
      part("Read-only", "Fixed since the entry was made. Another type or GUID is another entry."),
      make("dl", { class: "facts" }, fact("GUID", make("code", {}, object.callRecIntGUID)), fact("Type", object.callRecIntType)),
    ],
    acts: (form) => [act(form)],
    request: (form) => ({ method: "PATCH", path, body: form.changes() }),
    saved,
  });
}

const named = 5;

/** Who is assigned an entry, and what they will not hear any more. */
async function affected(guid) {
  const { answer } = await send({ path: `/v1/users?entry=${encodeURIComponent(guid)}&limit=${named}` });
  const total = answer.total ?? null;
  if (answer.users.length === 0) return [make("p", {}, "No user is assigned it: nobody will miss it.")];
  const rest = total === null ? null : total - answer.users.length;
  const count = total === null ? "Very many users are" : total === 1 ? "1 user is" : `${number(total)} users are`;
  return [
    make("p", {}, make("strong", {}, `${count} assigned this entry`), " and will hear none of its recordings any more. They are left without an entry, and must be assigned another:"),
    make("ul", {}, ...answer.users.map((user) => make("li", {}, make("bdi", {}, user.fullName || user.username), make("span", { class: "hint" }, ` ${user.username}`))),
      rest === 0 ? null : make("li", {}, rest === null ? "and more" : `and ${number(rest)} more`)),
  ].flat();
}

/** Deletes an entry, after telling who is affected. Gives whether it was deleted. */
export async function deleteEntry(entry, back) {
  const path = `/v1/entries/${encodeURIComponent(entry.callRecIntGUID)}`;
  const { etag } = await send({ path });
  return confirm({
    title: `Delete “${entry.description}”?`, label: "Delete entry", back,
    text: "This cannot be undone: its credentials are not kept, and the audio that was kept for it is removed. The recordings at Dubber stay.",
    affected: affected(entry.callRecIntGUID),
    act: async () => {
      try {
        await send({ method: "DELETE", path, etag });
      } catch (error) {
        if (error.status === 412) throw new Error("Somebody else changed the entry meanwhile. Nothing was deleted: close this, and look at it again.");
        if (error.status !== 404) throw error;
      }
    },
  });
}
