// Why is this served now: what the strategy is after, and what the newest tickets were for.

import { byId, dotted, h, say } from "./dom.js";
import { count, fine, percent } from "./format.js";

const PURPOSES = { train: "practice", explore: "exploration", review: "review", probe: "probe" };

export class Serving {
  constructor() {
    this.rows = new Map();
    const key = Object.entries(PURPOSES).flatMap(([purpose, name]) => [h("i", { class: purpose, "aria-hidden": "true" }), name]);
    byId("purposes").append(h("span", {}, ...key));
  }

  update(run) {
    if (!run.summary || this.drawn === run.summary) return;
    this.drawn = run.summary;
    const { strategy, about, newest, explore, review } = run.summary;
    byId("why-strategy").replaceChildren(h("b", {}, strategy), `: ${lower(about)}`);
    say(byId("plan-newest"), `Of the newest ${count(newest)}`);
    const planned = run.tracks.some(({ target }) => target !== null);
    byId("plan").classList.toggle("unplanned", !planned);
    const reviewed = review >= 0.0005 ? `, and ${fine(review)} review what was mastered` : "";
    const besides = `Besides, ${fine(explore)} of the tickets explore all arms alike${reviewed}.`;
    say(byId("why-besides"), explore === null ? "This strategy has no targets or weights to show; what it does is in the docs." : besides);
    const all = Math.max(1, run.tracks.reduce((sum, track) => sum + total(track), 0));
    const body = byId("plan").tBodies[0];
    const wanted = [...run.tracks].sort((a, b) => total(b) - total(a));
    wanted.forEach((track, i) => {
      const row = this.row(track.track);
      row.draw(track, all);
      if (body.rows[i] !== row.node) body.insertBefore(row.node, body.rows[i] ?? null);
    });
    while (body.rows.length > wanted.length) body.lastChild.remove();
  }

  row(track) {
    if (!this.rows.has(track)) this.rows.set(track, row(track));
    return this.rows.get(track);
  }
}

const total = ({ lately }) => Object.values(lately).reduce((sum, n) => sum + n, 0);
const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

function row(track) {
  const target = h("td", { class: "number" });
  const wants = h("td", { class: "number" });
  const parts = Object.keys(PURPOSES).map((purpose) => h("i", { class: purpose }));
  const bar = h("span", { class: "shares" }, ...parts);
  const got = h("span", { class: "number" });
  const why = h("td", { class: "because" });
  const name = h("th", { scope: "row" }, ...dotted(track));
  const node = h("tr", {}, name, target, wants, h("td", { class: "got" }, bar, got), why);
  const draw = (one, all) => {
    const near = one.target !== null && ["learning", "untried", "stuck"].includes(one.state);
    say(target, near ? percent(one.target) : "");
    say(wants, one.planned === null ? "" : fine(one.planned));
    for (const part of parts) part.style.setProperty("width", `${(100 * (one.lately[part.className] ?? 0)) / all}%`);
    say(got, count(total(one)));
    bar.title = Object.entries(one.lately).map(([purpose, n]) => `${count(n)} ${PURPOSES[purpose]}`).join(", ");
    say(why, because(one));
  };
  return { node, draw };
}

function because({ state, target, reach }) {
  if (state === "alarm") return "the alarm is raised: only probed";
  if (state === "mastered") return "mastered: nothing left to teach";
  if (state === "untried") return "not answered yet";
  if (state === "stuck") return "nothing of it is solved yet";
  if (target === null) return `learning, ${percent(reach.mean)} of it solved`;
  return `practised where ${percent(target)} is solved`;
}
