// Administration > Recording: the tree of scopes with their entries. What is looked at is asked of the service, and nothing else.
import { ask, byID, icon, make, number, scopeWords } from "./draw.js";
import { button, ownScope, query, send, words } from "./form.js";
import { PagedList } from "./list.js";
import { addEntry, changeEntry, deleteEntry, demonstrationWords } from "./entry.js";
import { testConnection } from "./connection.js";

const pageLength = 50;
/** So few Telephony Servers are opened at once. */
const openedServers = 5;
const foundComponents = 10;

const own = ownScope();
/** Which branches are open, by scope in words: they are open again after a change. */
const opened = new Set();

const count = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;
const entriesAt = (values) => ask(`/v1/entries?${query({ limit: pageLength, ...values })}`);

// An entry

const healthWords = { up: "no failures", down: "left alone after failures", trial: "on trial" };
const healthKinds = { up: "good", down: "bad", trial: "wait" };
const userStates = {
  permitted: ["good", "May play"], notAssigned: ["idle", "No playback"], outOfScope: ["bad", "Out of scope"], entryUnknown: ["bad", "Entry is gone"],
};

const hostLine = (host) => make("li", {}, make("span", { class: `lamp ${healthKinds[host.health] ?? "idle"}` }), make("span", { class: "mono" }, host.host),
  make("span", { class: "hint" }, host.health === undefined ? "" : healthWords[host.health] ?? "cannot be used"));

function usersOf(entry) {
  if (entry.userCount === 0) return make("p", { class: "hint" }, "used by nobody");
  const list = make("ul", { class: "names" });
  const more = make("button", { type: "button", hidden: true }, "More users");
  const details = make("details", { class: "using" }, make("summary", {}, `used by ${count(entry.userCount, "user", "users")}`,
    entry.outOfScopeUserCount > 0 ? make("span", { class: "flag" }, `${number(entry.outOfScopeUserCount)} out of scope`) : null), list, more);
  const paged = new PagedList({
    more,
    read: (search, after) => ask(`/v1/users?${query({ entry: entry.callRecIntGUID, limit: pageLength, after })}`),
    draw: ({ users }, isFurther) => {
      const lines = users.map((user) => {
        const [kind, word] = userStates[user.playback.state] ?? ["idle", user.playback.state];
        return make("li", {}, make("strong", {}, make("bdi", {}, user.fullName || user.username)),
          make("span", { class: "hint" }, make("bdi", {}, user.username), `, ${scopeWords(user.scope)}`), make("span", { class: `state ${kind}` }, word));
      });
      if (isFurther) list.append(...lines); else list.replaceChildren(...lines);
    },
    fail: (error) => list.append(make("li", { class: "refusal" }, words(error))),
  });
  details.addEventListener("toggle", () => paged.refresh(), { once: true });
  return details;
}

/** How the hosts of what is in sight are doing; of what is not, nobody asks. */
const looks = new WeakMap();
const sight = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    looks.get(target)?.().catch(() => { /* The entry may be gone; the lamps stay dark. */ });
  }
});

const cardOf = (guid) => document.querySelector(`[data-entry="${CSS.escape(guid)}"]`);

/** After a change: everything anew, with the branches open that were, and the entry's own; the focus is on it where it still is. */
async function changed(entry, word) {
  if (entry.telSysID != null) opened.add(String(entry.telSysID));
  await refresh();
  tell(`“${entry.description}” is ${word}. ${byID("summary").dataset.tree}`, true);
  (cardOf(entry.callRecIntGUID)?.querySelector(".change") ?? byID("add")).focus();
}

