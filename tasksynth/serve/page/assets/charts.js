// Figures, lines over time, and verdicts by family.

import { byId, dotted, h, s, say } from "./dom.js";
import { count, percent, rate, span, time } from "./format.js";

const WIDTH = 240;
const HEIGHT = 34;
const KINDS = { tasks: "tasks served", verdicts: "answers judged", feedback: "groups told", errors: "errors" };
export const STATUSES = ["pass", "fail", "unparsable", "error"];

/** The line of figures at the top. */
export function figures(run) {
  const open = run.arms.reduce((sum, arm) => sum + arm.open, 0);
  const lost = ["duplicate", "late", "unknown"].reduce((sum, one) => sum + (run.acks[one] ?? 0), 0);
  const { load } = run;
  list(byId("figures"), [
    ["tickets", count(run.position), "handed out in the whole run"],
    ["open", count(open), "tickets without feedback yet"],
    ["tasks / s", rate(run.rates.tasks), `${count(run.totals.tasks)} since the start`],
    ["judged / s", rate(run.rates.verdicts), `${count(run.totals.verdicts)} since the start`],
    ["told / s", rate(run.rates.feedback), `${count(run.totals.feedback)} since the start`],
    ["queue", load ? count(load.queued) : "–", "answers that wait for a worker"],
    ["workers", load ? `${load.busy} / ${load.workers}` : "–", working(load)],
    ["not counted", count(lost), "feedback that was a duplicate, late or unknown"],
    ["errors", count(run.totals.errors), "since the start", run.totals.errors > 0],
  ]);
}

const working = (load) => `busy, of all${load?.slow ? `; ${count(load.slow)} more are slow` : ""}`;

function list(node, rows) {
  while (node.children.length < rows.length) node.append(h("div", {}, h("dt"), h("dd")));
  rows.forEach(([name, value, title, loud], i) => {
    const box = node.children[i];
    say(box.firstChild, name);
    say(box.lastChild, value);
    box.title = title;
    box.classList.toggle("loud", Boolean(loud));
  });
}

/** What happened when, one line for each kind. */
export function throughput(run) {
  const box = byId("lines");
  if (!box.children.length) box.append(...Object.entries(KINDS).map(([kind, name]) => line(kind, name)));
  const elapsed = run.now - run.started;
  say(byId("throughput-span"), `since ${time(run.started)}, ${span(elapsed)}`);
  for (const row of box.children) {
    const counts = run.pace[row.dataset.kind];
    const last = counts.length - 1;
    const rates = counts.map((n, i) => n / (i < last ? run.span_s : Math.max(1, elapsed - last * run.span_s)));
    const most = Math.max(...rates);
    const now = run.rates[row.dataset.kind];
    row.querySelector("path").setAttribute("d", steps(rates, most));
    say(row.querySelector(".now"), `${rate(now)} / s`);
    say(row.querySelector(".most"), most ? `at most ${rate(most)}` : "");
    row.hidden = row.dataset.kind === "errors" && !run.totals.errors;
    const told = `${KINDS[row.dataset.kind]}: ${rate(now)} a second now, at most ${rate(most)}`;
    row.querySelector("svg").setAttribute("aria-label", told);
  }
}

function line(kind, name) {
  return h(
    "div",
    { class: "line", "data-kind": kind },
    h("span", { class: "name" }, name),
    s(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" },
      s("path", { class: kind }),
    ),
    h("span", { class: "now" }),
    h("span", { class: "most quiet" }),
  );
}

/** An area under steps. */
function steps(values, most) {
  const y = (value) => (HEIGHT - (most ? value / most : 0) * (HEIGHT - 2)).toFixed(1);
  const x = (i) => ((i * WIDTH) / values.length).toFixed(1);
  const along = values.map((value, i) => `V${y(value)}H${x(i + 1)}`).join("");
  return `M0 ${HEIGHT}${along}V${HEIGHT}Z`;
}

/** Verdicts of each family as shares of a bar. */
export function families(run) {
  const box = byId("families");
  if (!box.children.length && Object.keys(run.judged).length) box.append(key());
  for (const [family, counts] of Object.entries(run.judged).sort(([a], [b]) => a.localeCompare(b))) {
    const row = box.querySelector(`[data-family="${CSS.escape(family)}"]`) ?? box.appendChild(bar(family));
    const all = STATUSES.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
    const told = STATUSES.filter((status) => counts[status]).map((status) => `${count(counts[status])} ${status}`);
    for (const part of row.querySelectorAll("i")) {
      part.style.setProperty("width", `${(100 * (counts[part.className] ?? 0)) / all}%`);
    }
    say(row.lastChild, percent((counts.pass ?? 0) / all));
    row.title = told.join(", ");
    row.children[1].setAttribute("aria-label", told.join(", "));
  }
}

/** What the colours of the bars stand for. */
function key() {
  const names = STATUSES.flatMap((status) => [h("i", { class: status, "aria-hidden": "true" }), status]);
  return h("p", { class: "key quiet" }, "Verdicts by family", h("span", {}, ...names));
}

function bar(family) {
  const parts = STATUSES.map((status) => h("i", { class: status }));
  return h(
    "div",
    { class: "family", "data-family": family },
    h("span", { class: "name" }, ...dotted(family)),
    h("span", { class: "shares", role: "img" }, ...parts),
    h("span", { class: "number" }),
  );
}
