// Asks the debug endpoint about one call and draws its answer: verdict, path of rules, hosts, candidates, cache, quota.
import { ask, bar, byID, bytes, callTable, chip, copyable, duration, icon, make, number, scopeWords, section, shape, stateOf, time }
  from "./draw.js";
import { decided, rulePath } from "./rules.js";

const form = byID("question");
const names = [...form.elements].map((field) => field.name).filter((name) => name && name !== "probe");
let asking = null;

/** The query, without what is empty. */
function queryOf(fields) {
  const query = new URLSearchParams();
  for (const name of [...names, "probe"]) {
    const value = (fields.get(name) || "").trim();
    if (value) query.set(name, value);
  }
  return query;
}

function fillForm(query) {
  for (const name of names) form.elements[name].value = query.get(name) || "";
  const probe = query.get("probe");
  form.elements.probe.value = ["none", "live"].includes(probe) ? probe : "cached";
}

function callWords(query) {
  const parties = [query.get("from"), query.get("to")].filter(Boolean).join(" → ");
  const length = duration(query.has("durationSeconds") ? Number(query.get("durationSeconds")) : null);
  return [
    query.get("user"), `Telephony Server ${query.get("telSysID")}`, time(query.get("startTime")), length,
    query.get("direction"), parties,
  ].filter(Boolean).join(" · ");
}

// Words

const hostOutcomes = {
  found: ["good", "available", "Found"], notFound: ["idle", "notFound", "Not there"],
  failed: ["bad", "providerError", "Failed"], skipped: ["idle", "asking", "Not asked"],
};
const healthWords = { up: "has not failed lately", down: "is left alone after failures", trial: "is on trial after failures" };
const criteria = {
  externalCallID: "External call id", externalTrackingID: "External tracking id", startTime: "Start", endTime: "End",
  duration: "Duration", direction: "Direction", from: "From", to: "To", recordedParty: "Recorded party",
};
const verdictWords = { yes: ["good", "available", "Matches"], no: ["idle", "invalid", "Does not match"], unknown: ["wait", "unknown", "Undecided"] };

/** Which part of the answer the verdict rests on. */
function decider(answer) {
  if (answer.resolution.rules.some((rule) => rule.outcome === "fail")) return "rules";
  if (answer.hosts.length === 0) return "rules";
  return ["available", "ambiguous", "expired"].includes(answer.verdict.state) && answer.match.candidates.length > 0
    ? "match" : "hosts";
}

// Parts

function verdictPart(answer, query) {
  const { kind, word } = stateOf(answer.verdict.state);
  const isFinal = answer.verdict.state !== "unknown" || query.get("probe") === "live";
  const live = make("button", { type: "button", class: "primary", onclick: () => {
    form.elements.probe.value = "live";
    form.requestSubmit();
  } }, "Ask the provider now");
  return make("section", { class: `panel verdict ${kind}`, id: "verdict", "data-state": answer.verdict.state, tabindex: "-1" },
    make("h2", {}, chip(kind, answer.verdict.state, word), " ", make("code", { class: "reason" }, answer.verdict.reason)),
    make("p", { class: "message" }, answer.verdict.message),
    make("p", { class: "remedy" }, make("strong", {}, "What to do: "), answer.verdict.remedy),
    isFinal ? null : live,
    make("p", { class: "hint" }, `Explained in ${number(answer.milliseconds)} ms.`));
}

function rulesPart(answer) {
  const rules = answer.resolution.rules;
  const failed = rules.find((rule) => rule.outcome === "fail");
  const last = decider(answer) === "rules" ? failed || rules.findLast((rule) => rule.outcome !== "skipped") : null;
  const entry = answer.resolution.entry;
  return section("The rules, in order", { id: "rules" }, rulePath(rules, last, true),
    entry
      ? make("p", { class: "chosen" }, icon("tree"), make("span", {}, "Entry asked: ", make("strong", {}, entry.description),
        ` (${scopeWords(entry.scope)})`, " ", make("code", {}, entry.callRecIntGUID)))
      : make("p", { class: "chosen" }, icon("notFound"), make("span", {}, "No entry is asked; no provider was contacted.")));
}

function hostsPart(answer) {
  const longest = Math.max(0, ...answer.hosts.flatMap((host) => host.calls.map((call) => call.milliseconds)));
  const card = (host) => {
    const [kind, picture, word] = hostOutcomes[host.outcome] || ["idle", "unknown", host.outcome];
    return make("li", { class: `host ${kind}`, "data-outcome": host.outcome },
      make("h3", {}, `Host ${host.position}`, " ", chip(kind, picture, word)),
      make("p", { class: "mono" }, host.host || "–"),
      make("p", {}, host.detail),
      host.health ? make("p", { class: "hint" }, `The host ${healthWords[host.health] || `is ${host.health}`}.`) : null,
      host.calls.length > 0 ? callTable(host.calls, longest) : make("p", { class: "hint" }, "No call was made."));
  };
  return section("The hosts, in order", { id: "hosts" },
    decider(answer) === "hosts" ? decided() : null,
    make("ol", { class: "hosts" }, ...answer.hosts.map(card)));
}

