// Forms of Administration: a dialog with fields that say what is wrong with them, a save that neither overwrites what somebody else
// saved meanwhile nor loses what was typed, and a question before something is deleted.
import { icon, make } from "./draw.js";
import { path } from "./fields.js";

export * from "./fields.js";

/** What the service refuses: its status and its problem document. */
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || `The service answered with status ${status}.`);
    this.status = status;
    this.code = problem.code;
    /** What is wrong, field by field. */
    this.fields = problem.errors ?? (problem.field == null ? [] : [{ field: problem.field, detail: this.message }]);
  }
}

/** Nothing came back: it may have been done or not. */
export class NoAnswer extends Error {
  constructor() { super("No answer came. The service may be out of reach; whether it did what you asked is not known."); }
}

const signedOut = "You are signed out. Sign in again in another tab or window, then come back and go on: what you typed stays here.";

/**
 * Asks the service to do something; nothing that was typed is lost, whatever it answers.
 * Gives `{ answer, etag, location }`; throws a `Refusal` or `NoAnswer`.
 */
export async function send({ method = "GET", path: address, body, etag, key }) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  if (etag) headers["If-Match"] = etag;
  if (key) headers["Idempotency-Key"] = key;
  const options = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" };
  const fail = () => { throw new NoAnswer(); };
  const answer = await fetch(address, options).catch(fail);
  const text = await answer.text().catch(fail);
  let value = null;
  try { value = text ? JSON.parse(text) : null; } catch { /* Not ours: a proxy's words, perhaps. */ }
  if (answer.status === 401) throw new Refusal(401, { detail: signedOut });
  if (!answer.ok) throw new Refusal(answer.status, value ?? {});
  return { answer: value, etag: answer.headers.get("ETag"), location: answer.headers.get("Location") };
}

/** What to tell of an error that `send` threw. */
export const words = (error) => error.message;

// Dialogs

let opened = 0;

function dialog(kind, title, parts) {
  opened += 1;
  const id = `dialog-${opened}`;
  const heading = make("h2", { id, tabindex: -1 }, title);
  const made = make("dialog", { class: kind, "aria-labelledby": id }, ...parts(heading));
  document.body.append(made);
  return made;
}

/** Shows a dialog, and gives the focus back when it is closed: to what had it, or where that is gone to the page. */
function show(made, first, { escape, back }) {
  const before = document.activeElement;
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    escape();
  });
  // A gesture of a telephone, which is no key.
  made.addEventListener("cancel", (event) => { event.preventDefault(); escape(); });
  made.addEventListener("close", () => {
    made.remove();
    const target = back?.() ?? before;
    (target?.isConnected ? target : document.getElementById("main")).focus();
  });
  made.showModal();
  first?.focus();
}

/** A button that takes one press at a time: while what it does is under way, others are passed over. */
export function button(label, properties, action) {
  let isBusy = false;
  const { picture, ...attributes } = properties;
  const made = make("button", { type: "button", ...attributes }, picture ? icon(picture) : null, label);
  made.addEventListener("click", async () => {
    if (isBusy) return;
    isBusy = true;
    made.setAttribute("aria-busy", "true");
    try { await action(made); } finally {
      isBusy = false;
      made.removeAttribute("aria-busy");
    }
  });
  return made;
}

/**
 * Asks before something happens that cannot be taken back. `affected` (elements, or a promise of them) says what it means for whom;
 * `act` does it: what it throws is told in the dialog, which stays. Gives whether it was done.
 */
export function confirm({ title, text, affected, label, cancel = "Cancel", act = async () => {}, back }) {
  return new Promise((resolve) => {
    const complaint = make("p", { class: "refusal", role: "alert", hidden: true });
    const place = make("div", { class: "affected", "aria-live": "polite" });
    const end = (isDone) => { asked.close(); resolve(isDone); };
    const no = make("button", { type: "button", onclick: () => end(false) }, cancel);
    const yes = button(label, { class: "danger" }, async () => {
      complaint.hidden = true;
      try { await act(); } catch (error) {
        complaint.textContent = words(error);
        complaint.hidden = false;
        return;
      }
      end(true);
    });
    const asked = dialog("question", title, (heading) => [
      heading, text ? make("p", {}, text) : null, place, complaint, make("div", { class: "acts" }, no, yes),
    ].filter(Boolean));
    show(asked, no, { escape: () => end(false), back });
    if (!affected) return;
    place.append(make("p", { class: "hint" }, "Looking who is affected…"));
    yes.disabled = true;
    Promise.resolve(affected).then((found) => place.replaceChildren(...[found].flat()), (error) => {
      place.replaceChildren(make("p", { class: "refusal" }, `Who is affected cannot be told: ${words(error)}`));
    }).finally(() => { yes.disabled = false; });
  });
}

