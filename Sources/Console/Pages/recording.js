// Draws the registry's entries in the tree of scopes, tells who uses each, and tests connections.
import { ask, byID, chip, icon, make, number, scopeWords } from "./draw.js";

const held = { entries: [], servers: [], users: [], nextEntry: "", nextUser: "", entryTotal: 0, userTotal: 0, serverTotal: 0 };
const health = new Map();
/** The drawn cards by GUID: a test's outcome stays while the tree is filtered. */
const cards = new Map();

// Entries

const outcomes = {
  passed: ["good", "available"], partly: ["wait", "processing"], failed: ["bad", "providerError"], skipped: ["idle", "notFound"],
};
const outcomeWords = { passed: "Works", partly: "Works in part", failed: "Failed", skipped: "Not tried" };
const stepWords = { token: "Sign in", profile: "Profile", list: "List", detail: "Recording" };

function stepPart(step) {
  const [kind, picture] = outcomes[step.outcome];
  const figures = step.calls.length > 0 ? `${step.status ?? "no answer"}${step.code == null ? "" : ` (${step.code})`} · ${number(step.milliseconds)} ms` : "";
  return make("li", { class: `step ${kind}`, "data-step": step.step, "data-outcome": step.outcome },
    make("h4", {}, icon(picture), stepWords[step.step] || step.step, make("span", { class: "figures" }, figures)),
    make("p", {}, step.message));
}

function testedHost(host) {
  const [kind, picture] = outcomes[host.outcome];
  return make("li", { class: "tested", "data-outcome": host.outcome },
    make("h3", {}, `Host ${host.position}`, " ", chip(kind, picture, outcomeWords[host.outcome])),
    host.steps.length > 0 ? make("ol", { class: "steps" }, ...host.steps.map(stepPart)) : make("p", { class: "hint" }, host.message),
    host.remedy ? make("p", { class: "remedy" }, make("strong", {}, "What to do: "), host.remedy) : null);
}

async function test(entry, button, result, lines) {
  button.disabled = true;
  result.replaceChildren(make("p", { class: "hint" }, "Asking both hosts for a token, the profile, one page of the list and a recording…"));
  try {
    const answer = await ask(`/v1/debug/entries/${encodeURIComponent(entry.callRecIntGUID)}/test`, { method: "POST" });
    const [kind, picture] = outcomes[answer.outcome];
    result.replaceChildren(
      make("p", { class: "outcome", "data-outcome": answer.outcome }, chip(kind, picture, outcomeWords[answer.outcome]), " ", answer.message),
      make("ol", { class: "hosts" }, ...answer.hosts.map(testedHost)));
    await readHealth(`?entry=${encodeURIComponent(entry.callRecIntGUID)}`);
    showHosts(entry, lines);
  } catch (error) {
    result.replaceChildren(make("p", { class: "refusal" }, error.message));
  }
  button.disabled = false;
}

const userStates = {
  permitted: ["good", "available", "May play"], notAssigned: ["idle", "notAssigned", "No playback"],
  outOfScope: ["bad", "outOfScope", "Out of scope"], entryUnknown: ["bad", "unknown", "Entry is gone"],
};

function userChip(user) {
  const [kind, picture, word] = userStates[user.playback.state] || ["idle", "unknown", user.playback.state];
  return chip(kind, picture, word);
}

/** What a query says of the page before; nothing for the first. */
const behind = (next) => (next ? `&after=${encodeURIComponent(next)}` : "");

