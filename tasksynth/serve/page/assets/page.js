// The live page: reads the server's events, keeps what is known of the run, and draws it.

import { Arms } from "./arms.js";
import { families, figures, throughput } from "./charts.js";
import { Course } from "./course.js";
import { byId, h, say } from "./dom.js";
import { Health } from "./health.js";
import { Learning } from "./learning.js";
import { count } from "./format.js";
import { Lists } from "./lists.js";
import { Run } from "./run.js";
import { Serving } from "./serving.js";
import { TaskDialog } from "./task.js";

const SILENCE_MS = 25_000;
const PAUSE_MS = [500, 1000, 2000, 4000];
const arms = new Arms();
const lists = new Lists();
const learning = new Learning((track) => arms.find(track));
const serving = new Serving();
const health = new Health();
const dialog = new TaskDialog(get);
const course = new Course((track) => arms.find(track));
let connection = null;
let failures = 0;

/** Fetch with the token, if there is one; errors carry what the server said. */
async function get(path, signal) {
  const token = sessionStorage.getItem("token");
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const response = await fetch(path, { headers, signal, cache: "no-store" });
  if (response.status === 401) {
    byId("token").hidden = false;
    say(byId("link"), token ? "the token was refused" : "a token is needed");
    throw new Refused();
  }
  if (!response.ok) throw new Error(await problem(response));
  return response;
}

class Refused extends Error {}

async function problem(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).error ?? text;
  } catch {
    return `the server answered ${response.status}`;
  }
}

/** Stay connected, with longer and longer pauses while it fails. */
async function connect() {
  connection?.abort();
  const mine = (connection = new AbortController());
  while (!mine.signal.aborted) {
    try {
      await listen(mine);
      link("lost", "connection ended, trying again");
    } catch (error) {
      if (error instanceof Refused || mine.signal.aborted) return;
      link("lost", failures ? "no connection, trying again" : "connection lost, trying again");
    }
    const pause = PAUSE_MS[Math.min(failures, PAUSE_MS.length - 1)];
    failures += 1;
    await new Promise((resolve) => setTimeout(resolve, pause * (0.75 + 0.5 * Math.random())));
  }
}

async function listen(mine) {
  const attempt = new AbortController();
  const stop = () => attempt.abort();
  mine.signal.addEventListener("abort", stop, { once: true });
  let watchdog = setTimeout(stop, SILENCE_MS);
  try {
    const response = await get("page/events", attempt.signal);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const run = new Run();
    for (let rest = ""; ; ) {
      const { value, done } = await reader.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(stop, SILENCE_MS);
      const messages = (rest + value).split("\n\n");
      rest = messages.pop();
      for (const message of messages) if (message.startsWith("data: ")) take(run, message.slice(6));
    }
  } finally {
    clearTimeout(watchdog);
    mine.signal.removeEventListener("abort", stop);
    stop();
  }
}

function take(run, text) {
  run.merge(JSON.parse(text));
  failures = 0;
  byId("token").hidden = true;
  link("live", "live");
  draw(run);
}

function link(state, text) {
  byId("link").dataset.state = state;
  say(byId("link"), text);
}

function draw(run) {
  document.body.classList.add("drawn");
  const facts = [run.strategy, `${count(run.arms.length)} arms`];
  if (byId("run").dataset.run !== run.run) {
    byId("run").dataset.run = run.run;
    byId("run").replaceChildren("run ", h("code", {}, run.run), h("span"));
    document.title = `${run.run} · tasksynth`;
  }
  say(byId("run").lastChild, ` · ${facts.join(" · ")}`);
  welcome(run);
  figures(run);
  arms.update(run);
  learning.update(run);
  serving.update(run);
  health.update(run);
  course.update(run);
  throughput(run);
  families(run);
  lists.update(run);
  dialog.update(run, run.run);
}

/** Before the first ticket: what will be seen, and how to make it move. */
function welcome(run) {
  const idle = run.position === 0 && run.totals.verdicts === 0;
  byId("welcome").hidden = !idle;
  document.body.classList.toggle("idle", idle);
  if (!idle) return;
  const base = new URL(".", location.href).href.replace(/\/$/, "");
  const secret = sessionStorage.getItem("token") ? ` -H "Authorization: Bearer $TOKEN"` : "";
  say(byId("curl"), `curl -s ${base}/ask${secret} -H 'Content-Type: application/json' -d '{"n": 2}'`);
  say(byId("arm-count"), `The strategy ${run.strategy} chooses between ${count(run.arms.length)} arms.`);
}

byId("token").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem("token", byId("secret").value);
  connect();
});

// A page that nobody sees gives its connection back.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) connection?.abort();
  else connect();
});

connect();
