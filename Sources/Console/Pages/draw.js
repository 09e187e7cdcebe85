// What the administrators' pages share: asking the service, figures, bars, calls, and texts to take along.
import { clock, icon, localTime, states } from "./shared.js";

export { byID, icon } from "./shared.js";
export { svg as shape } from "./shared.js";

/** An element with attributes; `on…` are listeners, `style` an object, what is absent or false is left out. */
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

/** An icon and a word on a ground of its colour: good, wait, bad or idle. */
export function chip(kind, picture, text) {
  return make("span", { class: `state ${kind}` }, icon(picture), text);
}

/** A row's state as a word and the colour that goes with it. */
export const stateOf = (name) => states[name] ?? { word: name, kind: "idle" };

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

/** A length in words of a clock; nothing where it is not known. */
export const duration = (seconds) => (seconds === null || seconds === undefined ? "" : clock(seconds));

/** A time where the viewer is, or the text itself where it is none. */
export const time = (text) => (Number.isNaN(Date.parse(text)) ? text : localTime(text));

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
    button.setAttribute("aria-label", `${label} copied`);
    setTimeout(() => {
      said.textContent = "Copy";
      button.setAttribute("aria-label", `Copy the ${label.toLowerCase()}`);
    }, 2000);
  });
  return make("div", { class: "copyable" }, make("label", { for: id }, label), make("div", {}, field, button));
}
