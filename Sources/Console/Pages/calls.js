// The Historic Call List: shows a report's rows at once, asks which have recordings, and fills that in while the answer comes.
import { ask, askOne } from "./availability.js";
import { Player } from "./player.js";
import { briefTime, byID, call, clock, element, icon, localTime, Query, showState } from "./shared.js";

// Rows that are filled in per picture, so that scrolling stays smooth.
const rowsPerFrame = 250;
// How often rows that could not be told yet are asked for again, and how soon at the earliest.
const askingAgainRounds = 20;
const soonestSeconds = 2;
const later = new Set(["processing", "unknown"]);
const filterNames = ["q", "direction", "state", "since", "until"];

const form = byID("choice");
const body = byID("calls");
const template = byID("row");
let rows = new Map();
let asking = null;
let waiting = [];
let isDrawing = false;
let playing = null;

const fieldsOf = () => Object.fromEntries(new FormData(form));

function rowOf(segment, user) {
  const view = template.content.firstElementChild.cloneNode(true);
  const part = (name) => view.querySelector(`.${name}`);
  const open = part("open");
  open.href = `/console/calls/${encodeURIComponent(segment.segmentID)}?${call.query(segment, user, ["segmentID"])}`;
  const time = open.firstElementChild;
  time.dateTime = segment.startTime;
  time.textContent = briefTime(segment.startTime);
  time.title = localTime(segment.startTime);
  if (segment.direction) part("direction").replaceChildren(icon(segment.direction), element("span", {}, segment.direction));
  part("from").textContent = segment.from ?? "";
  part("to").textContent = segment.to ?? "";
  part("duration").textContent = segment.durationSeconds == null ? "" : clock(segment.durationSeconds);
  part("play").setAttribute("aria-label", `Play the call ${call.title(segment)}`);
  view.dataset.id = segment.segmentID;
  const text = [segment.segmentID, segment.from, segment.to, segment.externalCallID, segment.externalTrackingID];
  return { segment, view, result: null, text: text.join(" ").toLowerCase(), start: Date.parse(segment.startTime) };
}

function fill(row) {
  const { view, result } = row;
  const state = view.querySelector(".state");
  showState(state, result.state);
  if (result.state === "available" && result.recordings.length > 1) state.append(` · ${result.recordings.length} parts`);
  const message = view.querySelector(".message");
  message.textContent = result.state === "available" ? "" : result.message;
  message.title = message.textContent;
  view.querySelector(".play").hidden = result.state !== "available";
  view.querySelector(".why")?.remove();
  if (body.dataset.why && result.state !== "available") {
    const href = `${body.dataset.why}?${call.query(row.segment, fieldsOf().user)}`;
    const label = `Why? ${call.title(row.segment)}`;
    view.querySelector(".recording").append(element("a", { className: "why", href, "aria-label": label }, "Why?"));
  }
}

/** Fills in what came, a little with each picture. */
function draw() {
  isDrawing = false;
  for (const row of waiting.splice(0, rowsPerFrame)) {
    fill(row);
    if (row.result.state !== row.shownState) row.view.hidden = !passes(row);
    row.shownState = row.result.state;
  }
  count();
  if (waiting.length) drawSoon();
  else performance.mark("rows-filled");
}

function drawSoon() {
  if (isDrawing) return;
  isDrawing = true;
  // A hidden page gets no pictures.
  if (document.hidden) setTimeout(draw, 100);
  else requestAnimationFrame(draw);
}

let filter = null;

function readFilter() {
  const fields = fieldsOf();
  const time = (text) => (text ? new Date(text).getTime() : null);
  filter = {
    words: fields.q.toLowerCase().split(/\s+/).filter(Boolean), direction: fields.direction, state: fields.state,
    since: time(fields.since), until: time(fields.until),
  };
}

function passes(row) {
  if (filter.direction && row.segment.direction !== filter.direction) return false;
  if (filter.state && (row.result?.state ?? "asking") !== filter.state) return false;
  if (filter.since !== null && row.start < filter.since) return false;
  if (filter.until !== null && row.start > filter.until) return false;
  return filter.words.every((word) => row.text.includes(word));
}

function applyFilter() {
  readFilter();
  for (const row of rows.values()) row.view.hidden = !passes(row);
  count();
}

function count() {
  let shown = 0, known = 0, playable = 0;
  for (const row of rows.values()) {
    if (!row.view.hidden) shown += 1;
    if (row.result) known += 1;
    if (row.result?.recordings.length) playable += 1;
  }
  const progress = byID("progress");
  progress.max = Math.max(1, rows.size);
  progress.value = known;
  progress.classList.toggle("done", known === rows.size);
  const number = (value) => value.toLocaleString();
  const all = `${number(rows.size)} call${rows.size === 1 ? "" : "s"}`;
  const checked = known === rows.size ? "" : ` · ${number(known)} checked`;
  byID("counts").textContent = `${shown === rows.size ? all : `${number(shown)} of ${all}`}${checked} · ${number(playable)} can be played`;
  byID("nothing").hidden = shown > 0;
}

