// One call: asks for its recordings, gives each a player, and asks again by itself while a recording may still arrive.
import { askOne } from "./availability.js";
import { Player } from "./player.js";
import { byID, clock, element, localiseTimes, localTime, Query, showState } from "./shared.js";

const later = new Set(["processing", "unknown"]);
const soonestSeconds = 2;
const askingAgainRounds = 30;
// Pictures that are drawn without being asked for; the others come with the first play.
const picturesAtOnce = 3;

const place = byID("call");
const segment = JSON.parse(place.dataset.segment);
const { user } = place.dataset;
const recordings = byID("recordings");
let countdown = null;

function say(sentence, remedy = "") {
  byID("sentence").textContent = sentence;
  byID("remedy").textContent = remedy;
}

/** Says when the call is asked for again, and does so. */
function askLater(seconds, round) {
  let left = Math.max(soonestSeconds, seconds);
  clearInterval(countdown);
  const tell = () => { byID("remedy").textContent = `Asking again in ${left} second${left === 1 ? "" : "s"}.`; };
  tell();
  countdown = setInterval(() => {
    left -= 1;
    if (left > 0) return tell();
    clearInterval(countdown);
    check(round + 1);
  }, 1000);
}

async function fresh(recordingID) {
  const result = await askOne(user, segment);
  return result?.recordings.find((recording) => recording.recordingID === recordingID) ?? null;
}

function fact(name, value) {
  return value ? element("div", {}, element("dt", {}, name), element("dd", {}, value)) : null;
}

const criteria = {
  externalCallID: "Call id", externalTrackingID: "Tracking id", numbersAndTime: "Numbers and time",
};

/** For administrators: who listened to it. */
function listeners(recording, entry) {
  if (!place.dataset.listened || !entry) return null;
  const query = new Query({ entry: entry.callRecIntGUID, recording: recording.recordingID });
  return element("a", { className: "listened", href: `${place.dataset.listened}?${query}` }, "Who listened");
}

function card(recording, number, total, entry) {
  const name = total === 1 ? "Recording" : `Recording ${number} of ${total}`;
  const made = element("article", { className: "recording", "aria-label": name });
  if (total > 1) made.append(element("h3", {}, name));
  const player = new Player(made, name);
  player.load(recording, () => fresh(recording.recordingID));
  if (number <= picturesAtOnce) player.draw();
  else player.addEventListener("change", () => player.draw(), { once: true });
  const kind = { "audio/mpeg": "MP3", "audio/wav": "WAV", "audio/mp4": "MP4", "audio/ogg": "Ogg" }[recording.contentType];
  made.append(element(
    "dl", { className: "facts inline" }, fact("Recorded", localTime(recording.startTime)),
    fact("Length", clock(recording.durationSeconds)), fact("Channel", recording.channel),
    fact("Matched by", criteria[recording.matchedBy] ?? recording.matchedBy), fact("Kind", kind),
    fact("Recording", recording.recordingID), fact("Audit", listeners(recording, entry)),
  ));
  return made;
}

function show(result, round) {
  showState(byID("state"), result.state);
  const total = result.recordings.length;
  say(result.state === "available" ? "" : result.message, "");
  byID("entry").textContent = result.entry?.description ?? "";
  byID("entry-row").hidden = !result.entry;
  recordings.replaceChildren(...result.recordings.map((recording, index) => card(recording, index + 1, total, result.entry)));
  byID("again").hidden = total > 0 || !result.retryable;
  if (later.has(result.state) && result.retryAfterSeconds != null && round < askingAgainRounds) {
    askLater(result.retryAfterSeconds, round);
  }
}

async function check(round) {
  clearInterval(countdown);
  byID("again").hidden = true;
  if (round > 1) byID("remedy").textContent = "Asking again…";
  try {
    show(await askOne(user, segment), round);
  } catch (error) {
    showState(byID("state"), "unknown");
    say(error.message);
    byID("again").hidden = false;
  }
}

localiseTimes();
if (document.referrer.startsWith(`${location.origin}/?`)) byID("back").href = document.referrer;
byID("again").addEventListener("click", () => check(1));
byID("copy").addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href);
  byID("copied").textContent = "The address was copied.";
});
byID("copy").hidden = !navigator.clipboard;
check(1);
