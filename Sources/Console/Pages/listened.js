// Administration > Who listened, and who changed what: what is asked for stands in the address, so that a link can be sent.
import { ask, byID, bytes, chip, icon, make, number, time } from "./draw.js";
import { Picker } from "./fields.js";
import { PagedList } from "./list.js";
import { Query } from "./shared.js";

const pageSize = 50;
/** Pages that are asked for in a row, where the service has looked through many rows and found nothing that fits. */
const emptyPages = 6;
const suggestions = 8;
const debounceMilliseconds = 200;

const form = byID("filters");
const { show } = byID("found").dataset;
const isOfChanges = show === "changes";
const address = isOfChanges ? "/v1/audit/changes" : "/v1/audit";
const isScoped = byID("main").dataset.telsysid !== undefined;

// What is asked for

const names = isOfChanges ? ["author", "kind", "key", "since", "until"] : ["user", "entry", "call", "recording", "outcome", "since", "until"];
const times = ["since", "until"];
const query = () => new URLSearchParams(location.search);

/** A moment as the field for it has it: where the viewer is. */
function local(text) {
  const date = new Date(text || "none");
  if (Number.isNaN(date.getTime())) return "";
  const two = (value) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The filters of the address, with others in place of some; `null` takes one away. */
function filters(changes = {}) {
  const asked = new Query();
  for (const name of names) {
    const value = name in changes ? changes[name] : query().get(name);
    if (value) asked.set(name, value);
  }
  return asked;
}

/** The page's address with other filters. */
function link(changes, kept = filters(changes)) {
  if (isOfChanges) kept.set("show", "changes");
  const text = kept.toString();
  return location.pathname + (text ? `?${text}` : "");
}

let entry = null;

/** Fills the form from the address. */
function fill() {
  for (const name of names) {
    const field = form.elements[name];
    if (field) field.value = times.includes(name) ? local(query().get(name)) : query().get(name) ?? "";
  }
  if (!entry) return;
  const guid = query().get("entry");
  entry.set(guid ? { value: guid, label: guid } : null);
  if (guid) name(guid).catch(() => { /* Its GUID is enough. */ });
}

async function name(guid) {
  const { entries } = await ask(`/v1/entries?limit=1&search=${encodeURIComponent(guid)}`);
  const found = entries.find((one) => one.callRecIntGUID === guid);
  if (found?.description && entry.chosen?.value === guid) entry.set({ value: guid, label: found.description });
}

/** What stands in the form. */
function typed() {
  return Object.fromEntries(names.map((name) => {
    if (name === "entry") return [name, entry.chosen?.value ?? null];
    const value = form.elements[name].value.trim();
    return [name, value && times.includes(name) ? new Date(value).toISOString() : value || null];
  }));
}

function go(changes) {
  history.pushState(null, "", link(changes));
  fill();
  read();
}

if (!isOfChanges) {
  entry = new Picker({
    id: "entry-filter", placeholder: "Any",
    search: async (text, after) => {
      const answer = await ask(`/v1/entries?limit=20${text ? `&search=${encodeURIComponent(text)}` : ""}${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      return { items: answer.entries.map((one) => ({ value: one.callRecIntGUID, label: one.description || one.callRecIntGUID, hint: one.callRecIntGUID })), next: answer.next };
    },
  });
  byID("entry-place").append(entry.element);
  let timer = null;
  form.elements.user.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = form.elements.user.value.trim();
      if (!text) return;
      try {
        const { users } = await ask(`/v1/users?limit=${suggestions}&search=${encodeURIComponent(text)}`);
        byID("users").replaceChildren(...users.map((user) => make("option", { value: user.username }, user.fullName)));
      } catch { /* Suggestions are an aid alone. */ }
    }, debounceMilliseconds);
  });
}

// Playbacks

const outcomes = {
  whole: ["good", "available", "Heard wholly"], part: ["good", "available", "Heard in part"], none: ["idle", "notFound", "No byte sent"],
  broken: ["bad", "providerError", "Broken off"], open: ["wait", "processing", "Under way"], unknown: ["idle", "unknown", "End unknown"],
  looked: ["idle", "wave", "Looked at"], notPlayed: ["bad", "outOfScope", "Not played"],
};
const reasons = {
  playbackNotPermitted: "may not hear this", urlExpired: "the address had expired", signatureInvalid: "the address was not signed by this service",
  recordingExpired: "the provider's retention time was over", recordingPurged: "the recording had been removed here", notFound: "the provider did not have it", several: "of several kinds",
};
const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** How much of the recording was sent at least once; nothing where that says nothing. */
function share(event) {
  if (!event.sizeBytes || event.outcome !== "part") return "";
  const heard = event.ranges.reduce((sum, range) => {
    const [first, last] = range.split("-").map(Number);
    return sum + last - first + 1;
  }, 0);
  return `${event.rangesAreCoarse ? "at most " : ""}${Math.max(1, Math.min(99, Math.round((heard / event.sizeBytes) * 100)))} %`;
}

function details(event) {
  if (event.kind === "notPlayed") return [reasons[event.code] ?? event.code, event.requests > 1 ? plural(event.requests, "request") : ""];
  return [
    event.download ? "as a file to keep" : "", share(event), event.sentBytes > 0 ? bytes(event.sentBytes) : "",
    event.seeks > 0 ? plural(event.seeks, "seek") : "", event.code ? reasons[event.code] ?? event.code : "",
  ];
}

const hint = (...parts) => {
  const said = parts.filter(Boolean);
  return said.length > 0 ? make("span", { class: "hint" }, said.join(" · ")) : null;
};

/** A text that leads to the rows that have it too. */
const narrowed = (text, changes, label) => make("a", { href: link(changes), "aria-label": label, "data-narrow": JSON.stringify(changes) }, make("bdi", {}, text));

function who(event) {
  if (event.token) return [make("span", {}, "Token ", narrowed(event.token, { user: event.token }, `All of the token ${event.token}`))];
  if (!event.user) return [make("span", { class: "hint" }, "not proven")];
  return [narrowed(event.userFullName || event.user, { user: event.user }, `All of the user ${event.user}`), event.userFullName ? hint(event.user) : null];
}

function what(event) {
  if (!event.callRecIntGUID) return [make("span", { class: "hint" }, "not proven")];
  return [
    make("span", {}, "Recording ", narrowed(event.recordingID, { recording: event.recordingID, entry: event.callRecIntGUID, user: null, call: null }, `All of recording ${event.recordingID}`)),
    make("span", { class: "hint" }, "of ", narrowed(event.entryDescription || event.callRecIntGUID, { entry: event.callRecIntGUID, recording: null }, `All of ${event.entryDescription || event.callRecIntGUID}`)),
  ];
}

function playback(event) {
  const [kind, picture, word] = outcomes[event.outcome] ?? ["idle", "unknown", event.outcome];
  return make("tr", { "data-event": event.id, "data-outcome": event.outcome },
    make("td", { "data-label": "When" }, time(event.startedAt), event.endedAt && event.endedAt !== event.startedAt && event.kind === "playback" ? hint(`until ${time(event.endedAt)}`) : null),
    make("td", { "data-label": "Who" }, ...who(event)),
    make("td", { "data-label": "What" }, ...what(event)),
    make("td", { "data-label": "From where", class: "mono" }, event.address || make("span", { class: "hint" }, "several")),
    make("td", { "data-label": "Outcome" }, chip(kind, picture, word), hint(...details(event))));
}

// Changes

const kinds = { entry: "integration entry", user: "user", telephonyServer: "Telephony Server", partition: "Partition", token: "token", key: "key" };
const actions = {
  setPassword: "Set a user's password", revokeToken: "Revoked a token", addToken: "Made a token", addSigningKey: "Made the first key of addresses",
  rotateSigningKey: "Signed addresses with a new key", rotateSealingKey: "Sealed all with a new key",
};

function action(change) {
  if (actions[change.action]) return actions[change.action];
  const verb = change.action.startsWith("add") ? "Added" : change.action.startsWith("delete") ? "Deleted" : "Changed";
  return `${verb} ${kinds[change.kind] === "integration entry" ? "an" : "a"} ${kinds[change.kind] ?? change.kind}`;
}

function change(row) {
  return make("tr", { "data-change": row.id, "data-action": row.action },
    make("td", { "data-label": "When" }, time(row.at)),
    make("td", { "data-label": "By whom" }, narrowed(row.author, { author: row.author }, `All by ${row.author}`), hint(row.address ? `from ${row.address}` : "on the service's machine")),
    make("td", { "data-label": "What" }, action(row), hint(row.properties.join(", "))),
    make("td", { "data-label": "Of what", class: "mono" }, narrowed(row.key, { key: row.key, kind: row.kind }, `All of ${row.key}`)));
}

// Reading

function tell(text) { byID("summary").textContent = text; }

function told(answer, count) {
  const more = answer.next != null;
  if (count > 0) return `${plural(count, isOfChanges ? "change" : "event")}, the newest first${more ? "; there may be earlier ones" : ""}.`;
  if (answer.recordings?.length === 0) return "No recording of this call is known here: it was not looked for yet, or the id is another one.";
  if (more) return "Among the newest rows nothing fits; look through earlier ones.";
  return filters().size > 0 ? "Nothing fits." : isOfChanges ? "Nothing was changed yet." : "Nobody listened yet.";
}

const list = new PagedList({
  more: byID("more"),
  async read(_, after) {
    const asked = filters();
    asked.set("limit", pageSize);
    if (!isOfChanges) asked.set("order", "newest");
    let place = after;
    for (let turn = 1; ; turn += 1) {
      if (place) asked.set("after", place);
      const answer = await ask(`${address}?${asked}`);
      const found = answer.events ?? answer.changes;
      if (found.length > 0 || answer.next == null || turn >= emptyPages) return answer;
      place = answer.next;
    }
  },
  draw(answer, isFurther) {
    const rows = byID("rows");
    if (!isFurther) rows.replaceChildren();
    rows.append(...(answer.events?.map(playback) ?? answer.changes.map(change)));
    byID("found").hidden = rows.children.length === 0;
    byID("refusal").hidden = true;
    tell(told(answer, rows.children.length));
    byID("found").dataset.read = String(Number(byID("found").dataset.read ?? 0) + 1);
  },
  fail(error) {
    byID("rows").replaceChildren();
    byID("found").hidden = true;
    byID("more").hidden = true;
    tell("");
    byID("refusal").textContent = error.message;
    byID("refusal").hidden = false;
  },
});

function read() {
  const asked = filters();
  const table = new Query(asked);
  table.set("format", "csv");
  if (!isOfChanges) table.set("order", "newest");
  byID("table").href = `${address}?${table}`;
  const isNarrow = ["user", "entry", "call"].some((name) => asked.has(name));
  byID("table").hidden = isScoped && !isNarrow;
  if (isScoped && !isNarrow) {
    byID("found").hidden = true;
    byID("more").hidden = true;
    tell("Choose one of your users or entries, or a call, to see who listened.");
    return;
  }
  tell("Reading…");
  list.refresh();
}

form.addEventListener("submit", (event) => { event.preventDefault(); go(typed()); });
form.addEventListener("reset", (event) => { event.preventDefault(); go(Object.fromEntries(names.map((name) => [name, null]))); });
byID("rows").addEventListener("click", (event) => {
  const narrower = event.target.closest("[data-narrow]");
  if (!narrower || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go(JSON.parse(narrower.dataset.narrow));
  byID("main").focus();
});
addEventListener("popstate", () => { fill(); read(); });
fill();
read();
