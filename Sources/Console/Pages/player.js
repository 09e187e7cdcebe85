// A player for one recording at a time: waveform, position, speed, download, and another try when the sound breaks off.
import { ownAddress, sentenceOf } from "./availability.js";
import { clock, element, icon, spoken } from "./shared.js";
import { Waveform } from "./waveform.js";

const stepSeconds = 10;
const arrowSeconds = 5;
const pageSeconds = 30;
const speeds = [0.75, 1, 1.25, 1.5, 1.75, 2];
// How long to wait before each try after the sound broke off.
const retryDelays = [0, 1000, 3000, 6000, 10000];
const stallSeconds = 15;
// Sound that went on for so long makes the tries count from the first again.
const steadySeconds = 5;
const peaksTries = 4;

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

export class Player extends EventTarget {
  static sounding = null;

  /** Builds the player's controls in `place`; `name` tells them apart for a screen reader. */
  constructor(place, name) {
    super();
    this.audio = element("audio", { preload: "none" });
    this.recording = null;
    this.position = 0;
    this.wanted = false;
    this.tries = 0;
    this.build(place, name);
    this.listen();
  }

  build(place, name) {
    this.toggleButton = element("button", { type: "button", className: "round primary", "aria-label": "Play" }, icon("play"));
    const step = (seconds, picture, label) => {
      const text = element("span", { "aria-hidden": "true" }, String(Math.abs(seconds)));
      const button = element("button", { type: "button", className: "step quiet", "aria-label": label }, icon(picture), text);
      button.addEventListener("click", () => this.seek(this.position + seconds));
      return button;
    };
    this.elapsed = element("span", { className: "elapsed" }, clock(0));
    this.length = element("span", { className: "length" }, clock(null));
    this.speed = element("select", { className: "speed", "aria-label": "Speed" });
    this.speed.append(...speeds.map((speed) => element("option", { value: speed, selected: speed === 1 }, `${speed}×`)));
    this.download = element("a", { className: "button quiet download", "aria-label": `Download ${name}` }, icon("download"));
    this.download.append(element("span", { className: "word" }, "Download"));
    this.wave = element("div", {
      className: "wave", role: "slider", tabIndex: 0, "aria-label": "Position", "aria-valuemin": 0, "aria-valuemax": 0,
      "aria-valuenow": 0, "aria-orientation": "horizontal",
    });
    this.waveform = new Waveform(this.wave);
    this.lanes = element("div", { className: "lanes", hidden: true, "aria-hidden": "true" });
    this.wave.append(this.lanes);
    this.said = element("p", { className: "said", role: "status" });
    this.root = element(
      "div", { className: "player", role: "group", "aria-label": name },
      element("div", { className: "transport" },
        step(-stepSeconds, "back", `Back ${stepSeconds} seconds`), this.toggleButton,
        step(stepSeconds, "forward", `Forward ${stepSeconds} seconds`),
        element("span", { className: "times" }, this.elapsed, " / ", this.length)),
      this.wave,
      element("div", { className: "extras" }, this.speed, this.download), this.said, this.audio,
    );
    place.append(this.root);
  }

  listen() {
    const { audio } = this;
    this.toggleButton.addEventListener("click", () => this.toggle());
    this.speed.addEventListener("change", () => { audio.playbackRate = audio.defaultPlaybackRate = Number(this.speed.value); });
    this.wave.addEventListener("keydown", (event) => this.key(event));
    this.wave.addEventListener("pointerdown", (event) => this.drag(event));
    audio.addEventListener("loadedmetadata", () => {
      this.isPlaced = true;
      if (Math.abs(audio.currentTime - this.position) > 0.05) audio.currentTime = this.position;
    });
    audio.addEventListener("playing", () => {
      this.say("");
      this.steadyFrom = this.position;
      performance.mark("sounding");
      this.changed();
    });
    audio.addEventListener("waiting", () => { if (this.wanted) this.say("Loading…"); });
    audio.addEventListener("timeupdate", () => this.progressed());
    audio.addEventListener("ended", () => {
      this.wanted = false;
      this.position = this.seconds ?? audio.currentTime;
      this.show();
      this.changed();
    });
    audio.addEventListener("pause", () => this.changed());
    audio.addEventListener("error", () => { if (this.wanted && audio.getAttribute("src")) this.recover(); });
  }

