// The table of arms: a heat strip, shares, counts and difficulties, folded up by track.

import { legend, paint } from "./colour.js";
import { byId, dotted, h, s, say } from "./dom.js";
import { count, logits, percent } from "./format.js";

const UNFOLDED = 40;
const LOGITS = 4;
const SCALE = { width: 96, height: 16 };

export class Arms {
  constructor() {
    this.table = byId("arms");
    this.filter = byId("filter");
    this.fold = byId("fold");
    this.groups = new Map();
    this.rows = new WeakMap();
    this.near = new IntersectionObserver((seen) => this.scroll(seen), { rootMargin: "400px" });
    this.filter.addEventListener("input", () => this.sift());
    this.fold.addEventListener("click", () => this.unfold(!this.unfolded()));
    this.table.addEventListener("pointermove", (event) => this.point(event));
    this.table.addEventListener("pointerleave", () => (byId("tip").hidden = true));
    const key = h("canvas", { height: 1, role: "img", "aria-label": "dark blue is 0, yellow is all solved" });
    byId("legend").append("0 %", key, "100 % solved");
    legend(key);
  }

  /** Draw what a frame changed; a new run draws everything. */
  update(run) {
    if (this.run !== run) this.renew(run);
    for (const { track } of run.tracks) {
      if (this.groups.get(track)?.size !== run.ladders.get(track).length) this.add(track);
    }
    [this.shares, this.all] = newest(run);
    const ladders = [...run.ladders.values()];
    this.most = Math.max(1, ...ladders.map((arms) => total(arms, (i) => this.shares.get(i) ?? 0)));
    say(byId("newest"), `Of the newest ${count(this.all)}`);
    for (const { head, rows } of this.groups.values()) {
      for (const row of [head, ...rows]) {
        if (row.arms.some((i) => run.touched.has(i))) row.drawn = false;
        this.draw(row);
      }
    }
    const end = run.position ? `tickets 0 to ${count(run.position - 1)}` : "";
    say(byId("axis"), `Mean reward, ${end || "by ticket"}`);
  }

  /** After a reconnection; another run has other arms. */
  renew(run) {
    const other = this.run?.run !== run.run;
    this.run = run;
    for (const [track, group] of this.groups) {
      for (const row of [group.head, ...group.rows]) row.drawn = false;
      if (other) this.remove(track);
    }
  }

  remove(track) {
    this.groups.get(track)?.body.remove();
    this.groups.delete(track);
  }

  add(track) {
    const opened = this.groups.get(track)?.open;
    this.remove(track);
    const ladder = this.run.ladders.get(track);
    const body = h("tbody");
    const head = this.row("track", ladder, track);
    const group = { body, head, size: ladder.length, rows: [], open: false };
    if (ladder.length > 1) {
      const flip = () => this.toggle(track, !group.open);
      group.button = h("button", { type: "button", "aria-expanded": "false", click: flip }, ...dotted(track));
      head.name.append(group.button, h("span", { class: "quiet" }, ` ${ladder.length} ${this.run.arms[ladder[0]].level === null ? "arms" : "levels"}`));
    } else {
      head.name.append(h("span", { class: "single" }, ...dotted(this.run.arms[ladder[0]].arm)));
    }
    body.append(head.tr);
    this.table.append(body);
    this.groups.set(track, group);
    if (opened ?? this.run.arms.length <= UNFOLDED) this.toggle(track, true);
    const many = this.run.arms.length > 12;
    this.filter.hidden = !many;
    this.fold.hidden = !many;
    this.sift();
  }

  toggle(track, open) {
    const group = this.groups.get(track);
    if (!group?.button || group.open === open) return;
    group.open = open;
    group.button.setAttribute("aria-expanded", String(open));
    if (open) {
      for (const i of this.run.ladders.get(track)) {
        const row = this.row("arm", [i], track);
        row.name.append(label(this.run.arms[i]));
        row.tr.dataset.arm = this.run.arms[i].arm;
        group.rows.push(row);
        group.body.append(row.tr);
      }
    } else {
      for (const row of group.rows) row.tr.remove();
      group.rows = [];
    }
    say(this.fold, this.unfolded() ? "Collapse all" : "Expand all");
  }

  unfolded() {
    return [...this.groups.values()].every((group) => group.open || !group.button);
  }

  unfold(open) {
    for (const track of this.groups.keys()) this.toggle(track, open);
  }

  /** Show a track, and move there. */
  find(track) {
    this.filter.value = "";
    this.sift();
    this.toggle(track, true);
    const { tr } = this.groups.get(track).head;
    tr.scrollIntoView({ block: "center" });
    (tr.querySelector("button") ?? tr).focus();
  }

  sift() {
    const wanted = this.filter.value.trim().toLowerCase();
    let shown = 0;
    for (const [track, { body }] of this.groups) {
      const arms = this.run.ladders.get(track).map((i) => this.run.arms[i].arm);
      body.hidden = ![track, ...arms].some((name) => name.toLowerCase().includes(wanted));
      shown += !body.hidden;
    }
    byId("no-match").hidden = shown > 0 || this.groups.size === 0;
  }

  /** A row, which is drawn while it is in sight, or nearly. */
  row(kind, arms, track) {
    const row = { ...cells(kind), arms, track, drawn: false, inSight: false };
    this.rows.set(row.tr, row);
    this.near.observe(row.tr);
    return row;
  }

  scroll(seen) {
    for (const { target, isIntersecting } of seen) {
      const row = this.rows.get(target);
      row.inSight = isIntersecting;
      this.draw(row);
    }
  }

