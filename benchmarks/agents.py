"""What episodes of agents cost, and how far agents of small skill get at each level.

    python benchmarks/agents.py [--tasks 100] [--docs]
    python benchmarks/agents.py --screens [--tasks 500]
    python benchmarks/agents.py --mobile [--tasks 200]
    python benchmarks/agents.py --cursor [--tasks 200]
    python benchmarks/agents.py --web [--tasks 200]
    python benchmarks/agents.py --between [--tasks 200]
    python benchmarks/agents.py --verdicts [--tasks 80]

Rates are per CPU-second of this process: tasks made, steps of the reference played live, verdicts
on its transcripts. A verdict is what `verify` takes for an instance that was read before. `first`
is for tasks that this process has never seen: another one makes and solves them. Some of what is
found out is kept, so `again` is for the third to eighth time that a transcript is judged, and
`group` for eight different ones of a new task: the reference's, and seven that leave out an action
of it. All are medians of lots of eight tasks.

Public environments are stepped by their own ground truth in the same run, where they are installed:
a step there is one call of a tool in their runtime, and nothing is judged. They are AgentDojo
(`pip install agentdojo`) and tau2-bench's shop (from a checkout, whose `data` TAU2_DATA_DIR names).
`--docs` prints the tables of docs/agents.md, `--screens` those of `gui.ground` and of drawing,
`--mobile` that of `apps.mobile`, `--cursor` that of `gui.cursor`, `--web` that of `apps.web`,
`--between` that of `gui.inverse_dynamics`, `--verdicts` the rates of verdicts of all families.
"""

import argparse
import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context
from statistics import median
from typing import Any

import numpy as np

from tasksynth import Action, Episode, Transcript, registry, source
from tasksynth.episode import read_transcript
from tasksynth.single import Source
from tasksynth_apps.agents.seeker import FULL, Skill
from tasksynth_apps.errands.walker import Lost, Walker
from tasksynth_apps.families.api_world import ApiWorld, play
from tasksynth_apps.families.cursor import Cursor, CursorInstance, Desktop
from tasksynth_apps.families.ground import GroundInstance, GroundParams, PointAt
from tasksynth_apps.families.inverse_dynamics import InverseDynamics, InverseInstance, after_of
from tasksynth_apps.families.mobile import Mobile, MobileInstance
from tasksynth_apps.families.web import Web, WebInstance
from tasksynth_apps.goals.instance import ApiWorldInstance
from tasksynth_apps.phones.moves import Move, choices, done_by
from tasksynth_apps.phones.naming import Naming
from tasksynth_apps.phones.phone import Phone
from tasksynth_apps.phones.pointing import asked, fits, middle, reached
from tasksynth_apps.screens.paint import picture
from tasksynth_apps.screens.screen import Element
from tasksynth_apps.sites.browser import Browser
from tasksynth_apps.sites.surfer import OffTrack, Surfer
from tasksynth_apps.sites.wanting import answer_told

LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SIZES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""Levels at which screens have another size each."""
VERDICT_LEVELS = (0.0, 0.5, 1.0)
JUDGED = (
    "apps.api_world",
    "apps.mobile",
    "apps.web",
    "gui.cursor",
    "gui.ground",
    "gui.inverse_dynamics",
    "tools.calls",
    "tools.code_math",
    "tools.rerank",
    "tools.retrieval",
)
LOT = 8
"""Tasks whose verdicts are timed together."""
AGENTS = {
    "reference": FULL,
    "hasty": Skill(pages=1, careful=False),
    "brief": Skill(budget=20),
    "impatient": Skill(patient=False),
}
FAMILY = ApiWorld()


def drawn(level: float, count: int, seed: int) -> Iterator[ApiWorldInstance]:
    tasks = source(FAMILY.name, seed=seed, level=level)
    return (tasks.draw(index).instance for index in range(count))


def rates(level: float, count: int) -> str:
    """Tasks, steps and verdicts a CPU-second."""
    next(drawn(level, 1, seed=1))  # imports, once
    start = time.process_time()
    instances = list(drawn(level, count, seed=7))
    made = count / (time.process_time() - start)
    answers = [FAMILY.solve(x) for x in instances]
    played = [read_transcript(answer).actions for answer in answers]
    start = time.process_time()
    for x, actions in zip(instances, played, strict=True):
        episode = Episode(FAMILY, x)
        for action in actions:
            episode.act(action)
    steps = sum(map(len, played)) / (time.process_time() - start)
    first, again = verdict_rates(FAMILY.name, level)
    calls = sum(map(len, played)) / count
    return f"| {level:g} | {made:,.0f} | {steps:,.0f} | {first:,.0f} | {again:,.0f} | {calls:.0f} |"


def judged(family: Any, pairs: Sequence[tuple[Any, str]]) -> float:
    """Verdicts a CPU-second."""
    start = time.process_time()
    for x, answer in pairs:
        assert family.verify(x, answer).status == "pass"
    return len(pairs) / (time.process_time() - start)


def answered(name: str, level: float, count: int) -> list[tuple[str, str]]:
    """Tasks, as JSON, and the reference's answers."""
    family, tasks = registry.get(name), source(name, seed=7, level=level)
    instances = (tasks.draw(index).instance for index in range(count))
    return [(x.model_dump_json(), family.solve(x)) for x in instances]


def new_lots(name: str, level: float, count: int) -> tuple[Any, list[list[tuple[Any, str]]]]:
    """A family, and lots of tasks that this process has not seen, with the reference's answers."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        made = pool.submit(answered, name, level, count + LOT).result()
    family = registry.get(name)
    pairs = [(family.Instance.model_validate_json(x), answer) for x, answer in made]
    judged(family, pairs[:LOT])  # imports, once
    return family, [pairs[at : at + LOT] for at in range(LOT, count + LOT, LOT)]


def verdict_rates(name: str, level: float, count: int = 80) -> tuple[float, float]:
    """Verdicts a CPU-second, on tasks that nobody has played, and when they are judged again."""
    family, lots = new_lots(name, level, count)
    first = [judged(family, lot) for lot in lots]
    again = []
    for lot in lots:
        judged(family, lot)  # what is asked for the second time is kept
        again.append(judged(family, lot * 6))
    return median(first), median(again)


def group_rate(name: str, level: float, count: int) -> float:
    """Verdicts a CPU-second, on eight different transcripts of each task."""
    family, lots = new_lots(name, level, count)
    rates = []
    for lot in lots:
        groups = [(x, grouped(answer)) for x, answer in lot]
        start = time.process_time()
        for x, answers in groups:
            for answer in answers:
                family.verify(x, answer)
        rates.append(LOT * LOT / (time.process_time() - start))
    return median(rates)


def grouped(answer: str) -> list[str]:
    """A transcript, and others that leave out an action each; of what is none, the same again."""
    if not answer.startswith('{"actions"'):
        return [answer] * LOT
    actions = read_transcript(answer).actions
    cuts = (number * len(actions) // LOT for number in range(1, LOT))
    others = (Transcript(actions=actions[:cut] + actions[cut + 1 :]) for cut in cuts)
    return [answer, *(other.model_dump_json() for other in others)]


def verdicts(count: int) -> None:
    """What verdicts cost, by family and level."""
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors\n")
    kinds = ("first", "again", "group")
    head = [f"{level:g}, {kind}" for level in VERDICT_LEVELS for kind in kinds]
    print(f"| family | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    for name in JUDGED:
        rates = []
        for level in VERDICT_LEVELS:
            rates += [*verdict_rates(name, level, count), group_rate(name, level, count)]
        print(f"| `{name}` | {' | '.join(f'{rate:,.0f}' for rate in rates)} |", flush=True)


def success(level: float, count: int) -> str:
    """The share of tasks that each agent passes, and that trivial strategies pass."""
    passed = dict.fromkeys(AGENTS, 0)
    cheap: dict[str, int] = {}
    for x in drawn(level, count, seed=11):
        for name, skill in AGENTS.items():
            passed[name] += FAMILY.verify(x, play(x, skill)).status == "pass"
        for name, answer in FAMILY.baselines(x).items():
            cheap[name] = cheap.get(name, 0) + (FAMILY.verify(x, answer).status == "pass")
    cells = [f"{got / count:.2f}" for got in (*passed.values(), max(cheap.values()))]
    return f"| {level:g} | {' | '.join(cells)} |"


def agentdojo() -> None:
    """Steps of a public environment: its own tools, called by its own ground truths."""
    if find_spec("agentdojo") is None:
        print("agentdojo is not installed: pip install agentdojo")
        return
    from agentdojo.functions_runtime import FunctionsRuntime
    from agentdojo.task_suite.load_suites import get_suites

    for name, suite in get_suites("v1.2").items():
        runtime, steps, spent = FunctionsRuntime(suite.tools), 0, 0.0
        for task in suite.user_tasks.values():
            environment: Any = suite.load_and_inject_default_environment({})
            environment = task.init_environment(environment)
            calls = task.ground_truth(environment)
            start = time.process_time()
            for call in calls:
                runtime.run_function(environment, call.function, call.args)
            spent += time.process_time() - start
            steps += len(calls)
        print(f"agentdojo {name:10} {steps:4} steps {steps / max(spent, 1e-9):10,.0f} a CPU-second")


def tau2() -> None:
    """Steps of tau2-bench's shop: its own tools, called by its own ground truths."""
    if find_spec("tau2") is None:
        print("tau2-bench is not installed: it is no package of PyPI's, but a checkout")
        return
    from loguru import logger
    from tau2.data_model.message import ToolCall
    from tau2.domains.retail.environment import get_environment, get_tasks

    logger.disable("tau2")
    steps, spent, began = 0, 0.0, time.process_time()
    tasks = get_tasks()[:40]
    for task in tasks:
        shop = get_environment()
        calls = [
            ToolCall(name=one.name, arguments=one.arguments)
            for one in task.evaluation_criteria.actions
        ]
        start = time.process_time()
        for call in calls:
            shop.get_response(call)
        spent += time.process_time() - start
        steps += len(calls)
    begin = 1000 * (time.process_time() - began - spent) / len(tasks)
    pace = steps / max(spent, 1e-9)
    print(f"tau2-bench retail {steps:4} steps {pace:10,.0f} a CPU-second")
    print(f"tau2-bench retail takes {begin:,.0f} ms of CPU to begin each of {len(tasks)} tasks")


