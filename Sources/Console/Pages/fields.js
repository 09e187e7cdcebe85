// The fields of forms: each knows which members of the object it holds, shows them, and tells what was typed.
import { icon, make, scopeWords } from "./draw.js";
import { Query } from "./shared.js";

/** Members of objects by their path, such as `apiCommunicationSettings.ipAddrOrHost1`. */
export const path = {
  get: (object, name) => name.split(".").reduce((value, key) => value?.[key], object),
  /** The object with values put in by their paths; what is undefined is left out. */
  merge(object, values) {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      const keys = name.split(".");
      const last = keys.pop();
      let place = object;
      for (const key of keys) place = place[key] ??= {};
      place[last] = value;
    }
    return object;
  },
};

let made = 0;

/** What all fields have: a label, a hint, a place for what is wrong, and one for what somebody else saved meanwhile. */
export class Field {
  /**
   * `names`: the members that it holds, by path; `label`, `hint`: words; `needed`: whether it must say something, and `unmarked` that it is not
   * said to be optional; `isGroup`: whether it has several controls.
   */
  constructor({ name, names = [name], label, hint, needed = false, unmarked = needed }, isGroup = false) {
    made += 1;
    this.id = `field-${made}`;
    Object.assign(this, { names, label, needed });
    this.hint = hint ? make("p", { class: "hint", id: `${this.id}-hint` }, hint) : null;
    this.fault = make("p", { class: "fault", id: `${this.id}-fault`, hidden: true });
    this.note = make("p", { class: "note", hidden: true });
    const optional = unmarked ? null : make("span", { class: "optional" }, "optional");
    this.head = isGroup ? make("legend", {}, label, " ", optional) : make("label", { for: this.id }, label, " ", optional);
    this.described = [this.fault.id, this.hint?.id].filter(Boolean).join(" ");
    this.element = make(isGroup ? "fieldset" : "div", { class: "field", "data-field": names[0] });
  }

  /** Puts the parts together; controls that say their own fault get the field's. */
  assemble(...parts) {
    this.element.append(...[this.head, ...parts, this.fault, this.hint, this.note].filter(Boolean));
    this.element.addEventListener("input", () => this.refuse(null));
    this.element.addEventListener("change", () => this.refuse(null));
  }

  get control() { return this.element.querySelector("input, select, textarea, button"); }
  get isTouched() { return JSON.stringify(this.read()) !== JSON.stringify(this.of(this.base)); }
  get isRefused() { return !this.fault.hidden; }
  /** What was typed, in words. */
  get typed() { return this.words(path.merge({}, this.read())); }

  focus() { this.control?.focus(); }
  /** What is wrong that needs no service to tell; nothing otherwise. */
  check() { return null; }

  /** Says what is wrong, or with null that nothing is. */
  refuse(detail) {
    this.fault.hidden = !detail;
    // The service tells what is wrong with a field as the end of a sentence about it.
    const sentence = detail && /^\p{Ll}/u.test(detail) ? `${this.label} ${detail}${detail.endsWith(".") ? "" : "."}` : detail;
    this.fault.replaceChildren(...(detail ? [icon("providerError"), sentence] : []));
    for (const control of this.element.querySelectorAll("input, select, textarea")) {
      if (detail) control.setAttribute("aria-invalid", "true"); else control.removeAttribute("aria-invalid");
    }
  }

  show(object) {
    this.base = object;
    this.note.hidden = true;
    this.set(this.of(object));
  }

  /** Starts from an object that somebody else saved meanwhile: what was typed stays. */
  rebase(object) {
    const hasChanged = this.words(object) !== this.words(this.base);
    if (!this.isTouched) { this.show(object); return; }
    this.base = object;
    if (!hasChanged) return;
    this.note.replaceChildren("Saved meanwhile by somebody else: ", make("strong", {}, this.words(object)), " ",
      make("button", { type: "button", class: "link", onclick: () => { this.show(object); this.focus(); } }, "Use it"));
    this.note.hidden = false;
  }

  /** The object's members as `read` would give them. */
  of(object) { return Object.fromEntries(this.names.map((name) => [name, path.get(object, name) ?? ""])); }
  words(object) { return String(path.get(object, this.names[0]) ?? "") || "empty"; }
}