  draw(row) {
    if (!row.inSight) return;
    const share = row.arms.reduce((sum, i) => sum + (this.shares.get(i) ?? 0), 0);
    this.share(row, share);
    if (row.drawn) return;
    row.drawn = true;
    if (row.arms.length === 1) this.drawArm(row);
    else this.drawTrack(row);
    const { alarm } = this.run.tracks.find(({ track }) => track === row.track);
    row.tr.classList.toggle("alarm", alarm !== "");
  }

  drawTrack(row) {
    const arms = row.arms.map((i) => this.run.arms[i]);
    const solved = arms.filter((arm) => arm.solved !== null);
    const groups = total(solved, (arm) => arm.answered);
    const { ability, error } = this.run.tracks.find(({ track }) => track === row.track);
    this.strip(row, row.track);
    say(row.served, count(total(arms, (arm) => arm.served)));
    say(row.solved, percent(groups ? total(solved, (a) => a.solved * a.answered) / groups : null));
    scale(row, ability, error, "ability");
  }

  drawArm(row) {
    const arm = this.run.arms[row.arms[0]];
    this.strip(row, arm.arm);
    say(row.served, count(arm.served));
    say(row.solved, percent(arm.solved));
    say(row.expected, percent(arm.expected));
    scale(row, arm.difficulty, arm.error, "difficulty");
  }

  strip(row, name) {
    row.strip = this.run.strip(row.arms);
    paint(row.canvas, row.strip.map((cell) => cell?.percent ?? -1));
    const last = row.strip.findLast((cell) => cell !== null);
    const told = last ? `lately ${last.percent} % of ${last.rewards} rewards` : "no reward yet";
    row.canvas.setAttribute("aria-label", `${name}: ${told}`);
  }

  share(row, share) {
    const width = Math.round((100 * share) / this.most);
    if (row.share === share && row.width === width) return;
    [row.share, row.width] = [share, width];
    row.bar.style.setProperty("width", `${width}%`);
    row.bar.parentNode.title = `${count(share)} of the newest ${count(this.all)} tickets`;
    say(row.part, share ? count(share) : "");
  }

  /** Say what the cell under the pointer is. */
  point(event) {
    const tip = byId("tip");
    const canvas = event.target;
    tip.hidden = !(canvas instanceof HTMLCanvasElement);
    if (tip.hidden) return;
    const row = [...this.groups.values()]
      .flatMap((group) => [group.head, ...group.rows])
      .find((one) => one.canvas === canvas);
    const box = canvas.getBoundingClientRect();
    const along = (event.clientX - box.left) / box.width;
    const column = Math.min(row.strip.length - 1, Math.floor(along * row.strip.length));
    tip.hidden = column < 0;
    if (tip.hidden) return;
    const [first, last] = this.run.tickets(column);
    const cell = row.strip[column];
    const found = cell ? `${cell.percent} % of ${count(cell.rewards)} rewards` : "no reward";
    say(tip, `tickets ${count(first)}–${count(last)}: ${found}`);
    const left = Math.min(event.clientX + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.setProperty("left", `${Math.max(8, left)}px`);
    tip.style.setProperty("top", `${box.top - tip.offsetHeight - 6}px`);
  }
}

const total = (arms, value) => arms.reduce((sum, arm) => sum + value(arm), 0);

/** How many of the newest tickets each arm has, and how many there are. */
function newest(run) {
  const counts = new Map();
  let all = 0;
  for (let i = 0; i < run.newest.length; i += 2) {
    all += run.newest[i + 1];
    counts.set(run.newest[i], run.newest[i + 1]);
  }
  return [counts, all];
}

/** The level, or what tells an arm of explicit params from the others. */
function label({ arm, level }) {
  if (level !== null) return arm.slice(arm.lastIndexOf("@") + 1);
  return arm.slice(arm.indexOf("{") + 1).replace(/\}(#\d+)?$/, "$1") || arm;
}

/** An empty row, with a handle on each of its parts. */
function cells(kind) {
  const row = {
    name: h("th", { scope: "row" }),
    canvas: h("canvas", { class: "heat", height: 1, role: "img" }),
    bar: h("span", { class: "fill" }),
    part: h("span"),
    served: h("td", { class: "number wide" }),
    solved: h("td", { class: "number" }),
    expected: h("td", { class: "number wide" }),
    whisker: s("line", { class: "whisker", y1: 8, y2: 8 }),
    dot: s("circle", { class: "dot", cy: 8, r: 3 }),
    value: h("span", { class: "value" }),
    strip: [],
  };
  const { width, height } = SCALE;
  row.plot = s(
    "svg",
    { class: "plot", width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" },
    s("line", { class: "zero", x1: width / 2, x2: width / 2, y1: 0, y2: height }),
    row.whisker,
    row.dot,
  );
  row.tr = h(
    "tr",
    { class: kind },
    row.name,
    h("td", { class: "strip" }, row.canvas),
    h("td", { class: "now" }, h("span", { class: "bar" }, row.bar), row.part),
    row.served,
    row.solved,
    row.expected,
    h("td", { class: "scale wide" }, row.plot, row.value),
  );
  return row;
}

/** A value with its error on the common axis of logits. */
function scale(row, z, error, kind) {
  const x = (logit) => {
    const inside = Math.min(LOGITS, Math.max(-LOGITS, logit));
    return SCALE.width / 2 + (inside / LOGITS) * (SCALE.width / 2 - 4);
  };
  row.whisker.setAttribute("x1", x(z - error));
  row.whisker.setAttribute("x2", x(z + error));
  row.dot.setAttribute("cx", x(z));
  row.plot.classList.toggle("ability", kind === "ability");
  say(row.value, logits(z, error));
  row.value.title = `${kind}, in logits`;
}
