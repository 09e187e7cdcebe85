// Opens a call by a link to it or by its data.
import { byID, call } from "./shared.js";

const pages = /^\/console\/(calls\/[^/]+|why)$/;

/** Path and query of a call's page, wherever the link says that this console is; null for other links. */
function callPage(text) {
  let link;
  try { link = new URL(text.trim(), location.href); } catch { return null; }
  if (!["http:", "https:"].includes(link.protocol) || !pages.test(link.pathname)) return null;
  return link.pathname + link.search;
}

function tell(fault, field, text) {
  fault.textContent = text;
  fault.hidden = text === "";
  field?.setAttribute("aria-invalid", String(text !== ""));
  if (text !== "") field?.focus();
}

byID("link-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const field = byID("link");
  const page = callPage(field.value);
  const text = field.value.trim() === "" ? "Paste a link to a call." : "This is no link to a call: its path begins with /console/calls/. Open it by its data instead.";
  if (page === null || field.value.trim() === "") { tell(byID("link-fault"), field, text); return; }
  tell(byID("link-fault"), field, "");
  location.assign(page);
});

const form = byID("data-form");
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ""));
  const fields = [...form.elements].filter((field) => field.name);
  for (const field of fields) field.removeAttribute("aria-invalid");
  const missing = fields.find((field) => field.required && !values[field.name]);
  const wrong = missing ? null : fields.find((field) => (field.inputMode === "numeric" && values[field.name] && !/^\d+$/.test(values[field.name]))
    || (field.name === "startTime" && !/T.*(Z|[+-]\d\d:\d\d)$/i.test(values[field.name])));
  const field = missing ?? wrong;
  const label = field?.closest("label").firstChild.textContent.trim();
  const text = missing ? `${label} is needed.` : !wrong ? "" : wrong.name === "startTime"
    ? "Start must be a time with its zone, such as 2026-11-20T09:15:03Z." : `${label} must be a whole number.`;
  tell(byID("data-fault"), field, text);
  if (text) return;
  const { user, segmentID = "call", ...segment } = values;
  location.assign(`/console/calls/${encodeURIComponent(segmentID)}?${call.query(segment, user)}`);
});