class TextField extends Field {
  constructor({ multiline, type = "text", ...rest }) {
    const { name, names, label, hint, needed, unmarked, ...attributes } = rest;
    super(rest);
    this.input = make("input", { id: this.id, type, autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-describedby": this.described, "aria-required": needed ? "true" : undefined, ...attributes });
    this.assemble(this.input);
  }
  set(values) { this.input.value = values[this.names[0]]; }
  read() { return { [this.names[0]]: this.input.value }; }
  check() { return this.needed && !this.input.value.trim() ? `${this.label} is needed.` : null; }
}

/** A line of text; other attributes, such as `placeholder` or `inputmode`, go to the control. */
export const textField = (options) => new TextField(options);

class NumberField extends TextField {
  constructor(options) { super({ inputmode: "numeric", ...options }); }
  set(values) { this.input.value = values[this.names[0]] ?? ""; }
  of(object) { return { [this.names[0]]: path.get(object, this.names[0]) ?? null }; }
  /** What is no number goes to the service as it is, which says what would be right. */
  read() {
    const text = this.input.value.trim();
    return { [this.names[0]]: text === "" ? null : /^-?\d+$/.test(text) ? Number(text) : text };
  }
}

/** A whole number; empty is null. */
export const numberField = (options) => new NumberField(options);

class CheckField extends Field {
  constructor(options) {
    super({ needed: true, ...options });
    this.input = make("input", { id: this.id, type: "checkbox", "aria-describedby": this.described });
    this.element.classList.add("check");
    this.assemble(this.input);
    this.element.prepend(this.input);
  }
  of(object) { return { [this.names[0]]: path.get(object, this.names[0]) === true }; }
  set(values) { this.input.checked = values[this.names[0]]; }
  read() { return { [this.names[0]]: this.input.checked }; }
  words(object) { return path.get(object, this.names[0]) ? "yes" : "no"; }
}

/** Yes or no. */
export const checkField = (options) => new CheckField(options);

class ChoiceField extends Field {
  constructor({ options, ...rest }) {
    super({ needed: true, ...rest });
    this.options = options;
    this.input = make("select", { id: this.id, "aria-describedby": this.described },
      ...options.map((option) => make("option", { value: option.value }, option.label)));
    this.assemble(this.input);
  }
  of(object) { return { [this.names[0]]: path.get(object, this.names[0]) ?? this.options[0].value }; }
  set(values) { this.input.value = values[this.names[0]]; }
  read() { return { [this.names[0]]: this.input.value }; }
  words(object) {
    const value = path.get(object, this.names[0]);
    return this.options.find((option) => option.value === value)?.label ?? String(value ?? "empty");
  }
}

/** One of few: `options` are `{ value, label }`. */
export const choiceField = (options) => new ChoiceField(options);

/** A text that is never shown once it is saved: kept, replaced or cleared. */
class SecretField extends Field {
  constructor({ isSet, clearable = true, ...rest }) {
    super(rest);
    this.isSet = isSet;
    this.input = make("input", { id: this.id, type: "password", autocomplete: "new-password", spellcheck: "false", "aria-describedby": this.described });
    const looked = make("span", {}, "Show");
    this.look = make("button", { type: "button", "aria-pressed": "false", "aria-label": `Show ${this.label}`, onclick: () => this.reveal(this.input.type === "password") }, looked);
    this.looked = looked;
    this.keep = make("button", { type: "button", class: "quiet", onclick: () => this.state("kept", true) }, "Keep the saved one");
    const replace = make("button", { type: "button", "aria-label": `Replace ${this.label}`, onclick: () => this.state("typed", true) }, "Replace");
    const clear = clearable ? make("button", { type: "button", "aria-label": `Clear ${this.label}`, onclick: () => this.state("cleared", true) }, "Clear") : null;
    this.kept = make("div", { class: "secret" }, make("span", { class: "state good" }, icon("available"), "Set"), replace, clear);
    this.typing = make("div", { class: "secret" }, this.input, this.look, this.keep);
    const undo = make("button", { type: "button", "aria-label": `Keep the saved ${this.label}`, onclick: () => this.state("kept", true) }, "Keep it");
    this.cleared = make("div", { class: "secret" }, make("span", { class: "state bad" }, icon("invalid"), "Will be cleared"), undo);
    this.assemble(this.kept, this.typing, this.cleared);
  }
  get control() { return [this.kept, this.typing, this.cleared].find((part) => !part.hidden)?.querySelector("input, button"); }
  reveal(isShown) {
    this.input.type = isShown ? "text" : "password";
    this.look.setAttribute("aria-pressed", String(isShown));
    this.looked.textContent = isShown ? "Hide" : "Show";
  }
  state(name, isPressed = false) {
    this.now = name;
    this.kept.hidden = name !== "kept";
    this.typing.hidden = name !== "typed";
    this.cleared.hidden = name !== "cleared";
    this.keep.hidden = !this.isSet(this.base);
    if (name !== "typed") { this.input.value = ""; this.reveal(false); }
    if (isPressed) { this.refuse(null); this.focus(); }
  }
  of() { return {}; }
  set() { this.state(this.isSet(this.base) ? "kept" : "typed"); }
  read() {
    if (this.now === "cleared") return { [this.names[0]]: null };
    return this.now === "typed" && this.input.value !== "" ? { [this.names[0]]: this.input.value } : {};
  }
  check() { return this.needed && !this.isSet(this.base) && !this.input.value ? `${this.label} is needed.` : null; }
  words(object) { return this.isSet(object) ? "set" : "not set"; }
  get typed() { return this.now === "cleared" ? "clear it" : "a new one"; }
}

/** A credential or password: `isSet(object)` tells whether one is saved; `clearable: false` where it can only be replaced. */
export const secretField = (options) => new SecretField(options);

// Picking from what is too long a list to show

const debounceMilliseconds = 120;

/**
 * A text field that searches the service while somebody types (WAI-ARIA's combobox with a list).
 * `search(text, after)` gives `{ items: [{ value, label, hint }], next }`; `fixed`: items that stand first, while they begin with what is typed.
 */
export class Picker {
  constructor({ id, label, described, search, fixed = [], placeholder = "Type to search", changed = () => {} }) {
    Object.assign(this, { search, fixed, changed, items: [], active: -1, asked: 0, chosen: null });
    const listID = `${id}-list`;
    this.input = make("input", { id, type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": listID, "aria-autocomplete": "list",
      "aria-label": label, "aria-describedby": described, autocomplete: "off", spellcheck: "false", dir: "auto", placeholder });
    this.list = make("ul", { id: listID, role: "listbox", "aria-label": label ?? "Found", hidden: true });
    this.found = make("p", { class: "unseen", role: "status" });
    this.element = make("div", { class: "picker" }, this.input, icon("search"), this.list, this.found);
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("click", () => { if (this.list.hidden) this.open(""); });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.leave());
    // The list is pressed without taking the focus from the field.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  set(item) {
    this.chosen = item;
    this.input.value = item?.label ?? "";
    this.close();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.open(this.input.value.trim()), debounceMilliseconds);
  }

