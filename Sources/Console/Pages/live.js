// Asks how the service is doing every two seconds, and lets small charts move; rests while nobody looks.
import { ask, bar, byID, bytes, chip, icon, make, number, shape, time } from "./draw.js";

const periodMilliseconds = 2000;
const calm = matchMedia("(prefers-reduced-motion: reduce)");
/** Width of one sample in a chart's units. */
const step = 4;
const chartHeight = 48;
let samples = [];
let timer = null;
let isPaused = false;
let isAsking = false;

// Charts

/** A chart whose samples stand where their number says, so that it moves by being shifted. */
function chart(id, layers, top, count) {
  const svg = byID(id).querySelector(".chart");
  const width = count * step;
  svg.setAttribute("viewBox", `0 0 ${width} ${chartHeight}`);
  const last = samples.at(-1)?.number ?? 0;
  let moving = svg.querySelector("g");
  if (!moving) {
    moving = shape("g");
    svg.append(moving);
  }
  const y = (value) => chartHeight - 1 - (top > 0 ? Math.min(1, value / top) : 0) * (chartHeight - 4);
  moving.replaceChildren(...layers.map(({ kind, of, isArea }) => {
    const points = samples.map((sample) => `${sample.number * step},${y(of(sample)).toFixed(1)}`);
    if (points.length === 0) return shape("path", { class: kind, d: "" });
    const first = samples[0].number * step;
    return shape("path", {
      class: kind, "vector-effect": "non-scaling-stroke",
      d: isArea ? `M${first},${chartHeight}L${points.join("L")}L${last * step},${chartHeight}Z` : `M${points.join("L")}`,
    });
  }));
  const shift = `translateX(${width - last * step}px)`;
  // The first time, and where motion is unwelcome, at once.
  moving.style.transition = calm.matches || !moving.dataset.drawn ? "none" : `transform ${periodMilliseconds}ms linear`;
  moving.style.transform = shift;
  moving.dataset.drawn = "yes";
}

function tile(id, value, unit, note, label) {
  const part = byID(id);
  part.querySelector(".value").textContent = value;
  part.querySelector(".unit").textContent = unit;
  part.querySelector(".note").replaceChildren(...[note].flat());
  part.querySelector(".chart").setAttribute("aria-label", label);
}

const sum = (of) => samples.reduce((total, sample) => total + of(sample), 0);
const most = (of) => samples.reduce((top, sample) => Math.max(top, of(sample)), 0);

function drawTiles(live) {
  const count = live.maximumSamples;
  const minutes = Math.round((count * live.sampleSeconds) / 60);
  tile("listeners", number(live.listeners), live.listeners === 1 ? "listener now" : "listeners now",
    `At most ${number(most((sample) => sample.listeners))} in the last ${minutes} minutes.`, `Listeners over the last ${minutes} minutes`);
  chart("listeners", [
    { kind: "area accent", of: (sample) => sample.listeners, isArea: true }, { kind: "line accent", of: (sample) => sample.listeners },
  ], Math.max(1, most((sample) => sample.listeners)), count);

  const hits = sum((sample) => sample.hits), all = hits + sum((sample) => sample.partials + sample.misses);
  tile("ratio", all > 0 ? String(Math.round((hits / all) * 100)) : "–", all > 0 ? "%" : "nothing was played",
    [make("span", { class: "key" }, `${number(hits)} from the cache`), make("span", { class: "key wait" }, `${number(all - hits)} fetched, in part or wholly`)],
    `Audio answers over the last ${minutes} minutes, those from the cache in front`);
  const answers = (sample) => sample.hits + sample.partials + sample.misses;
  chart("ratio", [
    { kind: "area wait", of: answers, isArea: true }, { kind: "area good", of: (sample) => sample.hits, isArea: true },
  ], Math.max(1, most(answers)), count);

  const { cache } = live;
  tile("size", bytes(cache.storedBytes), `of ${bytes(cache.maximumBytes)}`,
    `${number(cache.recordings)} recordings; ${number(cache.flights)} being fetched.`, `Bytes in the cache over the last ${minutes} minutes`);
  const least = samples.reduce((low, sample) => Math.min(low, sample.storedBytes), cache.storedBytes);
  const room = Math.max(1, most((sample) => sample.storedBytes) - least);
  chart("size", [
    { kind: "area idle", of: (sample) => room / 4 + sample.storedBytes - least, isArea: true },
    { kind: "line idle", of: (sample) => room / 4 + sample.storedBytes - least },
  ], room * 1.25, count);

  const errors = sum((sample) => sample.errors);
  tile("failures", number(errors), errors === 1 ? "error" : "errors", `In the last ${minutes} minutes.`, `Errors over the last ${minutes} minutes`);
  chart("failures", [{ kind: "area bad", of: (sample) => sample.errors, isArea: true }], Math.max(1, most((sample) => sample.errors)), count);
}