function card(entry, isPlaced) {
  const name = entry.description || entry.callRecIntGUID;
  const result = make("div", { class: "result", role: "status" });
  const lines = make("ul", { class: "lines" });
  const showHosts = (hosts) => lines.replaceChildren(...(hosts.length > 0 ? hosts.map(hostLine) : [make("li", { class: "hint" }, "No host is set: nothing can be played through it.")]));
  showHosts(entry.hosts);
  const look = async () => showHosts((await send({ path: `/v1/debug/hosts?entry=${path}` })).answer.entries[0]?.hosts ?? []);
  const fail = (error) => result.replaceChildren(make("p", { class: "refusal" }, words(error)));
  const path = encodeURIComponent(entry.callRecIntGUID);
  const test = button("Test", { picture: "pulse", class: "test", "aria-label": `Test the connection of ${name}` }, async () => {
    if (await testConnection(`/v1/debug/entries/${path}/test`, undefined, result).catch(fail)) await look();
  });
  const change = button("Change", { class: "change", "aria-label": `Change ${name}` }, () =>
    changeEntry(entry.callRecIntGUID, (saved) => changed(saved, "saved"), () => cardOf(entry.callRecIntGUID)?.querySelector(".change")).catch(fail));
  const remove = entry.demonstrationSimulator ? null : button("Delete", { class: "remove", "aria-label": `Delete ${name}` }, async () => {
    const isDone = await deleteEntry(entry, () => cardOf(entry.callRecIntGUID)?.querySelector(".remove") ?? byID("add")).catch(fail);
    if (isDone === true) await changed(entry, "deleted");
  });
  const place = isPlaced ? null : make("p", { class: "hint place" }, scopeWords(entry.scope), entry.scopeNames?.length > 0 ? `: ${entry.scopeNames.filter(Boolean).join(" › ")}` : "");
  const made = make("li", { class: "entry", "data-entry": entry.callRecIntGUID },
    make("div", { class: "entry-head" },
      make("div", {}, make("h2", { dir: "auto" }, entry.description || "Without description"), place, make("code", {}, entry.callRecIntGUID)),
      make("div", { class: "acts" }, test, change, remove)),
    lines,
    entry.demonstrationSimulator ? make("p", { class: "hint" }, `${demonstrationWords} It cannot be deleted.`) : null,
    usersOf(entry), result);
  looks.set(made, look);
  sight.observe(made);
  return made;
}

// The tree

const head = (picture, kind, title, ...rest) => make("span", { class: "node-head" }, icon(picture), make("strong", { dir: "auto" }, title), make("span", { class: "hint" }, kind), ...rest);

/** The entries of a branch, page by page: the component's own, then those of its Partitions under their names. */
function branch(values, isOwn, place) {
  const list = make("ul", { class: "entries" });
  const parts = make("ul", {});
  const none = make("p", { class: "hint none", hidden: true }, "No entry here.");
  const more = make("button", { type: "button", class: "more", hidden: true }, "More entries");
  let partition = null;
  const draw = ({ entries }, isFurther) => {
    if (!isFurther) { list.replaceChildren(); parts.replaceChildren(); partition = null; }
    for (const entry of entries) {
      const { telSysID, partIDInTelSys } = entry.scope;
      if (isOwn || partIDInTelSys == null) { list.append(card(entry, true)); continue; }
      if (partition?.id !== partIDInTelSys) {
        partition = { id: partIDInTelSys, list: make("ul", { class: "entries" }) };
        parts.append(make("li", { class: "node", "data-scope": `${telSysID},${partIDInTelSys}` },
          head("partition", `Partition ${partIDInTelSys}`, entry.scopeNames?.[1] || `Partition ${partIDInTelSys}`), partition.list));
      }
      partition.list.append(card(entry, true));
    }
    list.hidden = list.children.length === 0;
    none.hidden = list.children.length + parts.children.length > 0;
  };
  place.replaceChildren(list, parts, none, more);
  const paged = new PagedList({
    more, draw, read: (search, after) => entriesAt({ ...values, after }), fail: (error) => place.replaceChildren(make("p", { class: "refusal" }, words(error))),
  });
  return paged.refresh();
}

/** A Telephony Server or Partition that opens when it is pressed. */
function component(picture, kind, title, values, extra, isOpen) {
  const key = Object.values(values).join(",");
  const place = make("div", { class: "inner", id: `branch-${key.replace(",", "-")}`, hidden: true });
  const press = make("button", { type: "button", class: "disclosure", "aria-expanded": "false", "aria-controls": place.id }, icon("chevron"),
    head(picture, kind, title, ...extra));
  const add = button("Add entry", { class: "quiet add-here", "aria-label": `Add an entry of ${title}` }, () => addEntry(values, (saved) => changed(saved, "added")));
  const open = async () => {
    opened.add(key);
    press.setAttribute("aria-expanded", "true");
    place.hidden = false;
    await branch(values, values.partIDInTelSys !== undefined, place);
  };
  press.addEventListener("click", () => {
    if (place.hidden) { open(); return; }
    opened.delete(key);
    press.setAttribute("aria-expanded", "false");
    place.hidden = true;
    place.replaceChildren();
  });
  const node = make("li", { class: "node", "data-scope": key }, make("div", { class: "node-row" }, press, add), place);
  return { node, ready: isOpen || opened.has(key) ? open() : Promise.resolve() };
}

function serverNode(server, isOpen) {
  const told = [server.entryCount == null ? null : count(server.entryCount, "entry", "entries"), count(server.partitionCount, "Partition", "Partitions")].filter(Boolean).join(" · ");
  return component("server", `Telephony Server ${server.telSysID}`, server.description || `Telephony Server ${server.telSysID}`, { telSysID: server.telSysID },
    [server.demonstrationSimulator ? make("span", { class: "state wait" }, "Demonstration simulator") : null, make("span", { class: "hint counts" }, told)].filter(Boolean), isOpen);
}

