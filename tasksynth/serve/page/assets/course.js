// The course: tracks in rows, each below all that it waits for.

import { byId, s, say } from "./dom.js";
import { percent } from "./format.js";

const BOX = { width: 196, height: 40, across: 16, down: 34 };
const MARKS = { mastered: "✓", open: "●", waiting: "○" };

export class Course {
  constructor(find) {
    this.find = find;
    this.wide = 0;
    new ResizeObserver(() => this.run && this.update(this.run)).observe(byId("graph"));
  }

  update(run) {
    this.run = run;
    byId("course").hidden = run.course === null;
    if (run.course === null) return;
    const { nodes, mastery } = run.course;
    const wide = byId("graph").clientWidth;
    if (this.graph !== JSON.stringify([nodes.length, run.course.edges]) || this.wide !== wide) {
      this.graph = JSON.stringify([nodes.length, run.course.edges]);
      this.wide = wide;
      this.lay(run.course);
    }
    const tally = (state) => nodes.filter((node) => node.state === state).length;
    say(
      byId("course-note"),
      `✓ ${tally("mastered")} mastered, ● ${tally("open")} open, ○ ${tally("waiting")} waiting; ` +
        `mastered is ${percent(mastery)} expected, less one standard deviation`,
    );
    nodes.forEach((node, i) => this.draw(node, this.boxes[i], run));
  }

  draw(node, box, run) {
    const alone = run.ladders.get(node.track)?.length === 1;
    const name = alone ? run.arms[node.arm].arm : node.track;
    const told = `${name}: ${node.state}, ${percent(node.expected)} expected`;
    box.setAttribute("class", `node ${node.state}`);
    box.setAttribute("aria-label", told);
    box.querySelector(".filled").setAttribute("width", node.expected * BOX.width);
    say(box.querySelector("title"), told);
    say(box.querySelector(".name"), `${MARKS[node.state]} ${clip(name, 27)}`);
    say(box.querySelector(".share"), percent(node.expected));
  }

  /** Place the nodes row by row, near what they wait for, and join them. */
  lay({ nodes, edges, mastery }) {
    const most = Math.max(1, Math.floor((this.wide + BOX.across) / (BOX.width + BOX.across)));
    const rows = layers(nodes.length, edges).flatMap((layer) => chunks(layer, most));
    const place = new Map();
    rows.forEach((row, y) => {
      const used = row.length * (BOX.width + BOX.across) - BOX.across;
      const start = Math.max(0, (this.wide - used) / 2);
      row.forEach((node, x) =>
        place.set(node, { x: start + x * (BOX.width + BOX.across), y: y * (BOX.height + BOX.down) }),
      );
    });
    const paths = edges.map(([from, to]) => s("path", { class: "edge", d: curve(place.get(from), place.get(to)) }));
    this.boxes = nodes.map((node, i) => this.box(node, place.get(i), mastery));
    const high = rows.length * (BOX.height + BOX.down) - BOX.down;
    const size = { width: this.wide, height: high + 2, viewBox: `0 -1 ${this.wide} ${high + 2}` };
    byId("graph").replaceChildren(
      s("svg", { ...size, role: "group", "aria-label": "What waits for what" }, ...paths, ...this.boxes),
    );
  }

  box({ track }, { x, y }, mastery) {
    const { width, height } = BOX;
    const go = (event) => {
      if (event.type === "keydown" && event.key !== "Enter") return;
      event.preventDefault();
      this.find(track);
    };
    return s(
      "g",
      { transform: `translate(${x} ${y})`, tabindex: 0, role: "link", click: go, keydown: go },
      s("title"),
      s("rect", { class: "back", width, height, rx: 4 }),
      s("rect", { class: "filled", y: height - 4, height: 4 }),
      s("line", { class: "gate", x1: mastery * width, x2: mastery * width, y1: height - 7, y2: height }),
      s("text", { class: "name", x: 8, y: 16 }),
      s("text", { class: "share", x: 8, y: 30 }),
    );
  }
}

/** Nodes by the length of the longest way to them; in a layer, near what they wait for. */
function layers(size, edges) {
  const needs = Array.from({ length: size }, () => []);
  for (const [from, to] of edges) needs[to].push(from);
  const depth = new Map();
  const dig = (node) => {
    if (!depth.has(node)) depth.set(node, Math.max(0, ...needs[node].map((need) => dig(need) + 1)));
    return depth.get(node);
  };
  const found = [];
  for (let node = 0; node < size; node += 1) (found[dig(node)] ??= []).push(node);
  const order = new Map();
  for (const layer of found) {
    const above = (node) => needs[node].reduce((sum, need) => sum + order.get(need), 0) / needs[node].length || 0;
    layer.sort((a, b) => above(a) - above(b) || a - b);
    layer.forEach((node, i) => order.set(node, layer.length > 1 ? i / (layer.length - 1) : 0.5));
  }
  return found;
}

const chunks = (list, n) =>
  Array.from({ length: Math.ceil(list.length / n) }, (_, i) => list.slice(i * n, (i + 1) * n));

function curve(from, to) {
  const [x, y] = [from.x + BOX.width / 2, from.y + BOX.height];
  const [u, v] = [to.x + BOX.width / 2, to.y];
  return `M${x} ${y}C${x} ${y + BOX.down / 1.5} ${u} ${v - BOX.down / 1.5} ${u} ${v}`;
}

const clip = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