  async open(text, after = "") {
    const turn = ++this.asked;
    let page;
    try { page = await this.search(text, after); } catch (error) { page = { items: [], next: null, fault: error.message }; }
    // Somebody typed on: this answer is too old.
    if (turn !== this.asked || document.activeElement !== this.input) return;
    const fixed = after === "" ? this.fixed.filter((item) => item.label.toLowerCase().startsWith(text.toLowerCase())) : [];
    this.items = after ? [...this.items.filter((item) => !item.next), ...page.items] : [...fixed, ...page.items];
    if (page.next) this.items.push({ label: "More…", next: page.next, text });
    this.draw(page.fault);
  }

  draw(fault) {
    this.list.replaceChildren(...this.items.map((item, index) => make("li", { role: "option", id: `${this.list.id}-${index}`,
      "aria-selected": "false", onclick: () => this.choose(index) }, make("span", { dir: "auto" }, item.label), item.hint ? make("span", { class: "hint" }, item.hint) : null)));
    const count = this.items.filter((item) => !item.next).length;
    const said = fault ?? (count === 0 ? "Nothing begins like that." : `${count} found.`);
    this.found.textContent = said;
    if (this.items.length === 0) this.list.append(make("li", { class: "hint", role: "option", "aria-disabled": "true", "aria-selected": "false" }, said));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(this.items.length > 0 && this.input.value !== this.chosen?.label ? 0 : this.items.findIndex((item) => item.value === this.chosen?.value && !item.next));
  }

  mark(index) {
    this.active = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) { this.input.removeAttribute("aria-activedescendant"); return; }
    this.input.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const item = this.items[index];
    if (!item) return;
    if (item.next) { this.open(item.text, item.next); return; }
    this.set(item);
    this.changed(item);
  }

  close() {
    this.asked += 1;
    clearTimeout(this.timer);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Left with a text that was not chosen: emptied, it means nothing is; otherwise what was chosen before stands. */
  leave() {
    this.close();
    if (this.input.value.trim() === "" && this.chosen) { this.chosen = null; this.changed(null); }
    this.input.value = this.chosen?.label ?? "";
  }

  key(event) {
    const isOpen = !this.list.hidden;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      if (!isOpen) this.open(""); else if (this.items.length > 0) this.mark((this.active + step + this.items.length) % this.items.length);
    } else if (event.key === "Enter") {
      if (!isOpen) return;
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      this.close();
      this.input.value = this.chosen?.label ?? "";
    }
  }
}