def shaky(x: GroundInstance, dice: np.random.Generator) -> tuple[int, int]:
    """Knows what is meant, and points beside its middle by about a hundredth of the diagonal."""
    phone = reached(x.seen)
    screen, (target,) = phone.screen(), fits(x.aim, phone)
    error = 0.01 * (screen.width**2 + screen.height**2) ** 0.5
    across, down = (round(at + dice.normal(0, error)) for at in middle(target))
    return max(0, across), max(0, down)


def glancing(x: GroundInstance, dice: np.random.Generator) -> tuple[int, int]:
    """Points at what has a name with the most words of the question, and reads no values."""
    phone = reached(x.seen)
    elements = phone.screen().elements
    words = _words(asked(x.aim, phone))

    def common(one: Element) -> int:
        rows = [other.mark for other in elements if other.mark.row == one.mark.row >= 0]
        told = " ".join(f"{mark.name} {mark.purpose}" for mark in (one.mark, *rows))
        return len(words & _words(told))

    best = max(map(common, elements))
    likely = [one for one in elements if common(one) == best]
    return middle(likely[int(dice.integers(len(likely)))])


def monolingual(x: GroundInstance, dice: np.random.Generator) -> tuple[int, int]:
    """Reads English alone; on other screens it points at any element."""
    elements = reached(x.seen).screen().elements
    if x.seen.device.language == "en":
        elements = fits(x.aim, reached(x.seen))
    return middle(elements[int(dice.integers(len(elements)))])


