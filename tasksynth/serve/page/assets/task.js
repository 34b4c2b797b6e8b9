// One task in a dialog: what the policy sees, its difficulty, and answers to it.

import { byId, h, say } from "./dom.js";
import { measured } from "./format.js";

const WANTED = /^#(ticket|answer)=([0-9a-f:]+)$/;

export class TaskDialog {
  constructor(get) {
    this.get = get;
    this.pictures = [];
    this.dialog = byId("task");
    byId("close").addEventListener("click", () => this.dialog.close());
    byId("earlier").addEventListener("click", () => this.step(-1));
    byId("later").addEventListener("click", () => this.step(1));
    this.dialog.addEventListener("close", () => history.replaceState(null, "", location.pathname + location.search));
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    byId("open").addEventListener("submit", (event) => {
      event.preventDefault();
      location.hash = `#ticket=${this.run.arms.length ? this.name(byId("position").value) : ""}`;
    });
    addEventListener("hashchange", () => this.follow());
  }

  /** The id of a ticket of this run by its position. */
  name(position) {
    return `${this.id}:${Number(position)}`;
  }

  update(run, id) {
    const first = this.run === undefined;
    [this.run, this.id] = [run, id];
    if (first) this.follow();
  }

  step(by) {
    location.hash = `#ticket=${this.name(Math.max(0, this.position + by))}`;
  }

  /** Open what the address names. */
  async follow() {
    const [, kind, value] = WANTED.exec(location.hash) ?? [];
    if (!kind || !this.run) return;
    this.position = kind === "ticket" ? Number(value.split(":")[1]) : null;
    byId("earlier").disabled = !this.position;
    byId("later").disabled = kind !== "ticket" || this.position + 1 >= this.run.position;
    say(byId("task-title"), kind === "ticket" ? `Ticket ${value}` : "Task of an answer");
    byId("task-body").replaceChildren(h("p", { class: "quiet" }, "being made …"));
    if (!this.dialog.open) this.dialog.showModal();
    const query = `${kind}=${encodeURIComponent(value)}`;
    const asked = location.hash;
    try {
      const found = await (await this.get(`page/task?${query}`)).json();
      if (asked === location.hash) this.show(found, kind, value, query);
    } catch (error) {
      byId("task-body").replaceChildren(h("p", { class: "problem" }, error.message));
    }
  }

  show(found, kind, value, query) {
    const answers = this.run.answered.filter((one) => kind === "ticket" ? one.ticket === value : `${one.n}` === value);
    const parts = [
      h("p", { class: "address" }, h("code", {}, found.ref), h("span", { class: "quiet" }, ` id ${found.task}`)),
      table("Difficulty", found.measure),
      h("pre", { class: "prompt", tabindex: 0, "aria-label": "Prompt" }, found.prompt),
      found.images.length
        ? h("div", { class: "pictures" }, ...found.images.map((name) => this.picture(name, query)))
        : null,
      answers.length ? h("h3", {}, "Answers seen") : null,
      ...answers.map(({ verdict, answer }) =>
        h(
          "details",
          {},
          h("summary", {}, h("b", { class: `status ${verdict.status}` }, verdict.status), ` ${verdict.why}`),
          h("pre", { class: "answer" }, answer),
        ),
      ),
      table("Parameters", found.params),
    ];
    byId("task-body").replaceChildren(...parts.filter((part) => part !== null));
    byId("task-body").focus({ preventScroll: true });
    this.dialog.scrollTop = 0;
  }

  /** Fetched with the token, which an image element could not send. */
  picture(name, query) {
    const image = h("img", { alt: name, title: name });
    this.get(`page/image?${query}&name=${encodeURIComponent(name)}`)
      .then((response) => response.blob())
      .then((blob) => {
        image.src = URL.createObjectURL(blob);
        image.addEventListener("load", () => URL.revokeObjectURL(image.src));
      })
      .catch((error) => image.replaceWith(h("p", { class: "problem" }, `${name}: ${error.message}`)));
    return h("figure", {}, image, h("figcaption", { class: "quiet" }, name));
  }
}

function table(title, values) {
  const rows = Object.entries(values).map(([name, value]) =>
    h("div", {}, h("dt", {}, name), h("dd", {}, typeof value === "number" ? measured(value) : JSON.stringify(value))),
  );
  return rows.length ? h("section", {}, h("h3", {}, title), h("dl", { class: "pairs" }, ...rows)) : null;
}