  /**
   * Takes a recording as availability answers tell it.
   * `refresh` asks again and gives the same recording with a fresh address, or null.
   */
  load(recording, refresh) {
    this.silence();
    this.recording = recording;
    this.refresh = refresh;
    this.seconds = recording.durationSeconds;
    this.position = 0;
    this.tries = 0;
    this.isBroken = false;
    this.point(recording);
    this.waveform.channels = null;
    this.lanes.hidden = true;
    this.wave.classList.remove("known");
    this.waveform.draw();
    this.say("");
    this.show();
  }

  point(recording) {
    const address = ownAddress(recording.audioURL);
    this.isPlaced = false;
    this.audio.src = address;
    this.audio.playbackRate = this.audio.defaultPlaybackRate = Number(this.speed.value);
    this.download.href = `${address}&download=1`;
    this.download.download = "";
  }

  /** Asks for the picture; without one, the player has a plain line. */
  async draw() {
    const { recording } = this;
    const address = ownAddress(recording.audioURL).replace("?", "/peaks?");
    this.wave.classList.add("drawing");
    try {
      for (let attempt = 1; attempt <= peaksTries; attempt += 1) {
        const answer = await fetch(address);
        if (recording !== this.recording) return;
        if (answer.ok) {
          const peaks = await answer.json();
          if (recording === this.recording) this.take(peaks);
          return;
        }
        const seconds = Number(answer.headers.get("Retry-After"));
        if (!seconds) return;
        await wait(seconds * 1000);
      }
    } catch {
      // A picture is not worth a message: what the recording has to say is heard on playing.
    } finally {
      if (recording === this.recording) this.wave.classList.remove("drawing");
    }
  }

  take(peaks) {
    this.seconds = peaks.durationMilliseconds / 1000;
    this.waveform.show(peaks.channels);
    this.wave.classList.add("known");
    this.lanes.hidden = peaks.channels.length < 2;
    this.lanes.replaceChildren(...peaks.channels.map((channel) => element("span", {}, channel.name)));
    this.wave.dataset.channels = peaks.channels.length;
    this.show();
  }

  get isPlaying() { return this.wanted; }

  toggle() {
    if (this.wanted) this.pause();
    else this.play();
  }

  async play() {
    if (!this.recording) return;
    if (Player.sounding && Player.sounding !== this) Player.sounding.pause();
    Player.sounding = this;
    this.wanted = true;
    this.movedAt = Date.now();
    performance.mark("play-asked");
    if (this.seconds && this.position >= this.seconds - 0.05) this.position = 0;
    if (this.audio.error || this.isBroken) {
      this.isBroken = false;
      this.tries = 0;
      this.recover();
    } else {
      if (!this.isPlaced) this.say("Loading…");
      else if (Math.abs(this.audio.currentTime - this.position) > 0.3) this.audio.currentTime = this.position;
      this.start();
    }
    this.changed();
  }

  async start() {
    try {
      const playing = this.audio.play();
      this.follow();
      await playing;
    } catch (error) {
      if (error.name !== "NotAllowedError") return;
      this.wanted = false;
      this.say("The browser wants a click before it plays sound.");
      this.changed();
    }
  }

  pause() {
    this.wanted = false;
    this.audio.pause();
    if (this.said.textContent === "Loading…") this.say("");
    this.changed();
  }

  /** Stops and lets go of the sound. */
  silence() {
    this.wanted = false;
    this.recovering = null;
    this.audio.pause();
    this.audio.removeAttribute("src");
  }

  seek(seconds) {
    this.position = Math.min(Math.max(0, seconds), this.seconds ?? Infinity);
    if (this.isPlaced) this.audio.currentTime = this.position;
    this.show();
  }

  key(event) {
    const moves = {
      ArrowRight: arrowSeconds, ArrowUp: arrowSeconds, ArrowLeft: -arrowSeconds, ArrowDown: -arrowSeconds, PageUp: pageSeconds,
      PageDown: -pageSeconds, Home: -Infinity, End: Infinity,
    };
    if (event.key === " " || event.key === "Enter") this.toggle();
    else if (event.key in moves) this.seek(Math.min(this.position + moves[event.key], this.seconds ?? this.position));
    else return;
    event.preventDefault();
  }

