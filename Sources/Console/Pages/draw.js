// What the administrators' pages share: making elements, asking the service, words and figures.
export const byID = (id) => document.getElementById(id);

/** An element; properties that are not attributes of text go through `set`, children may be nodes, texts or nothing. */
export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key === "style") Object.assign(made.style, value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

const svgSpace = "http://www.w3.org/2000/svg";

export function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function icon(name) {
  return shape("svg", { class: "icon", "aria-hidden": "true" }, shape("use", { href: `#i-${name}` }));
}

/** An icon and a word on a ground of its colour: good, wait, bad or idle. */
export function chip(kind, picture, text) {
  return make("span", { class: `state ${kind}` }, icon(picture), text);
}

export const states = {
  available: ["good", "Available"], processing: ["wait", "Arriving"], notFound: ["idle", "No recording"],
  notAssigned: ["bad", "Not assigned"], outOfScope: ["bad", "Out of scope"], featureDisabled: ["idle", "Switched off"],
  expired: ["idle", "Expired"], ambiguous: ["wait", "Several match"], providerError: ["bad", "Provider error"],
  unknown: ["wait", "Not known yet"], invalid: ["bad", "Invalid row"],
};

/** Asks the service; who is no longer signed in is led to the sign-in and back. */
export async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { Accept: "application/json" } });
  if (answer.status === 401) {
    location.assign(`/console/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`);
    throw new Error("Signed out.");
  }
  if (answer.ok) return answer.json();
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail || `The service answered with status ${answer.status}.`);
}

const whole = new Intl.NumberFormat();
export const number = (value) => whole.format(value);

export function bytes(count) {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  let value = count, unit = 0;
  while (value >= 1000 && unit < units.length - 1) { value /= 1000; unit += 1; }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

export function duration(seconds) {
  return seconds == null ? "" : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
export function time(text) {
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? text : moment.format(date);
}

export function scopeWords(scope) {
  if (scope.telSysID == null) return "application-wide";
  return scope.partIDInTelSys == null
    ? `Telephony Server ${scope.telSysID}` : `Partition ${scope.partIDInTelSys} of Telephony Server ${scope.telSysID}`;
}

/** A bar that is filled to a part of its length. */
export function bar(part, kind = "accent") {
  const share = Math.max(0, Math.min(1, part));
  return make("span", { class: `meter ${kind}`, "aria-hidden": "true" },
    make("span", { style: { width: `${(share * 100).toFixed(2)}%` } }));
}

export function section(title, properties, ...children) {
  return make("section", { class: "panel", ...properties }, make("h2", {}, title), ...children);
}

/** One call to a provider: what, how it ended, and how long it took beside the longest. */
export function callTable(calls, longest) {
  const row = (call) => make("tr", {},
    make("td", { class: "mono" }, `${call.method} ${call.path}`),
    make("td", {}, call.status == null ? "no answer" : String(call.status), call.code == null ? "" : ` (${call.code})`),
    make("td", { class: "time" }, bar(longest > 0 ? call.milliseconds / longest : 0), `${number(call.milliseconds)} ms`));
  return make("table", { class: "calls" },
    make("thead", {}, make("tr", {}, ...["Call", "Status", "Time"].map((title) => make("th", { scope: "col" }, title)))),
    make("tbody", {}, ...calls.map(row)));
}

/** A text that can be taken along with one click. */
export function copyable(label, text) {
  const id = `copy-${label.toLowerCase().replaceAll(" ", "-")}`;
  const said = make("span", {}, "Copy");
  const button = make("button", { type: "button", "aria-label": `Copy the ${label.toLowerCase()}` }, icon("copy"), said);
  const field = make("input", { id, readonly: true, value: text, class: "mono" });
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without the permission, or without https: the older way.
      document.execCommand("copy");
    }
    said.textContent = "Copied";
    setTimeout(() => { said.textContent = "Copy"; }, 2000);
  });
  return make("div", { class: "copyable" }, make("label", { for: id }, label), make("div", {}, field, button));
}
