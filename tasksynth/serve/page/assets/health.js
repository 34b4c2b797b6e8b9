// What is wrong, against what is put up with; and what to do next.

import { byId, h, say } from "./dom.js";
import { count, fine } from "./format.js";

const UNPARSABLE = 0.1;
const LOST = 0.05;
const EXAMPLES = 3;
const FEW = 20;

export class Health {
  update(run) {
    if (!run.summary) return;
    const checks = [errors(run), ...unparsable(run), ...alarms(run), lost(run), refused(run)];
    replace(byId("checks"), checks.filter((check) => check !== null));
    replace(byId("advice"), advice(run, checks));
  }
}

/** Draw anew only what differs, so that a reader keeps the place. */
function replace(list, checks) {
  const key = JSON.stringify(checks);
  if (list.dataset.shown === key) return;
  list.dataset.shown = key;
  list.replaceChildren(...checks.map(line));
}

function line({ bad, todo, text, examples = [] }) {
  const shown = examples.map(({ n, text }) => h("li", {}, h("a", { href: `#answer=${n}` }, h("code", {}, text))));
  return h("li", { class: bad ? "bad" : todo ? "todo" : "good" }, text, shown.length ? h("ul", { class: "examples" }, ...shown) : null);
}

const sum = (counts) => Object.values(counts).reduce((all, n) => all + n, 0);

/** Faults of ours: answers without a verdict, attempts without a reward. */
function errors(run) {
  const judged = Object.values(run.judged);
  const all = judged.reduce((total, counts) => total + sum(counts), 0);
  const failed = judged.reduce((total, counts) => total + (counts.error ?? 0), 0);
  const { attempts, masked } = run.summary;
  const share = Math.max(all ? failed / all : 0, attempts ? masked / attempts : 0);
  const counted = [
    all ? `${count(failed)} of ${count(all)} answers could not be judged` : "",
    masked ? `${count(masked)} of ${count(attempts)} attempts had no reward` : "",
  ].filter(Boolean);
  const bad = share > run.budget;
  const budget = `${bad ? "over" : "within"} the budget of ${fine(run.budget)}`;
  if (!counted.length) return { bad: false, text: "No answer went without a verdict or a reward so far." };
  return { bad, text: `Errors: ${counted.join("; ")} (${fine(share)}, ${budget}).` };
}

/** Families whose answers cannot be read, with some of them. */
function unparsable(run) {
  const families = Object.entries(run.judged).map(([family, counts]) => ({
    family,
    all: sum(counts),
    share: (counts.unparsable ?? 0) / sum(counts),
  }));
  const bad = families.filter(({ all, share }) => all >= FEW && share > UNPARSABLE);
  if (!bad.length) {
    const most = families.sort((a, b) => b.share - a.share)[0];
    if (!most) return [];
    const some = `Unparsable answers: at most ${fine(most.share)} (${most.family}).`;
    return [{ bad: false, text: most.share ? some : "No unparsable answers." }];
  }
  return bad.map(({ family, share }) => ({
    bad: true,
    text: `${fine(share)} of the answers to ${family} cannot be read: the policy has the format wrong, not the task. Compare with what the prompt asks for:`,
    examples: run.answered
      .filter(({ ref, verdict }) => ref.family === family && verdict.status === "unparsable")
      .slice(0, EXAMPLES)
      .map(({ n, answer }) => ({ n, text: ending(answer) })),
  }));
}

const ending = (text) => (text.trim() ? (text.trim().length > 90 ? `… ${text.trim().slice(-88)}` : text.trim()) : "(empty)");

const alarms = (run) => run.tracks.filter(({ alarm }) => alarm).map(({ alarm }) => ({ bad: true, text: `Alarm: ${alarm}.` }));

/** Tickets of which nothing was heard. */
function lost(run) {
  const expired = run.arms.reduce((total, arm) => total + arm.expired, 0);
  if (!expired) return null;
  const share = expired / Math.max(1, run.position);
  return { bad: share > LOST, text: `${count(expired)} tickets were never answered (${fine(share)}).` };
}

/** Feedback that changed nothing. */
function refused(run) {
  const kinds = ["duplicate", "late", "unknown"].filter((kind) => run.acks[kind]);
  const all = sum(run.acks);
  const none = kinds.reduce((total, kind) => total + run.acks[kind], 0);
  if (!none) return null;
  const told = kinds.map((kind) => `${count(run.acks[kind])} ${kind}`).join(", ");
  return { bad: none / all > LOST, text: `Feedback that was not counted: ${told}.` };
}

function advice(run, checks) {
  const { finished, reach, early } = run.summary;
  const alarmed = new Set(run.tracks.map(({ alarm }) => alarm));
  const found = run.summary.advice.map((text, i) => ({ bad: alarmed.has(text), todo: !finished || i > 0, text: `${text}.` }));
  const failing = checks[0].bad ? [{ bad: true, text: "Look at the errors below: they are faults of the machinery, and what they hit does not count." }] : [];
  const unread = checks.some((check) => check?.examples) ? [{ bad: true, text: "Show the policy the answer format (in its system prompt, or by examples)." }] : [];
  const all = [...failing, ...unread, ...found];
  if (all.length) return all;
  if (!reach.high) return [{ bad: false, text: "Tell rewards of the tickets that were handed out." }];
  return [{ bad: false, text: early ? "Nothing yet: go on answering." : "Nothing: let it go on." }];
}
