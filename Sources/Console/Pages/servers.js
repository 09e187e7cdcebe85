// Administration > Telephony Servers and Partitions: finding them, adding, changing and deleting, and what belongs to each.
import { ask, byID, icon, make, number } from "./draw.js";
import { Form, button, checkField, confirm, numberField, ownScope, query, send, textField, words } from "./form.js";
import { PagedList, quickFind } from "./list.js";

const serverPage = 50;
const partitionPage = 50;
/** Beyond so many Partitions they can be searched. */
const manyPartitions = 12;
const asked = new URLSearchParams(location.search);
/** The one Telephony Server that the address is about. */
const only = asked.get("telSysID");
const own = ownScope();
let total = null;

const serverPath = (telSysID) => `/v1/telephony-servers/${telSysID}`;
const partitionPath = (guid) => `/v1/partitions/${encodeURIComponent(guid)}`;
const serverName = (server) => server.description || `Telephony Server ${server.telSysID}`;
const partitionName = (partition) => partition.description || `Partition ${partition.partIDInTelSys}`;
const mayChangeServer = (telSysID) => own.telSysID === null || (own.telSysID === telSysID && own.partIDInTelSys === null);

/** Beyond so many, the lists do not count. */
const maximumCounted = 100;
const counted = (count, one, many) => (count === null ? `over ${number(maximumCounted)} ${many}` : count === 1 ? `1 ${one}` : `${number(count)} ${many}`);

/** What belongs to a component, with the ways to it; counts that were not told are left out. */
function belongings({ entryCount, userCount }, scope) {
  const links = [];
  const link = (path, text) => make("a", { href: `${path}?${query(scope)}` }, text);
  if (entryCount !== undefined) links.push(entryCount === 0 ? make("span", {}, "no entries") : link("/console/recording", counted(entryCount, "entry", "entries")));
  if (userCount !== undefined) links.push(userCount === 0 ? make("span", {}, "no users") : link("/console/users", counted(userCount, "user", "users")));
  return links;
}

function refuse(error) {
  byID("refusal").textContent = words(error);
  byID("refusal").hidden = false;
}

function tellDone(lead, name) {
  byID("done").replaceChildren(icon("available"), make("span", {}, lead, " ", make("bdi", {}, name), "."));
}

/** What cannot be deleted yet, since something belongs to it: told before anything is asked; nothing when it is free. */
function obstacle(name, { partitionCount = 0, entryCount = 0, userCount = 0 }, scope) {
  const parts = [
    partitionCount === 0 ? null : counted(partitionCount, "Partition", "Partitions"), entryCount === 0 ? null : counted(entryCount, "entry", "entries"),
    userCount === 0 ? null : counted(userCount, "user", "users"),
  ].filter(Boolean);
  if (parts.length === 0) return null;
  const list = parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0];
  return [make("p", {}, make("bdi", {}, name), ` cannot be deleted while something belongs to it: ${list}. Move or delete that first.`),
    make("p", { class: "ways" }, ...belongings({ entryCount, userCount }, scope).filter((one) => one.matches("a")))];
}

/** Asks, and deletes; a component that is in use is told so in the form. */
async function remove({ form, name, kind, path, scope, text }) {
  let fresh;
  try {
    fresh = await send({ path });
  } catch (error) {
    form.fail(error.status === 404 ? new Error("Somebody else deleted it meanwhile.") : error);
    return false;
  }
  const inUse = obstacle(name, fresh.answer, scope);
  if (inUse) {
    form.tell("refusal", ...inUse);
    form.summary.focus();
    return false;
  }
  const isDone = await confirm({
    title: ["Delete ", make("bdi", {}, name), "?"], text, label: `Delete ${kind}`, act: () => send({ method: "DELETE", path, etag: form.etag }),
  });
  if (isDone) form.dialog.close();
  return isDone;
}

// Partitions

