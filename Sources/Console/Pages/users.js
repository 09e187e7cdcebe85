// Administration > Users: finding them, Add/Change User, deleting, and what the rules let each hear.
import { ask, byID, chip, icon, make, number, scopeWords } from "./draw.js";
import {
  Form, Picker, button, checkField, confirm, openPanel, ownScope, pickField, query, scopeField, searchServers, secretField, send, textField, words,
} from "./form.js";
import { PagedList, quickFind } from "./list.js";
import { rulePath } from "./rules.js";

const pageLength = 50;
/** What the address narrows the list to. */
const filters = Object.fromEntries(["entry", "telSysID", "partIDInTelSys"].map((name) => [name, new URLSearchParams(location.search).get(name)]));
const isNarrowed = Object.values(filters).some(Boolean);
/** The name of who is signed in as a user, not by a token. */
const self = byID("main").dataset.person;
let total = null;

const address = (username) => `/v1/users/${encodeURIComponent(username)}`;
const nameOf = (user) => user.fullName || user.username;

/** A scope by the names of its components, and by their numbers below. */
function place(scope, names = []) {
  if (scope.telSysID == null) return ["All Telephony Servers"];
  const parts = names.filter(Boolean).length === names.length ? names : [];
  if (parts.length === 0) return [scopeWords(scope)];
  return [make("span", {}, ...parts.flatMap((name, index) => [index > 0 ? " › " : "", make("bdi", {}, name)])), make("span", { class: "hint" }, scopeWords(scope))];
}

const placeText = (scope, names = []) => (scope.telSysID == null ? "All Telephony Servers" : names.filter(Boolean).join(" › ") || scopeWords(scope));

// The list

const states = {
  permitted: ["good", "available"], notAssigned: ["idle", "notAssigned"], outOfScope: ["bad", "outOfScope"], entryUnknown: ["bad", "unknown"],
};
const stateWords = { notAssigned: "No playback", outOfScope: "Does not cover the user", entryUnknown: "The entry is gone" };

function playbackCell(user) {
  const { state } = user.playback;
  const [kind, picture] = states[state] ?? ["idle", "unknown"];
  const entry = user.recordingPlaybackDescription ?? user.recordingPlayback;
  if (state === "permitted") return [make("span", { class: "playback" }, make("span", { class: `mark ${kind}` }, icon(picture)), make("bdi", {}, entry))];
  return [entry ? make("span", { class: "playback" }, make("bdi", {}, entry)) : null, chip(kind, picture, stateWords[state] ?? state)];
}

function row(user) {
  const link = make("a", { class: "name", href: `?user=${encodeURIComponent(user.username)}`, dir: "auto" }, nameOf(user));
  const made = make("tr", { "data-user": user.username },
    make("th", { scope: "row" }, link, user.username === self ? make("span", { class: "tag" }, "you") : null,
      make("span", { class: "hint" }, make("bdi", {}, user.username), user.administrator ? make("span", { class: "tag" }, "Administrator") : null)),
    make("td", { "data-label": "Scope" }, ...place(user.scope, user.scopeNames)),
    make("td", { "data-label": "Recording Playback" }, ...playbackCell(user).filter(Boolean)),
    make("td", { class: "acts" }, button("What can they hear?", { class: "quiet", picture: "search", "aria-label": `What can they hear? ${nameOf(user)}` },
      () => hear(user))));
  made.addEventListener("click", (event) => {
    if (event.target.closest("button") || event.ctrlKey || event.metaKey || event.shiftKey || getSelection().toString()) return;
    event.preventDefault();
    change(user.username);
  });
  return made;
}

const rowOf = (username) => [...byID("users").children].find((one) => one.dataset.user === username);

function summarise() {
  const count = total === null ? "More than 10,000 users" : total === 1 ? "1 user" : `${number(total)} users`;
  byID("summary").textContent = list.search ? `${count} whose name or full name begins so` : count;
  const isEmpty = byID("users").childElementCount === 0;
  byID("table").hidden = isEmpty;
  byID("none").hidden = !isEmpty;
  if (!isEmpty) return;
  byID("none").replaceChildren(...(list.search || isNarrowed
    ? [make("h2", {}, "No such user"), make("p", {}, list.search ? "A search finds what begins so: a user name or a full name, whatever the case." : "Nobody belongs here yet.")]
    : [make("h2", {}, "No users yet"), make("p", {}, "Add the first one here, or bring many in with playback-resolver import.")]));
}