  drag(event) {
    if (event.button !== 0 || !this.seconds) return;
    const at = (moved) => {
      const box = this.wave.getBoundingClientRect();
      return Math.min(1, Math.max(0, (moved.clientX - box.left) / box.width)) * this.seconds;
    };
    this.wave.setPointerCapture(event.pointerId);
    const move = (moved) => {
      this.dragging = at(moved);
      this.show();
    };
    const end = (moved) => {
      this.wave.removeEventListener("pointermove", move);
      this.dragging = null;
      if (moved.type === "pointerup") this.seek(at(moved));
      else this.show();
    };
    this.wave.addEventListener("pointermove", move);
    this.wave.addEventListener("pointerup", end, { once: true });
    this.wave.addEventListener("pointercancel", end, { once: true });
    move(event);
  }

  progressed() {
    // Before it was told where to begin, and once it has failed, the element says 0, which is not where the listener was.
    if (!this.isPlaced || this.audio.seeking || this.audio.error || this.recovering) return;
    if (this.audio.currentTime === this.position) return;
    this.position = this.audio.currentTime;
    this.movedAt = Date.now();
    if (this.tries && this.position - (this.steadyFrom ?? 0) > steadySeconds) this.tries = 0;
    this.show();
  }

  /** Keeps the position on the picture while sound is wanted, and notices sound that should go on and does not. */
  follow() {
    if (this.following) return;
    this.following = true;
    const step = () => {
      this.following = this.wanted;
      if (!this.wanted) return;
      this.progressed();
      if (!this.recovering && Date.now() - this.movedAt > stallSeconds * 1000) this.recover();
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  /** The sound broke off: asks for a fresh address and goes on where it was. */
  async recover() {
    if (this.recovering || !this.recording) return;
    const task = this.recovering = {};
    const { position } = this;
    let reason = "The recording cannot be played at the moment.";
    while (this.tries < retryDelays.length && task === this.recovering && this.wanted) {
      this.say(`${reason} Trying again…`);
      await wait(retryDelays[this.tries]);
      this.tries += 1;
      try {
        const fresh = await this.refresh();
        if (task !== this.recovering) return;
        if (!fresh) throw new Error("The recording is not available any more.");
        this.recording = { ...this.recording, ...fresh };
        reason = await this.obstacle() ?? "";
        if (task !== this.recovering) return;
        if (!reason) {
          this.position = position;
          this.movedAt = Date.now();
          this.point(this.recording);
          this.recovering = null;
          if (this.wanted) await this.start();
          return;
        }
      } catch (error) {
        reason = error.message;
      }
    }
    if (task !== this.recovering) return;
    this.recovering = null;
    this.isBroken = this.tries >= retryDelays.length;
    this.position = position;
    this.pause();
    this.say(`${reason} Press play to try again.`);
    this.show();
  }

  /** What stands in the way of the sound, in a sentence; null when nothing does. */
  async obstacle() {
    const answer = await fetch(ownAddress(this.recording.audioURL), { headers: { "Range": "bytes=0-0" } });
    return answer.ok ? null : sentenceOf(answer);
  }

  say(sentence) {
    if (this.said.textContent !== sentence) this.said.textContent = sentence;
  }

  show() {
    const seconds = this.seconds ?? 0, position = this.dragging ?? this.position;
    this.waveform.moveTo(seconds ? position / seconds : 0);
    const second = `${Math.floor(position)} ${seconds}`;
    if (second === this.shown) return;
    this.shown = second;
    this.elapsed.textContent = clock(position);
    this.length.textContent = clock(this.seconds);
    this.wave.setAttribute("aria-valuemax", Math.round(seconds));
    this.wave.setAttribute("aria-valuenow", Math.round(position));
    this.wave.setAttribute("aria-valuetext", `${spoken(position)} of ${spoken(seconds)}`);
  }

  changed() {
    this.toggleButton.replaceChildren(icon(this.wanted ? "pause" : "play"));
    this.toggleButton.setAttribute("aria-label", this.wanted ? "Pause" : "Play");
    this.dispatchEvent(new Event("change"));
  }
}