def screens(count: int) -> None:
    """What share of `gui.ground` agents pass by level, and what drawing costs."""
    ground, agents = PointAt(), {"shaky": shaky, "monolingual": monolingual, "glancing": glancing}
    head = ("level", "solver", *agents, "best blind", "tasks")
    print(f"| {' | '.join(head)} |\n|{'---|' * len(head)}")
    for level in SIZES:
        dice = np.random.Generator(np.random.Philox(3))
        passed, blind = dict.fromkeys(("solver", *agents), 0), Counter[str]()
        start = time.process_time()
        tasks = source(ground.name, seed=11, level=level)
        made = [tasks.draw(index).instance for index in range(count)]
        rate = count / (time.process_time() - start)
        for x in made:
            passed["solver"] += ground.verify(x, ground.solve(x)).status == "pass"
            for name, agent in agents.items():
                passed[name] += ground.verify(x, str(agent(x, dice))).status == "pass"
            for name, answer in ground.baselines(x).items():
                blind[name] += ground.verify(x, answer).status == "pass"
        cells = [f"{got / count:.2f}" for got in (*passed.values(), max(blind.values()))]
        print(f"| {level:g} | {' | '.join(cells)} | {rate:,.0f} |", flush=True)
    middling = Source(ground, GroundParams.at(0.5, size="1024x768"), seed=12)
    seen = [middling.draw(index).instance.seen for index in range(count + 1)]
    picture(reached(seen.pop()).screen())  # imports, once
    for time_of in ("first", "again"):
        start = time.process_time()
        for one in seen:
            picture(reached(one).screen())
        rate = count / (time.process_time() - start)
        print(f"{rate:,.0f} screens of 1024x768 laid out and drawn a CPU-second ({time_of})")


def walked(x: MobileInstance, agent: str) -> str:
    """The transcript of a scripted user: all there is, or with one weakness."""
    one = Walker(
        Phone.at(x.device, notices=x.notices),
        limit=15 if agent == "brief" else 10_000,
        scrolls=0 if agent == "lazy" else 200,
    )
    try:
        for wish in x.wishes:
            if agent == "careless" and wish.verb not in ("all", "new"):
                one.takes = lambda found: found[:1]
                wish = wish.model_copy(update={"naming": Naming(equal=wish.naming.equal[:1])})
            one.wish(wish)
            one.takes = list
    except Lost:
        pass
    actions = (*one.actions, Action(tool="done"))[: x.turns]
    return Transcript(actions=actions).model_dump_json()