// Forms

/**
 * A form in a dialog at the window's edge.
 *
 * - `title`, `intro`, `label`: the heading, a sentence below it, and what the button says that saves.
 * - `fields`: pieces of `fields.js`, with other elements between them.
 * - `object`, `etag`: what is changed, as GET gives it; nothing for a new one.
 * - `request(form)`: what to send, `{ method, path, body }`; `form.changes()` is a merge patch, `form.values()` everything.
 * - `saved(answer)`: afterwards, when the dialog is closed.
 * - `acts(form)`: further buttons, on the left; `back`: what has the focus afterwards, where not what had it before.
 */
export class Form {
  constructor(options) {
    this.options = options;
    this.object = options.object ?? {};
    this.etag = options.etag;
    this.fields = options.fields.filter((part) => part.names);
    for (const field of this.fields) {
      field.show(this.object);
      field.form = this;
    }
    this.summary = make("div", { class: "summary", role: "alert", tabindex: -1 });
    this.standing = make("p", { class: "hint standing", role: "status" });
    this.submit = make("button", { type: "submit", class: "primary" }, options.label);
    const cancel = make("button", { type: "button", onclick: () => this.leave() }, "Cancel");
    this.body = make("div", { class: "body" }, this.summary, ...options.fields.map((part) => part.element ?? part));
    this.dialog = dialog("drawer", options.title, (heading) => [
      make("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); this.press(); } },
        make("header", {}, heading, options.intro ? make("p", { class: "hint" }, options.intro) : null),
        this.body,
        make("footer", {}, ...(options.acts?.(this) ?? []), this.standing, cancel, this.submit)),
    ]);
    show(this.dialog, this.fields[0]?.control, { escape: () => this.leave(), back: options.back });
  }

  get isTouched() { return this.fields.some((field) => field.isTouched); }

  /** Everything that is said, as an object. */
  values() {
    return this.fields.reduce((object, field) => path.merge(object, field.read()), {});
  }

  /** What differs from what is saved: a merge patch. */
  changes() {
    return this.fields.filter((field) => field.isTouched).reduce((object, field) => path.merge(object, field.read()), {});
  }

  /** Closes the form; asks first where something was typed. */
  async leave() {
    if (this.isBusy) return;
    if (this.isTouched && !await confirm({
      title: "Discard what you typed?", text: "Nothing of it has been saved.", label: "Discard", cancel: "Go on typing",
    })) return;
    this.dialog.close();
  }

  /** Checks what can be told here, then saves. */
  async press() {
    if (this.isBusy) return;
    if (!this.check()) return;
    this.isBusy = true;
    this.submit.setAttribute("aria-busy", "true");
    this.standing.textContent = "Saving…";
    try {
      await this.save(this.options.request(this));
    } finally {
      this.isBusy = false;
      this.submit.removeAttribute("aria-busy");
      this.standing.textContent = "";
    }
  }

  /** Whether nothing is missing; what is, is told at its field. */
  check() {
    this.clear();
    const faults = this.fields.flatMap((field) => {
      const detail = field.check();
      return detail ? [{ field: field.names[0], detail }] : [];
    });
    if (faults.length > 0) this.refuse(faults);
    return faults.length === 0;
  }

  clear() {
    this.summary.replaceChildren();
    for (const field of this.fields) field.refuse(null);
  }

