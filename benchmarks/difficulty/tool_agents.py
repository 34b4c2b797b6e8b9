"""How hard the tool families are: what scripted agents pass that lack one skill, level by level.

    python benchmarks/difficulty/tool_agents.py [--tasks 100] [--family tools.calls]

No model plays. Each agent does what the reference does, but for its weakness; `solver` has none.
Rates are per CPU-second of this process.
"""

import argparse
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tasksynth import Action, ToolSpec, source
from tasksynth.episode import Episode, read_transcript
from tasksynth.sandbox import Done, warm
from tasksynth_tools.apis.dialect import Api
from tasksynth_tools.apis.world import Switchboard
from tasksynth_tools.families.calls import Calls, CallsInstance
from tasksynth_tools.families.code_math import CodeMathInstance, limits
from tasksynth_tools.families.rerank import Rerank, RerankInstance, searched
from tasksynth_tools.families.retrieval import Retrieval, RetrievalInstance
from tasksynth_tools.finding.catalogue import catalogue_of, catalogue_words
from tasksynth_tools.finding.concepts import MANNERS, OBJECTS, VERBS
from tasksynth_tools.ranking.papers import holds
from tasksynth_tools.ranking.subjects import SUBJECTS, told
from tasksynth_tools.sums.chains import program, steps_of

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
Agent = Callable[[CallsInstance], Iterator[Action]]


def reference(x: CallsInstance) -> tuple[Action, ...]:
    return read_transcript(Calls().solve(x)).actions


def solver(x: CallsInstance) -> Iterator[Action]:
    yield from reference(x)


def short(x: CallsInstance) -> Iterator[Action]:
    """Loses the thread after eight calls."""
    *calls, last = reference(x)
    yield from calls[:8]
    yield last


def hasty(x: CallsInstance) -> Iterator[Action]:
    """Reads no reply: it never calls again, and asks nobody."""
    board = Switchboard(x.premises)
    lacking = {errand.trade for errand in x.errands if errand.withheld}
    skipped = {board.name(o) for o in x.premises.offered if o.op == "make" and o.trade in lacking}
    skipped.add("ask_user")
    for action in reference(x):
        if action.tool not in skipped:
            skipped.add(action.tool or "")
            yield action


def plain(x: CallsInstance) -> Iterator[Action]:
    """Writes every value in the plainest form, whatever the API wants."""
    board = Switchboard(x.premises)
    tools = {board.name(one): one for one in x.premises.offered if one.op != "sign_in"}
    for action in reference(x):
        one = tools.get(action.tool or "")
        if one is None or not isinstance(action.arguments, dict):
            yield action
            continue
        api = board.apis[one.trade]
        shelf = api.trade.shelf(one.shelf)
        values = api.read(one.op, shelf, action.arguments)
        habits = api.dialect.model_copy(update={"styles": {}, "unsaid": False, "nested": False})
        arguments = Api(api.trade, habits).write(one.op, shelf, values)
        yield action.model_copy(update={"arguments": arguments})


def wordy(x: CallsInstance) -> Iterator[Action]:
    """Takes the tool whose words are most like the request's, wherever something is changed."""
    board = Switchboard(x.premises)
    specs = [board.spec(one) for one in x.premises.offered if one.op not in ("find", "sign_in")]
    finders = {board.name(one) for one in x.premises.offered if one.op in ("find", "sign_in")}
    for action in reference(x):
        if action.tool in ("ask_user", "finish") or action.tool in finders:
            yield action
        else:
            text = next(t for t, e in zip(x.texts, x.errands, strict=True) if _about(x, e, action))
            yield action.model_copy(update={"tool": likest(text, specs)})


def _about(x: CallsInstance, errand: Any, action: Action) -> bool:
    board = Switchboard(x.premises)
    return any(
        board.name(one) == action.tool and one.trade == errand.trade for one in x.premises.offered
    )


def likest(text: str, specs: Sequence[ToolSpec]) -> str:
    asked = _words(text)

    def share(spec: ToolSpec) -> float:
        words = _words(f"{spec.name} {spec.description}")
        return len(asked & words) / len(words)

    return max(specs, key=share).name


