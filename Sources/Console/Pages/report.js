"use strict";
// Shows the calls of a report, asks which of them have recordings, and plays one row at a time.
const byID = (id) => document.getElementById(id);
const words = {
  available: "▶ Play", processing: "… arriving", notFound: "No recording", notAssigned: "Not assigned",
  outOfScope: "Out of scope", featureDisabled: "Switched off", expired: "Expired", ambiguous: "Several match",
  providerError: "Provider error", unknown: "Not checked yet", invalid: "Invalid row",
};
let list = null;
let asking = null;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function duration(seconds) {
  return seconds == null ? "" : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function rowOf(call) {
  const row = element("tr");
  row.append(
    element("td", new Date(call.startTime).toLocaleString()), element("td", call.direction || ""),
    element("td", call.from || ""), element("td", call.to || ""), element("td", duration(call.durationSeconds)),
    element("td", "…", "state"));
  return row;
}

function play(cell, recording) {
  for (const other of document.querySelectorAll("audio")) {
    other.pause();
    other.remove();
  }
  const player = element("audio");
  player.controls = true;
  player.preload = "none";
  player.src = recording.audioURL;
  player.addEventListener("error", () => player.after(element("span", "This recording cannot be played now.", "detail")));
  cell.append(player);
  player.play().catch(() => {});
}

function show(cell, result) {
  cell.textContent = "";
  cell.className = `state ${result.state}`;
  if (result.recordings.length === 0) cell.append(element("span", words[result.state] || result.state));
  for (const recording of result.recordings) {
    const button = element("button", `▶ Play ${duration(recording.durationSeconds)}`);
    button.type = "button";
    button.addEventListener("click", () => play(cell, recording));
    cell.append(button);
  }
  if (result.state !== "available") cell.append(element("span", result.message, "detail"));
}

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
  }
}

async function ask() {
  asking?.abort();
  asking = new AbortController();
  const user = byID("user").value;
  const server = Number(byID("server").value);
  byID("note").textContent = list.readers.find((reader) => reader.username === user)?.note || "";
  const calls = list.calls.filter((call) => call.telSysID === server);
  const rows = new Map(calls.map((call) => [call.segmentID, rowOf(call)]));
  byID("calls").replaceChildren(...rows.values());
  byID("progress").textContent = `Asking for ${calls.length} recordings…`;
  try {
    const answer = await fetch("/v1/availability", {
      method: "POST", signal: asking.signal, body: JSON.stringify({ user, segments: calls }),
      headers: {
        "Content-Type": "application/json", "Accept": "application/x-ndjson",
      },
    });
    if (!answer.ok) throw new Error((await answer.json()).detail);
    let known = 0, playable = 0;
    for await (const result of linesOf(answer.body)) {
      if (result.done) continue;
      known += 1;
      if (result.recordings.length > 0) playable += 1;
      show(rows.get(result.segmentID).querySelector(".state"), result);
      byID("progress").textContent = `${known} of ${calls.length} calls checked, ${playable} can be played.`;
    }
  } catch (error) {
    if (error.name !== "AbortError") byID("progress").textContent = `Recordings could not be asked for: ${error.message}`;
  }
}

async function begin() {
  const answer = await fetch("/console/calls");
  if (!answer.ok) {
    byID("choice").hidden = true;
    byID("progress").textContent = (await answer.json()).detail;
    return;
  }
  list = await answer.json();
  const option = (value, text) => { const made = element("option", text); made.value = value; return made; };
  byID("user").append(...list.readers.map((reader) => option(reader.username, `${reader.fullName} (${reader.username})`)));
  byID("server").append(...list.servers.map((server) => option(server.telSysID, server.description)));
  byID("choice").addEventListener("change", ask);
  await ask();
}

begin();