const list = new PagedList({
  find: byID("find"), more: byID("more"),
  read: (search, after) => {
    history.replaceState(null, "", `?${query({ search, ...filters })}`);
    return ask(`/v1/users?${query({ limit: pageLength, search, after, ...filters })}`);
  },
  draw: (answer, isFurther) => {
    byID("refusal").hidden = true;
    total = answer.total;
    const rows = answer.users.map(row);
    if (isFurther) byID("users").append(...rows); else byID("users").replaceChildren(...rows);
    if (isFurther) rows[0]?.querySelector("a").focus();
    summarise();
    showFilters(answer.users[0]);
  },
  fail: refuse,
});

function refuse(error) {
  byID("refusal").textContent = words(error);
  byID("refusal").hidden = false;
}

/** What the list is narrowed to, each with the way out of it. */
function showFilters(user) {
  const shown = [];
  if (filters.entry) {
    const name = user?.recordingPlaybackDescription ?? filters.entry;
    shown.push(["Recording Playback: ", name]);
  }
  if (filters.telSysID) {
    const scope = { telSysID: filters.telSysID, partIDInTelSys: filters.partIDInTelSys };
    const names = user?.scopeNames.slice(0, filters.partIDInTelSys ? 2 : 1).filter(Boolean) ?? [];
    shown.push(["Of ", names.length > 0 ? `${names.join(" › ")}, ${scopeWords(scope)}` : scopeWords(scope)]);
  }
  byID("filters").replaceChildren(...(shown.length === 0 ? [] : [
    ...shown.map(([lead, name]) => make("span", { class: "filter" }, lead, make("bdi", {}, name))),
    make("a", { class: "button quiet", href: `?${query({ search: list.search })}` }, "Show all users")]));
}

// What the rules let a user hear

const verdictPart = (answer) => {
  const { entry, rules } = answer.resolution;
  const isDemonstration = rules.some((rule) => rule.outcome === "applied");
  if (!entry) {
    return make("div", { class: "heard bad" }, chip("bad", "notAssigned", "Hears nothing"), make("p", { class: "message" }, answer.verdict.message),
      make("p", {}, make("strong", {}, "What to do: "), answer.verdict.remedy));
  }
  return make("div", { class: "heard good" }, chip("good", "available", "Hears recordings"),
    make("p", { class: "message" }, "Those of “", make("bdi", {}, entry.description), isDemonstration
      ? "”, the demonstration entry, since the calls are a demonstration simulator's." : "”."),
    make("p", {}, "Whether a certain call was recorded, and is found, is another question: ",
      make("a", { href: `/console/why?${query({ user: answer.username, telSysID: answer.telSysID })}` }, "ask about one call"), "."));
};

async function hear(user) {
  const result = make("div", { class: "hearing", role: "status" });
  let turn = 0;
  const explain = async (telSysID) => {
    turn += 1;
    const own = turn;
    try {
      const { answer } = await send({ path: `/v1/debug/resolution?${query({
        user: user.username, telSysID, startTime: new Date().toISOString(), probe: "none" })}` });
      if (own !== turn) return;
      const { rules } = answer.resolution;
      const decider = rules.find((rule) => rule.outcome === "fail") ?? rules.findLast((rule) => rule.outcome !== "skipped");
      result.replaceChildren(verdictPart({ ...answer, username: user.username, telSysID }), make("h3", {}, "The rules, in order"), rulePath(rules, decider));
    } catch (error) {
      if (own === turn) result.replaceChildren(make("p", { class: "refusal" }, words(error)));
    }
  };
  const id = "hear-server";
  const picker = new Picker({ id, label: "Telephony Server", placeholder: "Search by number or description", search: searchServers,
    changed: (item) => { if (item) explain(item.value); } });
  openPanel({
    title: ["What can ", make("bdi", {}, nameOf(user)), " hear?"],
    intro: "As the rules have it, for a report across a Telephony Server. They look at the user and the server, not at the time of a call.",
    content: [make("div", { class: "field" }, make("label", { for: id }, "Report across"), picker.element), result],
  });
  try {
    const { items } = await searchServers(user.scope.telSysID ?? "");
    const first = items.find((item) => item.value === user.scope.telSysID) ?? items[0];
    if (!first) throw new Error("There is no Telephony Server yet that a report could run across.");
    picker.set(first);
    await explain(first.value);
  } catch (error) {
    result.replaceChildren(make("p", { class: "refusal" }, words(error)));
  }
}

// Add and Change User