def _words(text: str) -> set[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return set(re.findall(r"[a-z]+", apart.lower().replace("_", " ")))


AGENTS: dict[str, Agent] = {
    "solver": solver, "short": short, "wordy": wordy, "plain": plain, "hasty": hasty,
}  # fmt: skip


def played(x: CallsInstance, actions: Iterator[Action]) -> bool:
    episode = Episode(Calls(), x)
    for action in actions:
        if not episode.over:
            episode.act(action)
    return episode.verdict().status == "pass"


def calls(tasks: int) -> None:
    print(f"{'tools.calls':<12}" + "".join(f"{level:>8}" for level in LEVELS))
    made: dict[float, list[CallsInstance]] = {}
    start = time.process_time()
    for level in LEVELS:
        drawn = source("tools.calls", seed=15, level=level)
        made[level] = [_instance(drawn.draw(index).instance) for index in range(tasks)]
    rate = tasks * len(LEVELS) / (time.process_time() - start)
    for name, agent in AGENTS.items():
        shares = [sum(played(x, agent(x)) for x in made[level]) / tasks for level in LEVELS]
        print(f"{name:<12}" + "".join(f"{share:8.2f}" for share in shares))
    steps, start = 0, time.process_time()
    for x in (x for xs in made.values() for x in xs):
        steps += len(x.way) + 1
        played(x, solver(x))
    print(f"{rate:.0f} tasks/s, {steps / (time.process_time() - start):.0f} steps/s")


def _instance(x: Any) -> CallsInstance:
    assert isinstance(x, CallsInstance)
    return x


def code_math(tasks: int) -> None:
    """Who works by hand gives up at 300 steps; who is literal runs what the words say."""
    print(f"\n{'tools.code_math':<16}" + "".join(f"{level:>8}" for level in LEVELS))
    rows: dict[str, list[float]] = {"solver": [], "literal": [], "by hand": [], "fuel, 10^6": []}
    for level in LEVELS:
        drawn = source("tools.code_math", seed=15, level=level)
        xs = [_problem(drawn.draw(index).instance) for index in range(tasks)]
        quick = [warm("wasm").run(program(x.pieces), limits=limits()) for x in xs]
        slow = [warm("wasm").run(program(x.pieces, slow=True), limits=limits()) for x in xs]
        values = [str(x.pieces[-1].value) for x in xs]
        rows["solver"].append(_share(quick, values))
        rows["literal"].append(_share(slow, values))
        rows["by hand"].append(sum(steps_of(x.pieces) <= 300 for x in xs) / tasks)
        rows["fuel, 10^6"].append(sorted(done.fuel or 0 for done in quick)[tasks // 2] / 1e6)
    for name, row in rows.items():
        print(f"{name:<16}" + "".join(f"{value:8.2f}" for value in row))


def _share(runs: list[Done], values: list[str]) -> float:
    right = [done.stdout.strip() == value for done, value in zip(runs, values, strict=True)]
    return sum(right) / len(right)


def _problem(x: Any) -> CodeMathInstance:
    assert isinstance(x, CodeMathInstance)
    return x


def retrieval(tasks: int) -> None:
    """`bm25` searches for what is said; `half` knows half of the catalogue's words for it."""
    print(f"\n{'tools.retrieval':<16}" + "".join(f"{level:>8}" for level in LEVELS))
    rows: dict[str, list[float]] = {"solver": [], "half": [], "bm25": [], "rank": []}
    for level in LEVELS:
        drawn = source("tools.retrieval", seed=15, level=level)
        xs = [_quest(drawn.draw(index).instance) for index in range(tasks)]
        knowing = [[catalogue_words(does) for does in x.plan.wanted] for x in xs]
        half = [[_half_known(wish) for wish in x.wishes] for x in xs]
        rows["solver"].append(_sufficient(xs, knowing))
        rows["half"].append(_sufficient(xs, half))
        rows["bm25"].append(_sufficient(xs, [list(x.wishes) for x in xs]))
        ranks = sorted(Retrieval().measure(x)["bm25_rank"] for x in xs)
        rows["rank"].append(ranks[tasks // 2])
    for name, row in rows.items():
        print(f"{name:<16}" + "".join(f"{value:8.2f}" for value in row))


def _half_known(wish: str) -> str:
    """A wish, every second thing and manner in the catalogue's words."""
    for table in (OBJECTS, MANNERS):
        for plain, said in table[::2]:
            wish = wish.replace(said, plain)
    for plain, said in VERBS[::2]:
        before, _, behind = said.partition("{}")
        if before.strip() in wish and behind.strip() in wish:
            wish = f"{plain} {wish}"
    return wish


def _sufficient(xs: list[RetrievalInstance], queries: list[list[str]]) -> float:
    """How often the best that a search finds for each wish are all that are wanted."""
    hits = 0
    for x, asked in zip(xs, queries, strict=True):
        each = 5 // len(asked)
        catalogue = catalogue_of(x.plan)
        ids = [tool.id for query in asked for tool in catalogue.ranked(query)[:each]]
        chosen = Action(tool="choose", arguments={"ids": list(dict.fromkeys(ids))})
        episode = Episode(Retrieval(), x)
        episode.act(chosen)
        hits += episode.verdict().status == "pass"
    return hits / len(xs)


def _quest(x: Any) -> RetrievalInstance:
    assert isinstance(x, RetrievalInstance)
    return x


def rerank(tasks: int) -> None:
    """`plain` reads only the words that are asked with, `bm25` searches for the points."""
    print(f"\n{'tools.rerank':<16}" + "".join(f"{level:>8}" for level in LEVELS))
    names = ("solver", "plain", "bm25", "bm25, gain", "best blind")
    rows: dict[str, list[float]] = {name: [] for name in names}
    family, start = Rerank(), time.process_time()
    made = {level: [_pile(one) for one in _drawn("tools.rerank", level, tasks)] for level in LEVELS}
    rate = tasks * len(LEVELS) / (time.process_time() - start)
    for xs in made.values():
        orders = {
            "plain": [_plainly(x) for x in xs],
            "bm25": [searched(x) for x in xs],
        }
        rows["solver"].append(
            sum(family.verify(x, family.solve(x)).reward == 1 for x in xs) / tasks
        )
        for name, found in orders.items():
            said = [", ".join(x.papers[n].id for n in order[: x.top])
                    for x, order in zip(xs, found, strict=True)]  # fmt: skip
            passed = [family.verify(x, f"Answer: {ids}").status == "pass"
                      for x, ids in zip(xs, said, strict=True)]  # fmt: skip
            rows[name].append(sum(passed) / tasks)
        rows["bm25, gain"].append(sum(family.measure(x)["bm25_gain"] for x in xs) / tasks)
        blind = Counter[str]()
        for x in xs:
            for name, answer in family.baselines(x).items():
                blind[name] += family.verify(x, answer).status == "pass"
        rows["best blind"].append(max(blind.values()) / tasks)
    for name, row in rows.items():
        print(f"{name:<16}" + "".join(f"{value:8.2f}" for value in row))
    print(f"{rate:.0f} tasks/s")


def _drawn(name: str, level: float, count: int) -> Iterator[Any]:
    tasks = source(name, seed=15, level=level)
    return (tasks.draw(index).instance for index in range(count))


def _pile(x: Any) -> RerankInstance:
    assert isinstance(x, RerankInstance)
    return x


def _plainly(x: RerankInstance) -> list[int]:
    """The order of somebody who reads no words but those that are asked with."""
    points, worth = SUBJECTS[x.subject].points, []
    for paper in x.papers:
        grade = 0
        for one in x.wanted:
            point, value = points[one.point], paper.values.get(one.point)
            if value is not None and told(point, value, otherwise=False) in paper.text:
                grade += holds(point, value, one.limit)
        worth.append(grade)
    return sorted(range(len(worth)), key=lambda place: -worth[place])


FAMILIES = {
    "tools.rerank": rerank,
    "tools.calls": calls,
    "tools.code_math": code_math,
    "tools.retrieval": retrieval,
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--family", choices=FAMILIES)
    asked = parser.parse_args()
    for name, run in FAMILIES.items():
        if asked.family in (None, name):
            run(asked.tasks)
