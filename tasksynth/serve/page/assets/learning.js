// Is it learning: how much of each ladder is solved, over the groups that were answered.

import { byId, dotted, h, s, say } from "./dom.js";
import { count, percent, points } from "./format.js";

const CHART = { width: 640, height: 132 };
const SPARK = { width: 150, height: 30 };
const SURE = 0.02;
const STATES = {
  untried: "not answered yet",
  learning: "learning",
  stuck: "nothing solved",
  mastered: "mastered",
  alarm: "alarm",
};

export class Learning {
  constructor(find) {
    this.find = find;
    this.rows = new Map();
    this.chart = plot(CHART, "all ladders");
    byId("learning-chart").append(
      h("div", { class: "axis", "aria-hidden": "true" }, h("span", {}, "100 %"), h("span", {}, "50"), h("span", {}, "0")),
      this.chart.svg,
      h("div", { class: "groups quiet", "aria-hidden": "true" }, h("span", {}, "0"), h("span")),
    );
  }

  update(run) {
    if (!run.summary || this.drawn === run.summary) return;
    this.drawn = run.summary;
    const { reach, history } = run.summary;
    const last = Math.max(1, reach.groups);
    const note = reach.high ? `over ${count(reach.groups)} answered groups, with intervals of 95\u00a0%` : "";
    say(byId("learning-note"), note);
    say(byId("learning-verdict"), verdict(run.summary, run.tracks));
    byId("learning-chart").hidden = !reach.high;
    this.chart.draw(history, reach, last);
    say(byId("learning-chart").lastChild.lastChild, `${count(reach.groups)} groups`);
    for (const track of run.tracks) this.row(track, run).draw(track, last, run.summary.early);
    for (const [name, { node }] of this.rows) {
      if (!run.tracks.some(({ track }) => track === name)) {
        node.remove();
        this.rows.delete(name);
      }
    }
  }

  row({ track }, run) {
    if (!this.rows.has(track)) {
      const one = ladder(track, run.ladders.get(track)?.length ?? 1, () => this.find(track));
      this.rows.set(track, one);
      byId("ladders").append(one.node);
    }
    return this.rows.get(track);
  }
}

/** The answer in a sentence. */
function verdict({ reach, history, finished, early }, tracks) {
  if (!reach.high) return "Nothing was answered yet: tell rewards, or have answers judged.";
  const now = `${percent(reach.mean)} of all levels are solved (${interval(reach)})`;
  if (finished) return `Finished, all that can be learned is mastered: ${now}.`;
  const earlier = history.findLast(({ groups }) => groups <= reach.groups / 2);
  if (early || !earlier) return `Too early to tell: ${now}.`;
  const gain = reach.mean - earlier.mean;
  const since = `since group ${count(earlier.groups)}`;
  const sure = reach.low > earlier.mean && earlier.high < reach.mean;
  if (gain > SURE) return `${sure ? "Yes" : "Probably"}: ${now}, ${points(gain)} ${since}.`;
  if (gain < -SURE) return `It forgets: ${now}, ${points(gain)} ${since}.`;
  const idle = tracks.every(({ state }) => state !== "learning") ? " No ladder is left to learn." : "";
  return `Not ${since}: ${now}.${idle}`;
}

const interval = ({ low, high }) => (percent(low) === percent(high) ? percent(high) : `${Math.round(100 * low)} to ${percent(high)}`);

function ladder(track, levels, find) {
  const spark = plot(SPARK, track);
  const state = h("span", { class: "state" });
  const value = h("b");
  const range = h("span", { class: "quiet" });
  const groups = h("span");
  const gain = h("span");
  const pace = h("span", { class: "pace quiet" }, groups, ", ", gain);
  const name = h("button", { type: "button", click: find }, ...dotted(track));
  const node = h(
    "li",
    { "data-track": track },
    h("span", { class: "name" }, name, h("span", { class: "quiet" }, levels > 1 ? ` ${levels} arms` : "")),
    spark.svg,
    h("span", { class: "value" }, value, " ", range),
    pace,
    state,
  );
  const draw = (one, last, early) => {
    const known = one.reach.high > 0;
    spark.draw(one.history, one.reach, last);
    say(value, known ? percent(one.reach.mean) : "–");
    say(range, known ? interval(one.reach) : "");
    say(groups, known ? `${count(one.answered)} groups` : "");
    say(gain, known ? (early ? "too early for progress" : speed(one.progress)) : "");
    say(state, STATES[one.state]);
    state.className = `state ${one.state}`;
    node.title = `${track}: ${STATES[one.state]}; ability ${one.ability.toFixed(2)} ± ${one.error.toFixed(2)} logits`;
  };
  return { node, draw };
}

const speed = (progress) => (progress > 0.005 ? `+${progress.toFixed(2)} logits in 100` : "no progress lately");

/** A line with its interval over groups, from 0 to 100 % upwards. */
function plot({ width, height }, name) {
  const band = s("path", { class: "band" });
  const line = s("path", { class: "line" });
  const half = s("line", { class: "half", x1: 0, x2: width, y1: height / 2, y2: height / 2 });
  const svg = s("svg", { class: "course", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img" }, half, band, line);
  const draw = (history, now, last) => {
    const shown = now.high && history.at(-1)?.groups !== now.groups ? [...history, now] : history;
    const x = ({ groups }) => ((groups / last) * width).toFixed(1);
    const y = (share) => (height - 1 - share * (height - 2)).toFixed(1);
    const along = (key) => shown.map((one) => `${x(one)} ${y(one[key])}`);
    const edge = [...along("high"), ...along("low").reverse()];
    band.setAttribute("d", shown.length ? `M${edge.join("L")}Z` : "");
    line.setAttribute("d", shown.length ? `M${along("mean").join("L")}` : "");
    const told = shown.length ? `from ${percent(shown[0].mean)} to ${percent(shown.at(-1).mean)} solved` : "nothing answered";
    svg.setAttribute("aria-label", `${name}: ${told}`);
  };
  return { svg, draw };
}