/** A scope as the service's lists take it: whose users an entry must cover. */
const covering = ({ telSysID, partIDInTelSys }) => [telSysID ?? -1, ...(partIDInTelSys == null ? [] : [partIDInTelSys])].join(",");
const plain = (scope) => ({ telSysID: scope["scope.telSysID"], partIDInTelSys: scope["scope.partIDInTelSys"] });

const entries = async (values) => (await send({ path: `/v1/entries?${query({ limit: 20, ...values })}` })).answer;

/** Recording Playback: offers the entries that cover the scope, and tells of a chosen one that does not. */
function playbackField(scope, user) {
  let fault = null;
  let turn = 0;
  const field = pickField({
    name: "recordingPlayback", label: "Recording Playback", placeholder: "No playback",
    hint: "Whose recordings the user hears; offered are the entries that cover the user's scope. In a report across a demonstration simulator the "
      + "demonstration entry is used in its place. Without an entry nothing is heard, not even there.",
    fixed: [{ value: null, label: "No playback", hint: "No provider is ever asked." }],
    labelOf: (object) => object.recordingPlaybackDescription ?? object.recordingPlayback ?? "none",
    changed: () => { fault = null; turn += 1; warning.hidden = true; },
    search: async (search, after) => {
      if (scope.check()) throw new Error("Choose the scope first.");
      const found = await entries({ covering: covering(plain(scope.read())), search, after });
      return { next: found.next, items: found.entries.map((entry) => ({
        value: entry.callRecIntGUID, label: entry.description || entry.callRecIntGUID, hint: placeText(entry.scope, entry.scopeNames) })) };
    },
  });
  const warning = make("p", { class: "note", hidden: true });
  field.element.append(warning);
  if (user?.playback.state === "outOfScope") warn(`${user.playback.message} The user hears nothing until another entry is chosen here.`);

  function warn(text) {
    warning.textContent = text;
    warning.hidden = false;
  }

  /** Whether the chosen entry is one that may be seen at all. */
  const isHidden = async (guid) => ownScope().telSysID !== null && !(await entries({ search: guid })).entries.some((entry) => entry.callRecIntGUID === guid);

  /** Looks whether the chosen entry covers another scope. */
  field.fit = async () => {
    const own = ++turn;
    const guid = field.read().recordingPlayback;
    warning.hidden = true;
    fault = null;
    if (guid === null || scope.check()) { field.refuse(null); return; }
    fault = "It is still being looked at whether this entry covers the new scope. Try again.";
    const now = plain(scope.read());
    let next = null;
    try {
      const found = await entries({ covering: covering(now), search: guid });
      if (!found.entries.some((entry) => entry.callRecIntGUID === guid)) {
        if (await isHidden(guid)) {
          if (own === turn) warn("This entry lies outside of what you administer: whether it covers the new scope is told once it is saved.");
        } else {
          next = `“${field.picker.chosen.label}” does not cover ${placeText(now, [])}: the user would hear nothing. Choose another entry, or none.`;
        }
      }
    } catch (error) {
      next = `Whether this entry covers the new scope could not be told: ${words(error)}`;
    }
    if (own !== turn) return;
    fault = next;
    field.refuse(fault);
  };
  field.check = () => fault;
  return field;
}

const administers = ({ telSysID, partIDInTelSys }) => (telSysID == null
  ? "everything: all Telephony Servers, tokens and keys too"
  : partIDInTelSys == null ? "this Telephony Server and its Partitions, and what belongs to them" : "this Partition alone, and what belongs to it");

function fieldsOf(user) {
  const scope = scopeField({ prefix: "scope.", label: "Scope", namesOf: (object) => object.scopeNames,
    hint: "Where the user belongs. It decides which entries can be heard, and for an administrator what can be changed.",
    changed: () => { playback.fit(); explain(); } });
  const playback = playbackField(scope, user);
  const administrator = checkField({ name: "administrator", label: "Administrator", hint: "–" });
  const explain = () => {
    administrator.hint.textContent = `May sign in here and use the XML API, and see and change ${administers(plain(scope.read()))}.`;
  };
  const password = secretField({ name: "password", label: "Password", isSet: (object) => object.passwordSet === true,
    hint: `For administrators, to sign in here and by the XML API. It ${byID("found").dataset.passwordRules}.${
      user && user.username === self ? " When it is changed you are signed out, and sign in again." : ""}` });
  return {
    explain,
    fields: [
      user ? null : textField({ name: "username", label: "User name", needed: true, autocapitalize: "none",
        hint: "What reports and the XML API know the user by, letter for letter. It cannot be changed later." }),
      textField({ name: "fullName", label: "Full name" }), scope, playback, administrator, password,
    ].filter(Boolean),
  };
}