function usersOf(entry) {
  const list = make("ul", { class: "names" });
  const words = entry.userCount === 0 ? "used by nobody" : entry.userCount === 1 ? "used by 1 user" : `used by ${number(entry.userCount)} users`;
  if (entry.userCount === 0) return make("p", { class: "hint" }, words);
  const details = make("details", { class: "using" }, make("summary", {}, words,
    entry.outOfScopeUserCount > 0 ? make("span", { class: "flag" }, `${number(entry.outOfScopeUserCount)} out of scope`) : null), list);
  let next = "";
  const more = make("button", { type: "button", hidden: true }, "More");
  details.append(more);
  async function read() {
    const page = await ask(`/v1/users?entry=${encodeURIComponent(entry.callRecIntGUID)}${behind(next)}`);
    list.append(...page.users.map((user) => make("li", {}, make("strong", {}, user.fullName || user.username),
      make("span", { class: "hint" }, `${user.username}, ${scopeWords(user.scope)}`), userChip(user))));
    next = page.next;
    more.hidden = next == null;
  }
  const show = () => read().catch((error) => list.append(make("li", { class: "refusal" }, error.message)));
  more.addEventListener("click", show);
  details.addEventListener("toggle", show, { once: true });
  return details;
}

function hostLine(entry, host) {
  const words = { up: "no failures", down: "left alone after failures", trial: "on trial" };
  const state = health.get(`${entry.callRecIntGUID} ${host.position}`);
  const kind = { up: "good", down: "bad", trial: "wait" }[state] || "idle";
  return make("li", {}, make("span", { class: `lamp ${kind}` }), make("span", { class: "mono" }, host.host),
    make("span", { class: "hint" }, state ? words[state] : "cannot be used"));
}

function showHosts(entry, lines) {
  lines.replaceChildren(...(entry.hosts.length > 0
    ? entry.hosts.map((host) => hostLine(entry, host)) : [make("li", { class: "hint" }, "No host is set.")]));
}

function card(entry) {
  if (cards.has(entry.callRecIntGUID)) return cards.get(entry.callRecIntGUID);
  const result = make("div", { class: "result", role: "status" });
  const button = make("button", { type: "button", class: "test", "aria-label": `Test the connection of ${entry.description || entry.callRecIntGUID}` },
    icon("pulse"), "Test connection");
  const lines = make("ul", { class: "lines" });
  showHosts(entry, lines);
  button.addEventListener("click", () => test(entry, button, result, lines));
  const made = make("li", { class: "entry", "data-entry": entry.callRecIntGUID },
    make("div", { class: "entry-head" },
      make("div", {}, make("h3", {}, entry.description || "Without description"), make("code", {}, entry.callRecIntGUID)), button),
    lines,
    entry.demonstrationSimulator ? make("p", { class: "hint" }, "Used instead of the assigned entry across demonstration simulators.") : null,
    usersOf(entry), result);
  cards.set(entry.callRecIntGUID, made);
  return made;
}

// The tree

function node(picture, kind, title, badge, entries, inner = []) {
  const list = entries.length > 0 ? make("ul", { class: "entries" }, ...entries.map(card)) : null;
  const none = entries.length === 0 && inner.length === 0 ? make("p", { class: "hint" }, "No entry of its own.") : null;
  return make("li", { class: "node" },
    make("p", { class: "node-head" }, icon(picture), make("span", { class: "hint" }, kind), make("strong", {}, title), badge),
    list, none, inner.length > 0 ? make("ul", {}, ...inner) : null);
}

