// What the console's pages share: making elements, words for states, ways of writing times and lengths.
export const byID = (id) => document.getElementById(id);

/** An element with properties, attributes where the name has a dash or is a role, and children. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.includes("-") || key === "role" || key === "for") made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** A picture of the sprite that each page carries. */
export function icon(name) {
  const made = svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#i-${name}` }));
  return made;
}

/** Each state's word and colour; its picture has the state's name. */
export const states = {
  asking: { word: "Asking…", kind: "idle" },
  available: { word: "Available", kind: "good" },
  processing: { word: "Arriving", kind: "wait" },
  ambiguous: { word: "Several match", kind: "wait" },
  unknown: { word: "Not checked yet", kind: "wait" },
  notFound: { word: "No recording", kind: "idle" },
  notAssigned: { word: "Not assigned", kind: "idle" },
  outOfScope: { word: "Out of scope", kind: "idle" },
  featureDisabled: { word: "Switched off", kind: "idle" },
  expired: { word: "Expired", kind: "idle" },
  providerError: { word: "Provider error", kind: "bad" },
  invalid: { word: "Invalid row", kind: "bad" },
};

/** Shows a state in an element: its picture and its word. */
export function showState(place, name) {
  const state = states[name] ?? { word: name, kind: "idle" };
  place.className = `state ${state.kind}`;
  place.replaceChildren(icon(name in states ? name : "unknown"), state.word);
}

const precise = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const brief = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A time where the viewer is, to the second. */
export const localTime = (text) => precise.format(new Date(text));

/** The same to the minute, for lists. */
export const briefTime = (text) => brief.format(new Date(text));

/** 75 → 1:15, 3675 → 1:01:15. */
export function clock(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return "–:––";
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const rest = `${hours ? two(Math.floor(whole / 60) % 60) : Math.floor(whole / 60)}:${two(whole % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/** 75 → "1 minute 15 seconds", for reading aloud. */
export function spoken(seconds) {
  const whole = Math.max(0, Math.floor(seconds ?? 0));
  const part = (number, unit) => (number ? `${number} ${unit}${number === 1 ? "" : "s"}` : "");
  const text = [part(Math.floor(whole / 3600), "hour"), part(Math.floor(whole / 60) % 60, "minute"), part(whole % 60, "second")];
  return text.filter(Boolean).join(" ") || "0 seconds";
}

/** Server-made times are UTC; the viewer reads their own. */
export function localiseTimes(root = document) {
  for (const time of root.querySelectorAll("time.local")) {
    time.title = time.textContent;
    time.textContent = localTime(time.dateTime);
  }
}

/** A query with spaces that mean spaces to everybody: a plus sign does only in forms. */
export class Query extends URLSearchParams {
  toString() { return super.toString().replaceAll("+", "%20"); }
}

export const call = {
  fields: [
    "segmentID", "telSysID", "partIDInTelSys", "startTime", "durationSeconds", "direction", "from", "to", "externalCallID",
    "externalTrackingID",
  ],
  /** The call's fields and its reader as a query, for addresses that work anywhere. */
  query(segment, user, without = []) {
    const query = new Query({ user });
    for (const field of call.fields) {
      if (!without.includes(field) && segment[field] !== null && segment[field] !== undefined) query.set(field, segment[field]);
    }
    return query;
  },
  title: (segment) => `${segment.from || "unknown"} to ${segment.to || "unknown"}`,
};
