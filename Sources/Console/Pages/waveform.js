// Draws what a recording sounds like, as bars, each channel in a lane of its own; what was played has another colour.
import { svg } from "./shared.js";

const barPixels = 4;
const laneGapPixels = 10;
// Quiet recordings are drawn larger, but noise is not made into speech.
const greatestGain = 5;
let count = 0;

export class Waveform {
  constructor(place) {
    this.place = place;
    const clipID = `played-${count += 1}`;
    this.rest = svg("path", { class: "rest" });
    this.played = svg("path", { class: "played", "clip-path": `url(#${clipID})` });
    this.edge = svg("rect", { x: 0, y: 0, width: 0, height: "100%" });
    this.cursor = svg("line", { class: "cursor", y1: 0, y2: "100%" });
    this.picture = svg(
      "svg", { class: "bars", "aria-hidden": "true" }, svg("clipPath", { id: clipID }, this.edge), this.rest, this.played,
      this.cursor,
    );
    place.append(this.picture);
    this.channels = null;
    this.fraction = 0;
    new ResizeObserver(() => this.draw()).observe(place);
  }

  /** Takes the service's peaks: for each channel lowest and highest, in turn, from -127 to 127. */
  show(channels) {
    this.channels = channels.map((channel) => channel.peaks);
    this.draw();
  }

  draw() {
    const { clientWidth: width, clientHeight: height } = this.place;
    if (!width) return;
    this.width = width;
    const lanes = this.channels ?? [null];
    const laneHeight = (height - laneGapPixels * (lanes.length - 1)) / lanes.length;
    let path = "";
    lanes.forEach((peaks, lane) => {
      path += bars(peaks, width, lane * (laneHeight + laneGapPixels) + laneHeight / 2, laneHeight / 2 - 2);
    });
    this.rest.setAttribute("d", path);
    this.played.setAttribute("d", path);
    this.moveTo(this.fraction);
  }

  moveTo(fraction) {
    this.fraction = Math.min(1, Math.max(0, fraction || 0));
    const x = (this.fraction * (this.width ?? 0)).toFixed(1);
    this.edge.setAttribute("width", x);
    this.cursor.setAttribute("x1", x);
    this.cursor.setAttribute("x2", x);
  }
}

function bars(peaks, width, middle, reach) {
  const number = Math.max(1, Math.floor(width / barPixels));
  const pairs = peaks ? peaks.length / 2 : 0;
  let loudest = 1;
  for (const value of peaks ?? []) loudest = Math.max(loudest, Math.abs(value));
  const gain = Math.min(greatestGain, 127 / loudest) * (reach / 127);
  let path = "";
  for (let bar = 0; bar < number; bar += 1) {
    let lowest = 0, highest = 0;
    const first = Math.floor(bar * pairs / number), end = Math.max(first + 1, Math.floor((bar + 1) * pairs / number));
    for (let pair = first; pair < Math.min(end, pairs); pair += 1) {
      lowest = Math.min(lowest, peaks[2 * pair]);
      highest = Math.max(highest, peaks[2 * pair + 1]);
    }
    const x = ((bar + 0.5) * width / number).toFixed(1);
    path += `M${x} ${(middle - highest * gain - 0.5).toFixed(1)}V${(middle - lowest * gain + 0.5).toFixed(1)}`;
  }
  return path;
}
