// Administration > Tokens: lists them, makes one whose secret is shown this once, and revokes them.
import { ask, byID, chip, copyable, make, time } from "./draw.js";
import { button, confirm, Field, openForm, send, textField } from "./form.js";
import { PagedList } from "./list.js";

const pageSize = 100;

/** Each role as a word, and what it means. */
const roles = {
  report: ["Reports", "Asks which calls have recordings, for any user that it names, and gets addresses to hear them. For the server of report pages."],
  provision: ["Provisioning", "Reads and changes entries, users, Telephony Servers and Partitions, without their credentials and passwords; hears nothing. For programs that keep them in step."],
  admin: ["Administrator", "Everything: hears every recording, sees who listened, changes what there is, makes and revokes tokens. For an operator's own programs alone."],
};

class RoleField extends Field {
  constructor() {
    super({ name: "role", label: "What it may do", needed: true }, true);
    this.radios = Object.entries(roles).map(([value, [label, meaning]], index) => {
      const id = `${this.id}-${value}`;
      const input = make("input", { type: "radio", name: this.id, id, value, "aria-describedby": `${id}-meaning`, checked: index === 0 });
      return { input, row: make("div", { class: "role" }, input, make("label", { for: id }, label), make("p", { class: "hint", id: `${id}-meaning` }, meaning)) };
    });
    this.assemble(...this.radios.map(({ row }) => row));
  }
  of() { return { role: "report" }; }
  set({ role }) { for (const { input } of this.radios) input.checked = input.value === role; }
  read() { return { role: this.radios.find(({ input }) => input.checked)?.input.value }; }
}

function tell(text) { byID("told").textContent = text; }

function fail(error) {
  byID("refusal").textContent = error.message;
  byID("refusal").hidden = false;
}

/** The new token's secret, which is nowhere else. */
function showSecret(token) {
  const heading = make("h2", { tabindex: -1 }, "The token ", make("bdi", {}, token.name), " is made");
  const panel = make("section", { class: "panel fresh", "aria-label": "The new token" }, heading,
    make("p", {}, "Take it along now: it is shown this once, and kept nowhere. Whoever has it may do what its role says, so give it to the program alone."),
    copyable("Token", token.secret),
    make("p", { class: "hint" }, "The program sends it with each request: ", make("code", {}, "Authorization: Bearer …")),
    make("button", { type: "button", id: "taken", onclick: () => { panel.remove(); byID("add").focus(); } }, "I have it"));
  byID("fresh").replaceChildren(panel);
  heading.focus();
}

function add() {
  openForm({
    title: "Make a token", label: "Make it",
    intro: "For one program. A program of its own gets a token of its own, so that each can be revoked alone.",
    fields: [
      textField({ name: "name", label: "Name", needed: true, maxlength: 200, hint: "What you know it by, such as the program and where it runs. A name is used once for all time." }),
      new RoleField(),
    ],
    request: (form) => ({ method: "POST", path: "/v1/tokens", body: form.values() }),
    // The heading has the focus when the dialog tells of its end, however late.
    back: () => byID("fresh").querySelector("h2"),
    saved: async (token) => {
      await list.refresh();
      tell(`The token ${token.name} was made.`);
      showSecret(token);
    },
  });
}

async function revoke(token) {
  const own = make("p", { class: "warning" }, make("strong", {}, "You are signed in with this token yourself."), " You will be signed out at once.");
  const isDone = await confirm({
    title: `Revoke “${token.name}”?`,
    text: "Whoever uses it is refused from the next request on. It cannot be taken back: the program needs a new token, of another name.",
    affected: token.own ? [own] : undefined,
    label: "Revoke",
    act: () => send({ method: "DELETE", path: `/v1/tokens/${encodeURIComponent(token.name)}` }),
  });
  if (!isDone) return;
  if (token.own) { location.assign("/console/sign-in?to=%2Fconsole%2Ftokens"); return; }
  await list.refresh();
  byID("add").focus();
  tell(`The token ${token.name} was revoked.`);
}

function row(token) {
  const isRevoked = token.revokedAt != null;
  return make("tr", { "data-token": token.name },
    make("th", { scope: "row" }, make("bdi", {}, token.name), token.own ? make("span", { class: "hint" }, "the one that you are signed in with") : null),
    make("td", { "data-label": "Role" }, roles[token.role]?.[0] ?? token.role),
    make("td", { "data-label": "Made" }, time(token.createdAt)),
    make("td", { "data-label": "Last used" }, token.lastUsedAt ? time(token.lastUsedAt) : make("span", { class: "hint" }, "not used yet")),
    make("td", { "data-label": "Standing" }, isRevoked ? chip("idle", "featureDisabled", "Revoked") : chip("good", "available", "Valid"),
      isRevoked ? make("span", { class: "hint" }, time(token.revokedAt)) : null),
    make("td", {}, isRevoked ? null : make("div", { class: "acts" },
      button("Revoke", { "aria-label": `Revoke ${token.name}` }, () => revoke(token)))));
}

const list = new PagedList({
  more: byID("more"),
  read: (_, after) => ask(`/v1/tokens?limit=${pageSize}${after ? `&after=${encodeURIComponent(after)}` : ""}`),
  draw({ tokens }, isFurther) {
    byID("refusal").hidden = true;
    if (!isFurther) byID("tokens").replaceChildren();
    byID("tokens").append(...tokens.map(row));
    byID("none").hidden = byID("tokens").children.length > 0;
  },
  fail,
});

byID("add").addEventListener("click", add);
list.refresh();