/** A Telephony Server's Partitions, read when they are looked at. */
function partitionsOf(server, changed) {
  const place = { telSysID: server.telSysID };
  const body = make("tbody", {});
  const table = make("table", { class: "list" }, make("thead", {}, make("tr", {},
    ...["Number", "Partition", "Belongs to it"].map((title) => make("th", { scope: "col" }, title)), make("th", { scope: "col" }, make("span", { class: "unseen" }, "Changing")))), body);
  const none = make("p", { class: "hint", hidden: true });
  const refusal = make("p", { class: "refusal", role: "alert", hidden: true });
  const more = make("button", { type: "button", class: "more", hidden: true }, "More Partitions");
  const find = make("input", { type: "search", placeholder: "Beginning of the description or GUID", autocomplete: "off", spellcheck: "false" });
  const tools = make("div", { class: "tools" }, make("label", {}, "Find a Partition", find));
  tools.hidden = server.partitionCount <= manyPartitions;
  const rowOf = (guid) => [...body.children].find((one) => one.dataset.partition === guid);

  function row(partition) {
    const name = make("button", { type: "button", class: "name link", dir: "auto", onclick: () => change(partition.partitionGUID) }, partitionName(partition));
    const scope = { ...place, partIDInTelSys: partition.partIDInTelSys };
    return make("tr", { "data-partition": partition.partitionGUID },
      make("td", { "data-label": "Number", class: "figure" }, String(partition.partIDInTelSys)),
      make("th", { scope: "row" }, name, make("code", { class: "hint" }, partition.partitionGUID)),
      make("td", { "data-label": "Belongs to it", class: "ways" }, ...belongings(partition, scope)),
      make("td", { class: "acts" }, button("Change", { "aria-label": `Change ${partitionName(partition)}` }, () => change(partition.partitionGUID))));
  }

  function settle() {
    const isEmpty = body.childElementCount === 0;
    table.hidden = isEmpty;
    none.hidden = !isEmpty;
    none.textContent = list.search ? "No Partition begins so." : "It has no Partitions: what is recorded there belongs to the Telephony Server as a whole.";
  }

  const list = new PagedList({
    find, more, read: (search, after) => ask(`/v1/partitions?${query({ ...place, limit: partitionPage, search, after })}`),
    draw: (answer, isFurther) => {
      refusal.hidden = true;
      const rows = answer.partitions.map(row);
      if (isFurther) body.append(...rows); else body.replaceChildren(...rows);
      if (isFurther) rows[0]?.querySelector("button").focus();
      settle();
    },
    fail: (error) => { refusal.textContent = words(error); refusal.hidden = false; },
  });

  function add() {
    new Form({
      title: "Add Partition", label: "Add Partition", intro: ["To ", make("bdi", {}, serverName(server)), "."],
      object: { telSysID: server.telSysID, description: "", partitionGUID: "" },
      fields: [
        numberField({ name: "partIDInTelSys", label: "Number", needed: true,
          hint: "The number that calls and scopes name it by, within its Telephony Server (partIDInTelSys). It cannot be changed later." }),
        textField({ name: "description", label: "Description" }),
        textField({ name: "partitionGUID", label: "GUID", hint: "Where another system knows the Partition by one already; otherwise one is made." }),
      ],
      request: (form) => {
        const { partitionGUID, ...values } = form.values();
        return { method: "POST", path: "/v1/partitions", body: { telSysID: server.telSysID, ...values, ...(partitionGUID ? { partitionGUID } : {}) } };
      },
      saved: async (partition) => {
        tellDone("Added", partitionName(partition));
        await changed();
        await list.refresh();
        rowOf(partition.partitionGUID)?.querySelector("button").focus();
      },
    });
  }

  async function change(guid) {
    let found;
    try { found = await send({ path: partitionPath(guid) }); } catch (error) { refuse(error); return; }
    const partition = found.answer;
    new Form({
      title: ["Change ", make("bdi", {}, partitionName(partition))], label: "Save", object: partition, etag: found.etag,
      intro: ["Partition ", String(partition.partIDInTelSys), " of ", make("bdi", {}, serverName(server)), ", ", make("code", {}, guid)],
      fields: [textField({ name: "description", label: "Description", hint: "What people call it. Its number and GUID stay." })],
      back: () => rowOf(guid)?.querySelector("button"),
      request: (form) => ({ method: "PATCH", path: partitionPath(guid), body: form.changes() }),
      acts: (form) => [button("Delete…", { class: "quiet" }, async () => {
        const scope = { ...place, partIDInTelSys: partition.partIDInTelSys };
        if (!await remove({ form, name: partitionName(partition), kind: "Partition", path: partitionPath(guid), scope,
          text: "Nothing belongs to it. It cannot be taken back." })) return;
        tellDone("Deleted", partitionName(partition));
        await changed();
        await list.refresh();
      })],
      saved: (answer) => {
        rowOf(guid)?.replaceWith(row(answer));
        tellDone("Saved", partitionName(answer));
      },
    });
  }

  const adding = mayChangeServer(server.telSysID) ? button("Add Partition", { picture: "partition", class: "add-partition" }, add) : null;
  return { list, element: make("div", { class: "partitions" }, tools, refusal, table, none, make("div", { class: "acts" }, more, adding)) };
}