// Lists

const hostStates = {
  up: ["good", "available", "No failures"], down: ["bad", "providerError", "Left alone after failures"], trial: ["wait", "processing", "On trial"],
};
const errorWords = {
  unauthenticated: "Without a valid token", roleNotSufficient: "With a token of the wrong role", signatureInvalid: "Audio address not signed by us",
  urlExpired: "Audio address expired", playbackNotPermitted: "User may not hear this", notFound: "Nothing at this address",
  badQuery: "Query not understood", unknownUser: "User unknown", providerUnreachable: "Provider cannot be reached",
  providerTimedOut: "Provider does not answer in time", credentialsRefused: "Provider refused the credentials",
  keyRefused: "Provider refused the key", providerNotPermitted: "Provider does not permit it", providerRateLimited: "Provider takes no more requests now",
  providerQuotaExhausted: "Provider's quota for today is used up", providerOverloaded: "Provider is overloaded or failing",
  providerUnexpectedAnswer: "Provider's answer is not its API's", providerAudioWithheld: "Provider keeps the audio's address back", recordingNotReady: "Provider still at work on the recording",
  audioStoreUnreachable: "Audio store cannot be reached",
  audioStoreRefused: "Audio store's answers cannot be trusted", recordingExpired: "Recording expired", overloaded: "Too many listeners",
  entryUnknown: "No such entry", testUnderWay: "Connection is being tested already", hostNotUsable: "Host field cannot be used", accountUnknown: "Provider's account unknown",
};

function drawHosts(live) {
  byID("hosts").replaceChildren(...live.hosts.map((host) => {
    const [kind, picture, word] = hostStates[host.health] || ["idle", "unknown", "Never asked"];
    return make("li", { "data-health": host.health }, make("span", {}, make("span", { class: "mono" }, host.host),
      make("span", { class: "hint" }, host.entryCount === 1 ? "1 entry" : `${number(host.entryCount)} entries`)), chip(kind, picture, word));
  }), live.hostCount > live.hosts.length ? make("li", { class: "hint" }, `${number(live.hostCount - live.hosts.length)} more hosts`) : "");
}

function drawErrors(live) {
  byID("errors").replaceChildren(...(live.errors.length === 0
    ? [make("li", { class: "hint" }, icon("available"), " None.")]
    : live.errors.map((error) => make("li", {}, make("span", {}, errorWords[error.code] || error.code,
      make("span", { class: "hint" }, make("code", {}, error.code), ` last ${time(error.lastAt)}`)), make("strong", {}, number(error.count))))));
}

function drawQuota(live) {
  const line = (entry) => (host) => {
    const left = host.perDay > 0 ? host.remainingToday / host.perDay : 0;
    return make("li", {}, make("span", {}, entry.description || entry.callRecIntGUID, make("span", { class: "hint mono" }, host.host)),
      bar(left, left < 0.1 ? "bad" : left < 0.5 ? "wait" : "good"), make("span", {}, `${number(host.remainingToday)} of ${number(host.perDay)}`));
  };
  byID("quota").replaceChildren(...live.quota.flatMap((entry) => entry.hosts.map(line(entry))));
}

// Asking

function take(live) {
  const isRestarted = samples.length > 0 && samples[0].startedAt !== live.startedAt;
  // After a restart numbers begin anew: the next question asks for all.
  samples = isRestarted ? [] : [...samples, ...live.samples.map((sample) => ({ ...sample, startedAt: live.startedAt }))];
  samples.splice(0, Math.max(0, samples.length - live.maximumSamples));
  byID("since").textContent = `Running since ${time(live.startedAt)}; asked every ${periodMilliseconds / 1000} seconds.`;
  byID("refusal").hidden = true;
  document.body.dataset.sample = samples.at(-1)?.number ?? 0;
  drawTiles(live);
  drawHosts(live);
  drawErrors(live);
  drawQuota(live);
}

async function poll() {
  if (isAsking || isPaused || document.hidden) return;
  isAsking = true;
  try {
    take(await ask(`/v1/debug/live?after=${samples.at(-1)?.number ?? 0}`));
  } catch (error) {
    byID("refusal").textContent = `${error.message} Trying again.`;
    byID("refusal").hidden = false;
  }
  isAsking = false;
}

/** Asks while the page is seen and not paused. */
function run() {
  clearInterval(timer);
  timer = isPaused || document.hidden ? null : setInterval(poll, periodMilliseconds);
  if (timer) poll();
}

byID("pause").addEventListener("click", () => {
  isPaused = !isPaused;
  byID("pause").replaceChildren(icon(isPaused ? "play" : "pause"), make("span", {}, isPaused ? "Go on" : "Pause"));
  run();
});
document.addEventListener("visibilitychange", run);
run();