function matches(entry, words) {
  if (words.length === 0) return true;
  const text = [
    entry.description, entry.callRecIntGUID, scopeWords(entry.scope), ...entry.hosts.map((host) => host.host),
    ...held.users.filter((user) => user.recordingPlayback === entry.callRecIntGUID).flatMap((user) => [user.username, user.fullName]),
  ].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

function drawTree() {
  const words = byID("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = held.entries.filter((entry) => matches(entry, words));
  const at = (telSysID, partIDInTelSys) => shown.filter((entry) =>
    (entry.scope.telSysID ?? null) === telSysID && (entry.scope.partIDInTelSys ?? null) === partIDInTelSys);
  const isFiltered = words.length > 0;
  const servers = held.servers.map((server) => {
    const named = (text) => isFiltered && words.every((word) => text.toLowerCase().includes(word));
    const parts = server.partitions
      .filter((part) => !isFiltered || at(server.telSysID, part.partIDInTelSys).length > 0 || named(part.description))
      .map((part) => node("partition", `Partition ${part.partIDInTelSys}`, part.description, null, at(server.telSysID, part.partIDInTelSys)));
    const own = at(server.telSysID, null);
    if (isFiltered && parts.length === 0 && own.length === 0 && !named(server.description)) return null;
    const badge = server.demonstrationSimulator ? make("span", { class: "state wait" }, "Demonstration simulator") : null;
    return node("server", `Telephony Server ${server.telSysID}`, server.description, badge, own, parts);
  }).filter(Boolean);
  const wide = at(null, null);
  byID("tree").replaceChildren(...(wide.length + servers.length > 0
    ? [node("tree", "Application", "All Telephony Servers", null, wide, servers)] : []));
  byID("none").hidden = wide.length + servers.length > 0;
}

// Users

function drawUsers() {
  const words = byID("find").value.toLowerCase().split(/\s+/).filter(Boolean);
  const names = new Map(held.entries.map((entry) => [entry.callRecIntGUID, entry.description]));
  const rows = held.users
    .map((user) => [user, user.recordingPlayback ? names.get(user.recordingPlayback) || user.recordingPlayback : "–"])
    .filter(([user, entry]) => {
      const text = [user.username, user.fullName, scopeWords(user.scope), entry, user.recordingPlayback].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map(([user, entry]) => make("tr", {},
      make("th", { scope: "row" }, user.fullName || user.username, make("span", { class: "hint" }, user.username, user.administrator ? ", administrator" : "")),
      make("td", { "data-label": "Scope" }, scopeWords(user.scope)), make("td", { "data-label": "Recording Playback" }, entry),
      make("td", { "data-label": "Outcome" }, userChip(user), make("span", { class: "hint" }, user.playback.message))));
  byID("users").replaceChildren(...rows);
}

function draw() {
  drawTree();
  drawUsers();
  byID("more-entries").hidden = held.nextEntry == null;
  byID("more-users").hidden = held.nextUser == null;
  const count = (number, one, many) => `${number} ${number === 1 ? one : many}`;
  byID("summary").textContent = [
    count(held.entryTotal, "entry", "entries"), count(held.userTotal, "user", "users"), count(held.serverTotal, "Telephony Server", "Telephony Servers"),
  ].join(" · ");
}

async function readEntries() {
  const page = await ask(`/v1/entries?limit=200${behind(held.nextEntry)}`);
  held.entries.push(...page.entries);
  held.entryTotal = page.total;
  held.nextEntry = page.next;
}

async function readUsers() {
  const page = await ask(`/v1/users?limit=200${behind(held.nextUser)}`);
  held.users.push(...page.users);
  held.userTotal = page.total;
  held.nextUser = page.next;
}

async function readServers() {
  for (let next = ""; next != null;) {
    const page = await ask(`/v1/telephony-servers?limit=200${behind(next)}`);
    held.servers.push(...page.telephonyServers);
    held.serverTotal = page.total;
    next = page.next;
  }
}

async function readHealth(query = "") {
  const { entries } = await ask(`/v1/debug/hosts${query}`);
  for (const entry of entries) for (const host of entry.hosts) health.set(`${entry.callRecIntGUID} ${host.position}`, host.health);
}

function fail(error) {
  byID("summary").textContent = error.message;
  byID("summary").className = "refusal";
}

byID("find").addEventListener("input", () => { drawTree(); drawUsers(); });
byID("more-entries").addEventListener("click", () => readEntries().then(draw, fail));
byID("more-users").addEventListener("click", () => readUsers().then(draw, fail));
Promise.all([readEntries(), readUsers(), readServers(), readHealth()]).then(draw).catch(fail);