async function nodes(made, list, isFurther) {
  if (isFurther) list.append(...made.map(({ node }) => node)); else list.replaceChildren(...made.map(({ node }) => node));
  await Promise.all(made.map(({ ready }) => ready));
}

let isBegun = false;
const servers = new PagedList({
  more: byID("more-servers"),
  read: (search, after) => ask(`/v1/telephony-servers?${query({ limit: pageLength, partitions: 0, after })}`),
  draw: (answer, isFurther) => {
    const isFew = !isBegun && answer.total <= openedServers;
    isBegun = true;
    servers.total = answer.total;
    byID("empty").hidden = answer.total !== 0;
    servers.drawn = nodes(answer.telephonyServers.map((server) => serverNode(server, isFew)), byID("servers"), isFurther);
  },
  fail,
});

/** The one component that the address is about, opened; nothing where it is about all. */
async function drawOnly() {
  const asked = new URLSearchParams(location.search);
  const telSysID = asked.get("telSysID");
  if (!telSysID) return false;
  const partIDInTelSys = asked.get("partIDInTelSys");
  const server = await ask(`/v1/telephony-servers/${encodeURIComponent(telSysID)}`);
  const scope = { telSysID: server.telSysID, partIDInTelSys: Number(partIDInTelSys) };
  const made = partIDInTelSys === null ? serverNode(server, true)
    : component("partition", scopeWords(scope), `${server.description || `Telephony Server ${telSysID}`}, Partition ${partIDInTelSys}`, scope, [], true);
  byID("everything").hidden = true;
  byID("only").hidden = false;
  await nodes([made], byID("servers"), false);
  tell(`Only ${scopeWords(partIDInTelSys === null ? { telSysID } : scope)}`);
  return true;
}

async function drawTree() {
  if (await drawOnly()) return;
  const everything = own.telSysID === null;
  byID("everything").hidden = !everything;
  await Promise.all([
    everything ? branch({ covering: -1 }, true, byID("wide")) : null,
    servers.refresh().then(() => servers.drawn),
    entriesAt({ limit: 1 }).then(({ total }) => { servers.entries = total; }),
  ]);
  tell([servers.entries == null ? "Very many entries" : count(servers.entries, "entry", "entries"), count(servers.total ?? 0, "Telephony Server", "Telephony Servers")].join(" · "));
}

// What is searched for

const found = new PagedList({
  find: byID("find"), more: byID("more-found"),
  read: (search, after) => search === "" ? { entries: [], next: null } : entriesAt({ search, after }),
  draw: (answer, isFurther) => {
    const isSearch = found.search !== "";
    byID("tree").hidden = isSearch;
    byID("empty").hidden = isSearch || servers.total !== 0;
    byID("results").hidden = !isSearch;
    if (!isSearch) { if (!servers.drawn) drawTree().catch(fail); else tell(byID("summary").dataset.tree ?? ""); return; }
    const cards = answer.entries.map((entry) => card(entry, false));
    if (isFurther) byID("found").append(...cards); else byID("found").replaceChildren(...cards);
    if (isFurther) return;
    byID("none").hidden = cards.length > 0;
    tell(answer.total == null ? "Very many entries begin like that." : `${count(answer.total, "entry", "entries")} found.`, true);
    drawComponents(found.search).catch(fail);
  },
  fail,
});

/** Telephony Servers and Partitions that are called what is searched for. */
async function drawComponents(search) {
  const [{ telephonyServers }, { partitions }] = await Promise.all([
    ask(`/v1/telephony-servers?${query({ search, limit: foundComponents, partitions: 0 })}`), ask(`/v1/partitions?${query({ search, limit: foundComponents })}`),
  ]);
  if (search !== found.search) return;
  const made = [
    ...telephonyServers.map((server) => serverNode(server, false)),
    ...partitions.map((one) => component("partition", `Partition ${one.partIDInTelSys} of Telephony Server ${one.telSysID}`, one.description || `Partition ${one.partIDInTelSys}`,
      { telSysID: one.telSysID, partIDInTelSys: one.partIDInTelSys }, [], false)),
  ];
  byID("components").hidden = made.length === 0;
  await nodes(made, byID("found-components"), false);
}

// All of it

function tell(text, isSearch = false) {
  byID("summary").className = "hint";
  byID("summary").textContent = text;
  if (!isSearch) byID("summary").dataset.tree = text;
}

function fail(error) {
  byID("summary").className = "refusal";
  byID("summary").textContent = words(error);
}

async function refresh() {
  try {
    if (found.search !== "") await found.refresh();
    await drawTree();
  } catch (error) { fail(error); }
}

byID("add").addEventListener("click", () => addEntry(own, (saved) => changed(saved, "added")));
await refresh();
document.documentElement.dataset.ready = "true";
