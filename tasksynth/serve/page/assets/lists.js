// The newest answers, tickets and errors. A list stands still while somebody reads in it.

import { STATUSES } from "./charts.js";
import { byId, h, say } from "./dom.js";
import { count, measured, percent, time } from "./format.js";

const SHOWN = 30;
const MARKS = { pass: "✓", fail: "✗", unparsable: "?", error: "!" };

export class Lists {
  constructor() {
    this.status = "all";
    this.buttons = ["all", ...STATUSES].map((status) => this.choice(status));
    byId("statuses").append(...this.buttons);
  }

  choice(status) {
    const pick = () => {
      this.status = status;
      this.buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
      byId("answer-list").replaceChildren();
      this.answers(this.run);
    };
    const pressed = String(status === this.status);
    const button = h("button", { type: "button", "aria-pressed": pressed, click: pick }, status);
    return button;
  }

  update(run) {
    this.run = run;
    if (!reading(byId("answer-list"))) this.answers(run);
    else this.wait(run);
    if (!reading(byId("served-list"))) this.served(run);
    this.faults(run);
  }

  answers(run) {
    const chosen = run.answered.filter(({ verdict }) => [verdict.status, "all"].includes(this.status));
    const list = byId("answer-list");
    show(list, chosen.slice(-SHOWN).reverse(), (one) => this.answer(one));
    const none = this.status === "all" ? "None judged" : `None with the verdict ${this.status}`;
    say(byId("no-answers"), `${none} since this server started.`);
    byId("no-answers").hidden = chosen.length > 0;
    byId("answers-waiting").hidden = true;
    this.newest = run.answered.at(-1)?.n ?? 0;
  }

  wait(run) {
    const waiting = run.answered.filter((one) => one.n > this.newest).length;
    byId("answers-waiting").hidden = waiting === 0;
    say(byId("answers-waiting"), `${waiting} newer, shown when you close or leave what you read`);
  }

  answer({ n, at, ref, ticket, verdict, answer }) {
    const { status, reward, why, parts } = verdict;
    const where = ticket ? `#ticket=${ticket}` : `#answer=${n}`;
    const address = `${ref.family}@${ref.version}#${ref.seed}:${ref.index}`;
    const rows = Object.entries(parts).map(([name, value]) => `${name} ${measured(value)}`);
    return h(
      "li",
      {},
      h(
        "details",
        {},
        h(
          "summary",
          {},
          h("b", { class: `status ${status}` }, `${MARKS[status]} ${status}`),
          h("span", { class: "what" }, ref.family),
          h("span", { class: "why" }, why || lastLine(answer)),
          h("time", { class: "quiet" }, time(at)),
        ),
        why ? h("p", { class: "reason" }, why) : null,
        h("pre", { class: "answer" }, answer || "(an empty answer)"),
        h(
          "p",
          { class: "quiet" },
          reward === null ? "no reward, masked" : `reward ${measured(reward)}`,
          rows.length ? ` (${rows.join(", ")})` : "",
          "; ",
          h("a", { href: where }, `open ${address}`),
        ),
      ),
    );
  }

  served(run) {
    show(byId("served-list"), run.handed.slice(-SHOWN).reverse(), ({ at, ticket, prompt }) =>
      h(
        "li",
        {},
        h(
          "a",
          { class: "row", href: `#ticket=${ticket.id}` },
          h("span", { class: "number" }, count(ticket.position)),
          h("span", { class: "what" }, ticket.arm),
          h("span", { class: "what quiet" }, purpose(ticket)),
          h("span", { class: "why" }, prompt),
          h("time", { class: "quiet" }, time(at)),
        ),
      ),
    );
    byId("none-served").hidden = run.handed.length > 0;
  }

  faults(run) {
    const rows = [...run.faults.values()].reverse();
    const list = byId("fault-list");
    const key = rows.map((fault) => fault.n).join();
    if (list.dataset.shown === key) return;
    list.dataset.shown = key;
    list.replaceChildren(
      ...rows.map(({ at, where, what, times }) =>
        h(
          "li",
          { class: "row" },
          h("b", { class: "status error" }, times > 1 ? `${count(times)} ×` : "!"),
          h("span", { class: "what" }, where),
          h("span", { class: "why" }, what),
          h("time", { class: "quiet" }, time(at)),
        ),
      ),
    );
  }
}

/** Rows for the items, newest first; those that are there already stay as they are. */
function show(list, items, row) {
  const there = new Map([...list.children].map((node) => [node.dataset.key, node]));
  const nodes = items.map((item) => {
    const key = `${item.n}/${item.ticket?.id ?? ""}`;
    const node = there.get(key) ?? row(item);
    node.dataset.key = key;
    return node;
  });
  if (nodes.length !== list.children.length || nodes.some((node, i) => node !== list.children[i])) {
    list.replaceChildren(...nodes);
  }
}

const pointing = matchMedia("(hover: hover)");

const reading = (list) =>
  (pointing.matches && list.matches(":hover")) || list.matches(":focus-within") || list.querySelector("details[open]");

/** What a ticket is for, and what it advises. */
function purpose({ purpose, hint, weight, rollouts }) {
  const parts = [purpose, `${rollouts} attempts`, weight === 1 ? "" : `weight ${measured(weight)}`, hint ? `hint ${percent(hint)}` : ""];
  return parts.filter(Boolean).join(", ");
}

const lastLine = (text) => text.split("\n").findLast((line) => /[\p{L}\p{N}]/u.test(line))?.slice(0, 200) ?? "";