def mobile(count: int) -> None:
    """What share of `apps.mobile` scripted users pass by level, and what it costs."""
    family, users = Mobile(), ("solver", "careless", "lazy", "brief")
    head = (*users, "best trivial", "tasks", "first", "again", "actions")
    print(f"| level | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    for level in LEVELS:
        passed, cheap = dict.fromkeys(users, 0), Counter[str]()
        start = time.process_time()
        drawn_now = source(family.name, seed=11, level=level)
        made = [drawn_now.draw(index).instance for index in range(count)]
        rate = count / (time.process_time() - start)
        for x in made:
            for user in users:
                passed[user] += family.verify(x, walked(x, user)).status == "pass"
            for name, answer in family.baselines(x).items():
                cheap[name] += family.verify(x, answer).status == "pass"
        cells = [f"{got / count:.2f}" for got in (*passed.values(), max(cheap.values()))]
        first, again = verdict_rates(family.name, level)
        steps = sum(x.actions for x in made)
        cells += [f"{rate:,.0f}", f"{first:,.0f}", f"{again:,.0f}", f"{steps / count:.0f}"]
        print(f"| {level:g} | {' | '.join(cells)} |", flush=True)


def pushed(x: CursorInstance, agent: str, dice: np.random.Generator) -> str:
    """The transcript of somebody with a mouse, who takes a unit for a pixel or learns better."""
    desk, actions, scale = Desktop(x, x.at), list[Action](), 1.0
    (to_x, to_y), screen = middle(desk.target), desk.screen
    error = 0.01 * (screen.width**2 + screen.height**2) ** 0.5 * (agent == "shaky")
    at = x.at
    for _ in range(1 if agent == "hasty" else x.pushes):
        if screen.hit(*at) is desk.target:
            break
        off = np.array([to_x - at[0], to_y - at[1]])
        units = np.clip(np.rint(off / scale), -x.mouse.most, x.mouse.most).astype(int)
        before = np.array(desk.at)
        desk.push(int(units[0]), int(units[1]))
        actions.append(Action(tool="push", arguments={"dx": int(units[0]), "dy": int(units[1])}))
        seen = np.array(desk.at) + dice.normal(0, error, 2) if error else np.array(desk.at)
        if agent == "shaky" and (length := float(np.abs(units).max())) > 0:
            scale = max(0.1, float(np.abs(seen - before).max()) / length)
        at = int(seen[0]), int(seen[1])
    return Transcript(actions=(*actions, Action(tool="press"))).model_dump_json()


def cursor(count: int) -> None:
    """What share of `gui.cursor` people with a mouse pass by level, and what it costs."""
    family, users = Cursor(), ("trusting", "shaky", "hasty")
    head = ("solver", *users, "best trivial", "tasks", "first", "again")
    print(f"| level | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    for level in SIZES:
        dice = np.random.Generator(np.random.Philox(3))
        passed, cheap = dict.fromkeys(("solver", *users), 0), Counter[str]()
        start = time.process_time()
        tasks = source(family.name, seed=11, level=level, params={"form": "tree"})
        made = [tasks.draw(index).instance for index in range(count)]
        rate = count / (time.process_time() - start)
        answers = [family.solve(x) for x in made]
        first, again = verdict_rates(family.name, level)
        for x, answer in zip(made, answers, strict=True):
            passed["solver"] += family.verify(x, answer).reward == 1
            for user in users:
                passed[user] += family.verify(x, pushed(x, user, dice)).status == "pass"
            for name, blind in family.baselines(x).items():
                cheap[name] += family.verify(x, blind).status == "pass"
        cells = [f"{got / count:.2f}" for got in (*passed.values(), max(cheap.values()))]
        cells += [f"{pace:,.0f}" for pace in (rate, first, again)]
        print(f"| {level:g} | {' | '.join(cells)} |", flush=True)


def surfing(x: WebInstance, user: str) -> str:
    """The transcript of a scripted user of websites: all there is, or with one weakness."""
    one = Surfer(Browser.at(x.sites), limit=12 if user == "brief" else 10_000, turns=user != "lazy")
    try:
        for wish in x.wishes:
            if user == "careless" and wish.verb not in ("all", "new"):
                one.takes = lambda found: found[:1]
                wish = wish.model_copy(update={"naming": Naming(equal=wish.naming.equal[:1])})
            one.wish(wish)
            one.takes = list
    except OffTrack:
        pass
    told = answer_told(x.question, x.sites.device) if x.question else None
    finish = Action(tool="finish", arguments={"answer": told})
    return Transcript(actions=(*one.actions[: x.turns - 1], finish)).model_dump_json()


def web(count: int) -> None:
    """What share of `apps.web` scripted users pass by level, and what it costs."""
    family, users = Web(), ("careless", "lazy", "brief")
    head = ("solver", *users, "best trivial", "tasks", "steps", "first", "again", "actions")
    print(f"| level | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    for level in LEVELS:
        passed, cheap = dict.fromkeys(("solver", *users), 0), Counter[str]()
        start = time.process_time()
        tasks = source(family.name, seed=11, level=level)
        made = [tasks.draw(index).instance for index in range(count)]
        rate = count / (time.process_time() - start)
        answers = [family.solve(x) for x in made]
        first, again = verdict_rates(family.name, level)
        spent = time.process_time()
        for x, answer in zip(made, answers, strict=True):
            episode = Episode(family, x)
            for action in read_transcript(answer).actions:
                episode.act(action)
        steps = sum(x.actions for x in made)
        live = steps / (time.process_time() - spent)
        for x, answer in zip(made, answers, strict=True):
            passed["solver"] += family.verify(x, answer).reward == 1
            for user in users:
                passed[user] += family.verify(x, surfing(x, user)).status == "pass"
            for name, blind in family.baselines(x).items():
                cheap[name] += family.verify(x, blind).status == "pass"
        cells = [f"{got / count:.2f}" for got in (*passed.values(), max(cheap.values()))]
        cells += [f"{pace:,.0f}" for pace in (rate, live, first, again)] + [f"{steps / count:.0f}"]
        print(f"| {level:g} | {' | '.join(cells)} |", flush=True)


def greedy(x: InverseInstance, _dice: np.random.Generator) -> Move:
    """Looks one action ahead: says what makes the screen most like the second one."""
    after = after_of(x).screen().elements
    shown, written = {(one.mark, one.box) for one in after}, [one.mark.value for one in after]
    likest, most = Move(action="back"), -1
    texts = [
        Move(action="type", text=text) for text in dict.fromkeys(written) if 0 < len(text) < 99
    ]
    for move in (*texts, *choices(reached(x.seen))):
        phone = reached(x.seen)
        done_by(move, phone)
        there = {(one.mark, one.box) for one in phone.screen().elements}
        if (same := 2 * len(there & shown) - len(there)) > most:
            likest, most = move, same
    return likest


def beside(x: InverseInstance, dice: np.random.Generator) -> Move:
    """Knows what was done, and says a point that is off by a hundredth of the diagonal."""
    move = x.moves[0]
    if move.action != "tap":
        return move
    error = 0.01 * (x.seen.device.width**2 + x.seen.device.height**2) ** 0.5
    off = dice.normal(0, error, 2).round().astype(int)
    return move.model_copy(
        update={"x": max(0, move.x + int(off[0])), "y": max(0, move.y + int(off[1]))}
    )


def _words(said: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", said.casefold()))


def between(count: int) -> None:
    """What share of `gui.inverse_dynamics` agents pass by level, and what it costs."""
    family, agents = InverseDynamics(), {"shaky": beside, "greedy": greedy}
    head = ("solver", *agents, "best blind", "tasks", "first", "again")
    print(f"| level | {' | '.join(head)} |\n|---|{'---|' * len(head)}")
    for level in SIZES:
        dice = np.random.Generator(np.random.Philox(3))
        passed, blind = dict.fromkeys(("solver", *agents), 0), Counter[str]()
        start = time.process_time()
        tasks = source(family.name, seed=11, level=level, params={"form": "tree"})
        made = [tasks.draw(index).instance for index in range(count)]
        rate = count / (time.process_time() - start)
        first, again = verdict_rates(family.name, level)
        for x in made:
            passed["solver"] += family.verify(x, family.solve(x)).reward == 1
            for name, agent in agents.items():
                said = agent(x, dice).model_dump_json(exclude_defaults=True)
                passed[name] += family.verify(x, said).status == "pass"
            for name, answer in family.baselines(x).items():
                blind[name] += family.verify(x, answer).status == "pass"
        cells = [f"{got / count:.2f}" for got in (*passed.values(), max(blind.values()))]
        cells += [f"{pace:,.0f}" for pace in (rate, first, again)]
        print(f"| {level:g} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--docs", action="store_true", help="all levels, as tables")
    parser.add_argument("--screens", action="store_true", help="`gui.ground`, and drawing")
    parser.add_argument("--mobile", action="store_true", help="`apps.mobile`")
    parser.add_argument("--cursor", action="store_true", help="`gui.cursor`")
    parser.add_argument("--web", action="store_true", help="`apps.web`")
    parser.add_argument("--between", action="store_true", help="`gui.inverse_dynamics`")
    parser.add_argument("--verdicts", action="store_true", help="what verdicts cost, all families")
    options = parser.parse_args()
    for table in (screens, mobile, cursor, web, between, verdicts):
        if getattr(options, table.__name__):
            table(options.tasks)
            return
    levels = LEVELS if options.docs else (0.0, 0.5, 1.0)
    print("| level | tasks | steps | first | again | actions of the reference |")
    print("|---|---|---|---|---|---|")
    for level in levels:
        print(rates(level, options.tasks), flush=True)
    print(f"\n| level | {' | '.join(AGENTS)} | best trivial |\n|---|{'---|' * (len(AGENTS) + 1)}")
    for level in levels:
        print(success(level, options.tasks), flush=True)
    print()
    agentdojo()
    tau2()


if __name__ == "__main__":
    main()
