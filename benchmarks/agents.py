"""What episodes of agents cost, and how far agents of small skill get at each level.

    python benchmarks/agents.py [--tasks 100] [--docs]

Rates are per CPU-second of this process: tasks made, steps of the reference played live, verdicts
on its transcripts. Where AgentDojo is installed (`pip install agentdojo`), its banking, workspace
and travel suites are stepped by their own ground truth in the same run: a step there is one call of
a tool in its runtime, and nothing is judged. `--docs` prints the tables of docs/agents.md.
"""

import argparse
import time
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from tasksynth import Episode, source
from tasksynth.episode import read_transcript
from tasksynth_apps.agents.seeker import FULL, Skill
from tasksynth_apps.families.api_world import ApiWorld, play
from tasksynth_apps.goals.instance import ApiWorldInstance

LEVELS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
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
    start = time.process_time()
    for x, answer in zip(instances, answers, strict=True):
        FAMILY.verify(x, answer)
    verdicts = count / (time.process_time() - start)
    calls = sum(map(len, played)) / count
    return f"| {level:g} | {made:,.0f} | {steps:,.0f} | {verdicts:,.0f} | {calls:.0f} |"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=100)
    parser.add_argument("--docs", action="store_true", help="all levels, as tables")
    options = parser.parse_args()
    levels = LEVELS if options.docs else (0.0, 0.5, 1.0)
    print("| level | tasks | steps | verdicts | actions of the reference |\n|---|---|---|---|---|")
    for level in levels:
        print(rates(level, options.tasks), flush=True)
    print(f"\n| level | {' | '.join(AGENTS)} | best trivial |\n|---|{'---|' * (len(AGENTS) + 1)}")
    for level in levels:
        print(success(level, options.tasks), flush=True)
    print()
    agentdojo()


if __name__ == "__main__":
    main()