// Telephony Servers

/** Those whose Partitions are looked at. */
const open = new Set(only ? [Number(only)] : []);

const itemOf = (telSysID) => [...byID("servers").children].find((one) => one.dataset.server === String(telSysID));

function item(server) {
  const id = `partitions-${server.telSysID}`;
  const place = make("div", { id, class: "inner", hidden: true });
  const count = counted(server.partitionCount, "Partition", "Partitions");
  const toggle = make("button", { type: "button", class: "toggle quiet", "aria-expanded": "false", "aria-controls": id }, icon("chevron"), count);
  const mine = { telSysID: server.telSysID };
  let parts = null;
  const show = (isOpen) => {
    toggle.setAttribute("aria-expanded", String(isOpen));
    place.hidden = !isOpen;
    if (isOpen) open.add(server.telSysID); else open.delete(server.telSysID);
    if (!isOpen || parts) return;
    parts = partitionsOf(server, async () => {
      // The number of its Partitions is another one now.
      const { answer } = await send({ path: serverPath(server.telSysID) });
      toggle.replaceChildren(icon("chevron"), counted(answer.partitionCount, "Partition", "Partitions"));
    });
    place.append(parts.element);
    parts.list.refresh();
  };
  toggle.addEventListener("click", () => show(place.hidden));
  const name = mayChangeServer(server.telSysID)
    ? make("button", { type: "button", class: "name link", dir: "auto", onclick: () => change(server.telSysID) }, serverName(server))
    : make("span", { class: "name", dir: "auto" }, serverName(server));
  const made = make("li", { class: "server panel", "data-server": server.telSysID },
    make("div", { class: "server-head" },
      make("span", { class: "number", title: "telSysID" }, make("span", { class: "unseen" }, "Telephony Server "), String(server.telSysID)),
      make("h2", {}, name),
      server.demonstrationSimulator ? make("span", { class: "state wait", title: simulatorWords }, icon("wave"), "Demonstration simulator") : null,
      make("span", { class: "ways" }, toggle, ...belongings(server, mine)),
      mayChangeServer(server.telSysID) ? button("Change", { class: "change", "aria-label": `Change ${serverName(server)}` }, () => change(server.telSysID)) : null),
    place);
  if (open.has(server.telSysID)) show(true);
  return made;
}

const simulatorWords = "Its calls are made up. A report across it plays the demonstration entry's recordings, whichever entry the user is assigned; "
  + "users without an entry hear nothing there either.";

const simulatorField = () => checkField({ name: "demonstrationSimulator", label: "Demonstration simulator",
  hint: `${simulatorWords} A change counts from the next report on.` });