class PickField extends Field {
  constructor({ search, fixed, described, placeholder, labelOf, ...rest }) {
    super(rest);
    this.labelOf = labelOf;
    this.picker = new Picker({ id: this.id, described: this.described, search, fixed, placeholder, changed: (item) => { this.refuse(null); rest.changed?.(item); } });
    this.assemble(this.picker.element);
  }
  of(object) { return { [this.names[0]]: path.get(object, this.names[0]) ?? null }; }
  set(values) {
    const value = values[this.names[0]];
    this.picker.set(value === null ? null : { value, label: this.labelOf?.(this.base) ?? String(value) });
  }
  read() { return { [this.names[0]]: this.picker.chosen?.value ?? null }; }
  check() { return this.needed && this.read()[this.names[0]] === null ? `Choose one: ${this.label} is needed.` : null; }
  words(object) {
    const value = path.get(object, this.names[0]) ?? null;
    return value === null ? "none" : value === this.picker.chosen?.value ? this.picker.chosen.label : this.labelOf?.(object) ?? String(value);
  }
}

/** One object of many: `search` as a `Picker` takes it, `labelOf(object)` what the saved one is called. */
export const pickField = (options) => new PickField(options);

// Scopes

const pageLength = 20;
/** A query of what is said; what is empty is left out. */
export const query = (values) => new Query(Object.entries(values).filter(([, value]) => value !== "" && value !== null && value !== undefined));

async function page(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? `The service answered with status ${answer.status}.`);
  return answer.json();
}

/** Telephony Servers as a `Picker` shows them. */
export async function searchServers(search, after) {
  const found = await page(`/v1/telephony-servers?${query({ limit: pageLength, partitions: 0, search, after })}`);
  return { next: found.next, items: found.telephonyServers.map((server) => ({
    value: server.telSysID, label: server.description || `Telephony Server ${server.telSysID}`,
    hint: `Telephony Server ${server.telSysID}${server.demonstrationSimulator ? ", demonstration simulator" : ""}` })) };
}

/** A Telephony Server's Partitions as a `Picker` shows them. */
export async function searchPartitions(telSysID, search, after) {
  const found = await page(`/v1/partitions?${query({ telSysID, limit: pageLength, search, after })}`);
  return { next: found.next, items: found.partitions.map((partition) => ({
    value: partition.partIDInTelSys, label: partition.description || `Partition ${partition.partIDInTelSys}`, hint: `Partition ${partition.partIDInTelSys}` })) };
}

/** What the viewer administers: `{ telSysID, partIDInTelSys }`, null for what is not limited. */
export function ownScope() {
  const { telsysid, partition } = document.getElementById("main").dataset;
  return { telSysID: telsysid === undefined ? null : Number(telsysid), partIDInTelSys: partition === undefined ? null : Number(partition) };
}

const reaches = [
  { reach: "all", label: "All Telephony Servers", hint: "Application-wide." },
  { reach: "server", label: "One Telephony Server", hint: "With all of its Partitions." },
  { reach: "partition", label: "One Partition", hint: "Of one Telephony Server." },
];

/** Everything, a Telephony Server, or a Partition: members `telSysID` and `partIDInTelSys`, below `prefix` where there is one. */
class ScopeField extends Field {
  constructor({ prefix = "", changed = () => {}, hints = {}, first = "all", namesOf, ...rest }) {
    const names = ["telSysID", "partIDInTelSys"].map((name) => prefix + name);
    super({ needed: true, ...rest, names }, true);
    this.changed = changed;
    this.first = first;
    this.namesOf = namesOf;
    const own = ownScope();
    this.own = own;
    const offered = reaches.filter(({ reach }) => own.telSysID === null || reach === "partition" || (reach === "server" && own.partIDInTelSys === null));
    this.radios = new Map(offered.map(({ reach, label, hint }) => {
      const input = make("input", { type: "radio", name: this.id, value: reach, id: `${this.id}-${reach}`, "aria-describedby": `${this.id}-${reach}-hint ${this.described}` });
      input.addEventListener("change", () => { this.lay(); this.tell(); });
      const row = make("div", { class: "reach" }, input, make("label", { for: input.id }, label), make("span", { class: "hint", id: `${this.id}-${reach}-hint` }, hints[reach] ?? hint));
      return [reach, { input, row }];
    }));
    const describe = this.fault.id;
    this.server = new Picker({ id: `${this.id}-server`, described: describe, placeholder: "Search by number or description", search: searchServers,
      changed: () => { this.partition.set(null); this.lay(); this.tell(); } });
    this.partition = new Picker({ id: `${this.id}-partition`, described: describe, placeholder: "Search by description",
      search: (text, after) => searchPartitions(this.server.chosen?.value, text, after), changed: () => this.tell() });
    this.serverRow = make("div", { class: "within" }, make("label", { for: `${this.id}-server` }, "Telephony Server"), this.server.element);
    this.partitionRow = make("div", { class: "within" }, make("label", { for: `${this.id}-partition` }, "Partition"), this.partition.element);
    this.assemble(make("div", { class: "reaches" }, ...[...this.radios.values()].map(({ row }) => row)), this.serverRow, this.partitionRow);
  }