  /** Tells what is wrong at the fields, and moves to the first of them; what belongs to none stands above all. */
  refuse(faults, sentence) {
    const rest = [];
    for (const fault of faults) {
      const field = this.fields.find((one) => one.names.includes(fault.field))
        ?? this.fields.find((one) => one.names.some((name) => fault.field.startsWith(`${name}.`) || name.startsWith(`${fault.field}.`)));
      if (field) field.refuse(fault.detail); else rest.push(fault.detail);
    }
    const first = this.fields.find((field) => field.isRefused);
    const count = this.fields.filter((field) => field.isRefused).length;
    const lead = sentence ?? (count > 1 ? `${count} fields need a correction; nothing was saved.` : "One field needs a correction; nothing was saved.");
    this.tell("refusal", make("p", {}, first || rest.length === 0 ? lead : rest.shift()), ...rest.map((text) => make("p", {}, text)));
    if (!first) { this.summary.focus(); return; }
    first.focus();
    first.element.scrollIntoView({ block: "nearest" });
  }

  /** Shows something above all fields, and reads it aloud. */
  tell(kind, ...parts) {
    this.summary.replaceChildren(make("div", { class: kind }, ...parts));
    this.summary.scrollIntoView({ block: "nearest" });
  }

  /** Sends a change; what is refused is told in the form, which stays open. Gives whether it was saved. */
  async save(request) {
    this.clear();
    this.address = request.path;
    // Pressed again after no answer came: the same key, so that nothing is made twice.
    const text = JSON.stringify(request.body);
    if (request.method === "POST" && this.unanswered?.text !== text) this.unanswered = { text, key: newKey() };
    let outcome;
    try {
      outcome = await send({ etag: this.etag, key: request.method === "POST" ? this.unanswered.key : undefined, ...request });
    } catch (error) {
      if (error instanceof Refusal) this.unanswered = null;
      if (error.status === 412) await this.meet(); else if (error.fields?.length > 0) this.refuse(error.fields); else this.fail(error);
      return false;
    }
    this.dialog.close();
    await this.options.saved?.(outcome.answer, outcome);
    return true;
  }

  fail(error) {
    this.tell("refusal", make("p", {}, words(error)),
      error.status === 401 ? make("a", { href: "/console/sign-in", target: "_blank", rel: "noopener" }, "Sign in in a new tab") : null);
    this.summary.focus();
  }

  /** Somebody else saved meanwhile: tells what differs, and offers to go on from there with what was typed. */
  async meet() {
    let fresh;
    try {
      fresh = await send({ path: this.address });
    } catch (error) {
      this.fail(error.status === 404 ? new Error("Somebody else deleted it meanwhile. Nothing was saved; what you typed is still here.") : error);
      return;
    }
    const lines = this.fields.filter((field) => field.words(fresh.answer) !== field.words(this.object)).map((field) => make("li", {},
      make("strong", {}, field.label), ": ", quoted(field.words(this.object)), " became ", quoted(field.words(fresh.answer)),
      field.isTouched ? make("em", {}, ", and you typed ", quoted(field.typed)) : null));
    const anew = button("Read anew, keep what I typed", { picture: "back" }, () => this.rebase(fresh));
    this.tell("meeting", make("p", {}, make("strong", {}, "Somebody else changed this meanwhile."),
      " Nothing was saved; what you typed is still here."),
    lines.length > 0 ? make("ul", {}, ...lines) : make("p", {}, "What they changed cannot be shown: it is a secret, or stands in no field here."), anew);
    anew.focus();
  }

  /** Goes on from what is saved now: fields that were not touched show it, the others keep what was typed. */
  rebase({ answer, etag }) {
    this.object = answer;
    this.etag = etag;
    for (const field of this.fields) field.rebase(answer);
    this.tell("meeting", make("p", {}, "Read anew. Look it over, then save."));
    (this.fields.find((field) => field.isTouched) ?? this.fields[0])?.focus();
  }
}

const quoted = (text) => `“${text}”`;

/** Of random bytes: `crypto.randomUUID` is not there without https. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Something to look at in a dialog at the window's edge: `content`, with a button to close it; its first control gets the focus. */
export function openPanel({ title, intro, content, back }) {
  const shut = make("button", { type: "button", onclick: () => made.close() }, "Close");
  const body = make("div", { class: "body" }, ...content);
  const made = dialog("drawer", title, (heading) => [make("div", { class: "pane" },
    make("header", {}, heading, intro ? make("p", { class: "hint" }, intro) : null), body,
    make("footer", {}, make("p", { class: "standing" }), shut))]);
  show(made, body.querySelector("input, button, a") ?? shut, { escape: () => made.close(), back });
  return made;
}

export const openForm = (options) => new Form(options);