function candidatePart(candidate) {
  const [kind, picture, word] = verdictWords[candidate.verdict] || verdictWords.unknown;
  const facts = [time(candidate.startTime), duration(candidate.durationSeconds), `${candidate.from} → ${candidate.to}`, candidate.channel];
  const criterion = (item) => {
    const [kind, picture] = verdictWords[item.outcome] || verdictWords.unknown;
    return make("li", { class: kind }, icon(picture), make("strong", {}, criteria[item.name] || item.name), make("span", {}, item.detail));
  };
  return make("li", { class: "candidate", "data-verdict": candidate.verdict },
    make("h3", {}, chip(kind, picture, word), " ", make("code", {}, candidate.recordingID)),
    make("p", { class: "hint" }, facts.filter(Boolean).join(" · ")),
    make("ul", { class: "criteria" }, ...candidate.criteria.map(criterion)));
}

function matchPart(answer) {
  const candidates = answer.match.candidates;
  return section("The recordings that were weighed", { id: "match" },
    decider(answer) === "match" ? decided() : null,
    candidates.length > 0
      ? make("ol", { class: "candidates" }, ...candidates.map(candidatePart))
      : make("p", { class: "hint" }, "No recording came close to this call."));
}

function cachePart(cache) {
  if (!cache) return null;
  const words = {
    none: "Nothing of the recording is here yet; it is fetched as it is played.",
    partial: "Part of the recording is here; the rest is fetched as it is played.",
    full: "The whole recording is here; it plays without the provider.",
  };
  const size = cache.sizeBytes || 0;
  const slices = cache.filled.map((part) => shape("rect", {
    x: ((part.offsetBytes / size) * 1000).toFixed(2), width: Math.max(1, (part.lengthBytes / size) * 1000).toFixed(2), y: 0, height: 10,
  }));
  const said = size > 0 ? `${bytes(cache.cachedBytes)} of ${bytes(size)}` : "nothing";
  const omitted = cache.omittedParts > 0 ? ` ${number(cache.omittedParts)} more parts are not drawn.` : "";
  return section("In the cache", { id: "cache", "data-state": cache.state },
    make("p", {}, words[cache.state] || cache.state),
    shape("svg", { class: "slices", viewBox: "0 0 1000 10", preserveAspectRatio: "none", role: "img", "aria-label": `In the cache: ${said}` },
      ...slices),
    make("p", { class: "hint" }, `${said}${size > 0 ? `, ${Math.round((cache.cachedBytes / size) * 100)} %` : ""} of recording `,
      make("code", {}, cache.recordingID), `.${omitted}`));
}

function quotaPart(quota) {
  const line = (item) => {
    const left = item.perDay > 0 ? item.remainingToday / item.perDay : 0;
    return make("li", {}, make("span", { class: "mono" }, item.host), bar(left, left < 0.1 ? "bad" : left < 0.5 ? "wait" : "good"),
      make("span", {}, `${number(item.remainingToday)} of ${number(item.perDay)} left today, ${item.perSecond} a second`));
  };
  return section("Requests left", { id: "quota" },
    make("ul", { class: "quota" }, ...quota.map(line)));
}

function sharePart(query) {
  const page = `${location.origin}/console/why?${query}`;
  const api = `${location.origin}/v1/debug/resolution?${query}`;
  return section("Take it along", { id: "share" },
    copyable("Link", page),
    copyable("Command", `curl -H "Authorization: Bearer $TOKEN" '${api.replaceAll("'", "%27")}'`));
}

/** What there is to show once an entry was asked. */
function askedParts(answer) {
  if (answer.hosts.length === 0) return [];
  return [
    hostsPart(answer), matchPart(answer),
    make("div", { class: "columns" }, cachePart(answer.cache), answer.quota.length > 0 ? quotaPart(answer.quota) : null),
  ];
}

// Asking

function refuse(error) {
  byID("refusal").textContent = error ? error.message : "";
  byID("refusal").hidden = !error;
  if (error) byID("call").open = true;
}

async function explain(query) {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  if (!query.has("probe")) query.set("probe", "cached");
  byID("call-words").textContent = callWords(query);
  byID("call").open = false;
  byID("answer").setAttribute("aria-busy", "true");
  byID("progress").textContent = "Looking…";
  refuse(null);
  try {
    const answer = await ask(`/v1/debug/resolution?${query}`, { signal });
    byID("answer").replaceChildren(
      ...[verdictPart(answer, query), rulesPart(answer), ...askedParts(answer), sharePart(query)]);
    byID("progress").textContent = `${stateOf(answer.verdict.state).word}: ${answer.verdict.message}`;
  } catch (error) {
    if (error.name === "AbortError") return;
    byID("answer").replaceChildren();
    byID("progress").textContent = "";
    refuse(error);
  }
  byID("answer").removeAttribute("aria-busy");
}

function begin() {
  const query = queryOf(new URLSearchParams(location.search));
  fillForm(query);
  if (["user", "telSysID", "startTime"].every((name) => query.has(name))) return explain(query);
  byID("answer").replaceChildren();
  byID("call-words").textContent = "Which call?";
  byID("call").open = true;
}

/** Names to choose from; the form works without. */
async function suggest() {
  const option = (value, label) => make("option", { value, label });
  const [{ users }, { telephonyServers }] = await Promise.all([ask("/v1/users"), ask("/v1/telephony-servers")]);
  byID("users").append(...users.map((user) => option(user.username, user.fullName)));
  byID("servers").append(...telephonyServers.map((server) => option(server.telSysID, server.description)));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = queryOf(new FormData(form));
  history.pushState(null, "", `/console/why?${query}`);
  explain(query);
});
form.addEventListener("change", (event) => {
  if (event.target.name === "probe" && byID("answer").childElementCount > 0) form.requestSubmit();
});
addEventListener("popstate", begin);
begin();
suggest().catch(() => {});