  get control() { return this.element.querySelector("input:checked") ?? this.element.querySelector("input"); }
  get reach() { return [...this.radios].find(([, { input }]) => input.checked)?.[0] ?? "all"; }

  focus() {
    const { reach } = this;
    if (this.isRefused && reach !== "all" && this.server.chosen === null) this.server.input.focus();
    else if (this.isRefused && reach === "partition") this.partition.input.focus();
    else super.focus();
  }

  lay() {
    this.serverRow.hidden = this.reach === "all";
    this.partitionRow.hidden = this.reach !== "partition" || this.server.chosen === null;
  }

  tell() {
    this.refuse(null);
    this.changed(this.read());
  }

  of(object) {
    const [server, partition] = this.names;
    const saved = { [server]: path.get(object, server) ?? null, [partition]: path.get(object, partition) ?? null };
    // A new one begins where the viewer administers.
    return saved[server] === null && this.own.telSysID !== null ? { [server]: this.own.telSysID, [partition]: this.own.partIDInTelSys } : saved;
  }

  set(values) {
    const [telSysID, partIDInTelSys] = this.names.map((name) => values[name]);
    const isNew = path.get(this.base, this.names[0]) === undefined;
    const reach = telSysID === null ? (isNew ? this.first : "all") : partIDInTelSys === null ? "server" : "partition";
    const radio = this.radios.get(reach) ?? this.radios.values().next().value;
    radio.input.checked = true;
    const [server, partition] = this.namesOf?.(this.base) ?? [];
    this.server.set(telSysID === null ? null : { value: telSysID, label: server || `Telephony Server ${telSysID}` });
    this.partition.set(partIDInTelSys === null ? null : { value: partIDInTelSys, label: partition || `Partition ${partIDInTelSys}` });
    this.lay();
    if (telSysID !== null && !server) this.name(telSysID, partIDInTelSys).catch(() => { /* Their numbers are enough. */ });
  }

  /** Writes the descriptions of what is chosen in place of its numbers. */
  async name(telSysID, partIDInTelSys) {
    const found = await page(`/v1/telephony-servers?${query({ search: telSysID, limit: 1 })}`);
    const server = found.telephonyServers.find((one) => one.telSysID === telSysID);
    const partition = server?.partitions.find((one) => one.partIDInTelSys === partIDInTelSys);
    const isStill = (picker, value) => picker.chosen?.value === value && document.activeElement !== picker.input;
    if (server?.description && isStill(this.server, telSysID)) this.server.set({ value: telSysID, label: server.description });
    if (partition?.description && isStill(this.partition, partIDInTelSys)) this.partition.set({ value: partIDInTelSys, label: partition.description });
  }

  read() {
    const { reach } = this;
    return {
      [this.names[0]]: reach === "all" ? null : this.server.chosen?.value ?? null,
      [this.names[1]]: reach === "partition" ? this.partition.chosen?.value ?? null : null,
    };
  }

  check() {
    if (this.reach !== "all" && this.server.chosen === null) return "Choose a Telephony Server.";
    return this.reach === "partition" && this.partition.chosen === null ? "Choose a Partition." : null;
  }

  words(object) {
    const [telSysID, partIDInTelSys] = this.names.map((name) => path.get(object, name) ?? null);
    return scopeWords({ telSysID, partIDInTelSys });
  }
}

/**
 * Which component something belongs to; `hints` by reach (`all`, `server`, `partition`), `first` is the reach of a new one, `changed` gets the
 * members, `namesOf(object)` what the saved one's Telephony Server and Partition are called.
 */
export const scopeField = (options) => new ScopeField(options);

/** A heading between fields, with a sentence. */
export const part = (title, hint) => make("div", { class: "part" }, make("h3", {}, title), hint ? make("p", { class: "hint" }, hint) : null);