/** What somebody who changes their own user would lose; nothing for others. */
function losses(body) {
  const lost = [];
  if (body.administrator === false) {
    lost.push("You would be no administrator any more: you are signed out at once, and somebody else must give you the right again.");
  } else if (body.scope) {
    lost.push(`You would administer ${administers(body.scope)}, and nothing else.`);
  }
  if (body.password === null) {
    lost.push("You could not sign in by your name and password any more, and are signed out at once.");
  } else if (body.password !== undefined) {
    lost.push("You are signed out, and sign in again with the new password.");
  }
  return lost;
}

class UserForm extends Form {
  async save(request) {
    const { user } = this.options;
    const lost = user && user.username === self ? losses(request.body) : [];
    if (lost.length > 0 && !await confirm({
      title: "This is your own user", text: "After this change:", label: "Change my user",
      affected: [make("ul", {}, ...lost.map((text) => make("li", {}, text)))],
    })) return false;
    return super.save(request);
  }
}

function tellDone(lead, user) {
  byID("done").replaceChildren(icon("available"), make("span", {}, lead, " ", make("bdi", {}, nameOf(user)), "."));
}

/** A change of oneself: what may be seen may be less by now. */
function go(username) {
  if (username === self) location.assign("/console/users");
  return username === self;
}

function add() {
  const { fields, explain } = fieldsOf(null);
  let added = null;
  new UserForm({
    title: "Add User", label: "Add User", fields, back: () => added && rowOf(added)?.querySelector("a"), object: { username: "", fullName: "", scope: {} },
    request: (form) => ({ method: "POST", path: "/v1/users", body: form.values() }),
    saved: (user) => {
      byID("users").prepend(row(user));
      if (total !== null) total += 1;
      summarise();
      tellDone("Added", user);
      added = user.username;
    },
  });
  explain();
}

async function change(username) {
  let found;
  try {
    found = await send({ path: address(username) });
  } catch (error) {
    refuse(error.status === 404 ? new Error(`There is no user “${username}” any more.`) : error);
    return;
  }
  byID("refusal").hidden = true;
  const user = found.answer;
  const { fields, explain } = fieldsOf(user);
  new UserForm({
    user, title: ["Change ", make("bdi", {}, nameOf(user))], label: "Save", object: user, etag: found.etag,
    intro: [make("bdi", {}, user.username), user.username === self ? ". This is you." : ""],
    fields, back: () => rowOf(username)?.querySelector("a"),
    request: (form) => ({ method: "PATCH", path: address(username), body: form.changes() }),
    acts: (form) => [button("Delete…", { class: "quiet" }, () => remove(user, form))],
    saved: (answer) => {
      if (go(username)) return;
      rowOf(username)?.replaceWith(row(answer));
      tellDone("Saved", answer);
    },
  });
  explain();
}

async function remove(user, form) {
  const entry = user.recordingPlaybackDescription ?? user.recordingPlayback;
  const isOwn = user.username === self;
  const lost = [
    isOwn ? "This is you: you are signed out at once, and cannot come in by this name again." : null,
    "Nothing can be played in the user's name any more, also not by links that were sent already.",
    entry ? ["The assignment of “", make("bdi", {}, entry), "”."] : null,
    user.administrator ? `The right to administer ${placeText(user.scope, user.scopeNames)}, and the session of whoever is signed in by it.` : null,
    user.passwordSet ? "The password." : null,
  ].filter(Boolean);
  const isDone = await confirm({
    title: ["Delete ", make("bdi", {}, nameOf(user)), "?"],
    text: "It cannot be taken back. What the user listened to stays noted. Lost is:", label: isOwn ? "Delete my user" : "Delete User",
    affected: [make("ul", {}, ...lost.map((text) => make("li", {}, ...[text].flat())))],
    act: () => send({ method: "DELETE", path: address(user.username), etag: form.etag }),
  });
  if (!isDone) return;
  form.dialog.close();
  if (go(user.username)) return;
  rowOf(user.username)?.remove();
  if (total !== null) total -= 1;
  summarise();
  tellDone("Deleted", user);
}

// Beginning

byID("add").addEventListener("click", add);
byID("users").addEventListener("keydown", (event) => {
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  const next = step && event.target.closest("tr")?.[step];
  if (!next) return;
  event.preventDefault();
  next.querySelector("a").focus();
});
quickFind(byID("find"), () => byID("users").querySelector("a"));
const asked = new URLSearchParams(location.search);
byID("find").value = asked.get("search") ?? "";
list.refresh();
if (asked.get("user")) change(asked.get("user"));