function summarise() {
  const count = total === null ? "Many Telephony Servers" : counted(total, "Telephony Server", "Telephony Servers");
  byID("summary").textContent = list.search ? `${count} whose number or description begins so` : count;
  const isEmpty = byID("servers").childElementCount === 0;
  byID("none").hidden = !isEmpty;
  if (!isEmpty) return;
  byID("none").replaceChildren(...(list.search || only
    ? [make("h2", {}, "No such Telephony Server"), make("p", {}, "A search finds what begins so: a number, or a description, whatever the case.")]
    : [make("h2", {}, "No Telephony Servers yet"), make("p", {}, "Reports run across them, and entries and users belong to them. Add the first one here, or bring many in with playback-resolver import.")]));
}

const list = new PagedList({
  find: byID("find"), more: byID("more"),
  read: async (search, after) => {
    history.replaceState(null, "", `?${query({ search, telSysID: only })}`);
    if (!only) return ask(`/v1/telephony-servers?${query({ limit: serverPage, partitions: 0, search, after })}`);
    try {
      const { answer } = await send({ path: serverPath(encodeURIComponent(only)) });
      return { telephonyServers: [answer], total: 1, next: null };
    } catch (error) {
      if (error.status === 404) return { telephonyServers: [], total: 0, next: null };
      throw error;
    }
  },
  draw: (answer, isFurther) => {
    byID("refusal").hidden = true;
    total = answer.total;
    const items = answer.telephonyServers.map(item);
    if (isFurther) byID("servers").append(...items); else byID("servers").replaceChildren(...items);
    if (isFurther) items[0]?.querySelector("button").focus();
    summarise();
  },
  fail: refuse,
});

function add() {
  let added = null;
  new Form({
    title: "Add Telephony Server", label: "Add Telephony Server", back: () => itemOf(added)?.querySelector(".name"), object: { description: "" },
    fields: [
      numberField({ name: "telSysID", label: "Number", needed: true,
        hint: "The number that reports and calls name it by (telSysID): 0 to 2147483647. It cannot be changed later." }),
      textField({ name: "description", label: "Description", hint: "What people call it." }),
      simulatorField(),
    ],
    request: (form) => ({ method: "POST", path: "/v1/telephony-servers", body: form.values() }),
    saved: (server) => {
      byID("servers").prepend(item(server));
      if (total !== null) total += 1;
      summarise();
      tellDone("Added", serverName(server));
      added = server.telSysID;
    },
  });
}

async function change(telSysID) {
  let found;
  try { found = await send({ path: serverPath(telSysID) }); } catch (error) { refuse(error); return; }
  const server = found.answer;
  new Form({
    title: ["Change ", make("bdi", {}, serverName(server))], label: "Save", object: server, etag: found.etag, intro: `Telephony Server ${telSysID}`,
    fields: [textField({ name: "description", label: "Description", hint: "What people call it. Its number stays." }), simulatorField()],
    back: () => itemOf(telSysID)?.querySelector(".name"),
    request: (form) => ({ method: "PATCH", path: serverPath(telSysID), body: form.changes() }),
    acts: (form) => [button("Delete…", { class: "quiet" }, async () => {
      if (!await remove({ form, name: serverName(server), kind: "Telephony Server", path: serverPath(telSysID), scope: { telSysID },
        text: "Nothing belongs to it. Reports across it are refused from then on. It cannot be taken back." })) return;
      itemOf(telSysID)?.remove();
      if (total !== null) total -= 1;
      summarise();
      tellDone("Deleted", serverName(server));
    })],
    saved: (answer) => {
      itemOf(telSysID)?.replaceWith(item(answer));
      tellDone("Saved", serverName(answer));
    },
  });
}

// Beginning

if (own.telSysID === null) {
  byID("add").hidden = false;
  byID("add").addEventListener("click", add);
}
if (only) {
  byID("filters").append(make("span", { class: "filter" }, `Telephony Server ${only}`), make("a", { class: "button quiet", href: "?" }, "Show all Telephony Servers"));
  byID("find").closest("label").hidden = true;
}
quickFind(byID("find"), () => byID("servers").querySelector(".name"));
byID("find").value = asked.get("search") ?? "";
list.refresh();