const announce = (sentence) => { byID("announcement").textContent = sentence; };

function complain(sentence) {
  const place = byID("complaint");
  place.hidden = !sentence;
  place.textContent = sentence;
}

function take(result) {
  const row = rows.get(result.segmentID);
  if (!row) return;
  row.result = result;
  waiting.push(row);
  drawSoon();
}

/** Asks for rows, and once more for those that could not be told yet. */
async function check(user, some, round, signal) {
  await ask(user, some.map((row) => row.segment), take, signal);
  performance.mark("answer-complete");
  const open = some.filter((row) => later.has(row.result?.state) && row.result.retryAfterSeconds != null);
  if (!open.length || round >= askingAgainRounds) return;
  const seconds = Math.max(soonestSeconds, Math.min(...open.map((row) => row.result.retryAfterSeconds)));
  announce(`${open.length} calls could not be checked yet; they are asked for again in ${seconds} seconds.`);
  setTimeout(() => {
    if (!signal.aborted) check(user, open, round + 1, signal).catch(failed);
  }, seconds * 1000);
}

function failed(error) {
  if (error.name === "AbortError") return;
  complain(error.message);
}

/** Shows another report: other rows, or the same rows for another user. */
async function begin() {
  asking?.abort();
  const { signal } = asking = new AbortController();
  stop();
  waiting = [];
  complain("");
  const { user, server } = fieldsOf();
  byID("note").textContent = form.elements.user.selectedOptions[0]?.dataset.note ?? "";
  try {
    const answer = await fetch(`/console/calls?telSysID=${server}`, { signal });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    const { calls } = await answer.json();
    rows = new Map(calls.map((segment) => [segment.segmentID, rowOf(segment, user)]));
    readFilter();
    for (const row of rows.values()) row.view.hidden = !passes(row);
    body.replaceChildren(...[...rows.values()].map((row) => row.view));
    count();
    performance.mark("rows-shown");
    announce(`${calls.length} calls. Asking which have recordings.`);
    await check(user, [...rows.values()], 1, signal);
    announce(byID("counts").textContent);
  } catch (error) {
    failed(error);
  }
}

/** The choice stands in the address, so that it can be shared. */
function remember() {
  const query = new Query();
  for (const [name, value] of Object.entries(fieldsOf())) if (value) query.set(name, value);
  history.replaceState(null, "", `/?${query}`);
  byID("reset").hidden = !filterNames.some((name) => query.has(name));
}

function restore() {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements[name];
    if (!field) continue;
    if (field.tagName !== "SELECT" || [...field.options].some((option) => option.value === value)) field.value = value;
  }
  byID("filters").open = filterNames.slice(1).some((name) => fieldsOf()[name]) || matchMedia("(min-width: 64rem)").matches;
}

// The one player of the page.
const dock = byID("dock");
const player = new Player(byID("player"), "the call");

function stop() {
  player.silence();
  dock.hidden = true;
  document.body.classList.remove("docked");
  mark(null);
}

function mark(row) {
  if (playing) {
    playing.view.removeAttribute("aria-current");
    showButton(playing, false);
  }
  playing = row;
  row?.view.setAttribute("aria-current", "true");
}

function play(row) {
  if (playing === row) {
    player.toggle();
    return;
  }
  mark(row);
  const { user } = fieldsOf();
  const { recordingID } = row.result.recordings[0];
  player.load(row.result.recordings[0], async () => {
    const result = await askOne(user, row.segment);
    return result?.recordings.find((recording) => recording.recordingID === recordingID) ?? null;
  });
  byID("playing").textContent = call.title(row.segment);
  byID("playing").href = row.view.querySelector(".open").href;
  dock.hidden = false;
  document.body.classList.add("docked");
  player.play();
  player.draw();
}

function showButton(row, isPlaying) {
  const button = row.view.querySelector(".play");
  const verb = isPlaying ? "Pause" : "Play";
  button.replaceChildren(icon(verb.toLowerCase()));
  button.setAttribute("aria-label", `${verb} the call ${call.title(row.segment)}`);
}

function start() {
  restore();
  remember();
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    remember();
    if (event.target.name === "user" || event.target.name === "server") begin();
    else applyFilter();
  });
  byID("reset").addEventListener("click", () => {
    for (const name of filterNames) form.elements[name].value = "";
    remember();
    applyFilter();
    form.elements.q.focus();
  });
  body.addEventListener("click", (event) => {
    const button = event.target.closest(".play");
    if (button) play(rows.get(button.closest("tr").dataset.id));
  });
  player.addEventListener("change", () => { if (playing) showButton(playing, player.isPlaying); });
  byID("close").addEventListener("click", () => {
    const button = playing?.view.querySelector(".play");
    stop();
    button?.focus();
  });
  begin();
}

start();
