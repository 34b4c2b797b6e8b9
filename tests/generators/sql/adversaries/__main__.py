"""Three adversaries against generated tasks: what wrong queries are accepted?

    python -m tests.generators.sql.adversaries --tasks 200 --out campaign.jsonl

Each adversary is written apart from the makers of suites and from the others: `grammar` changes
the gold by SQLite's grammar, once or twice; `plans` puts the words of a question into small plans;
`rules` is a text-to-SQL baseline with the habits of careless writers. A query that is accepted is
run beside the gold on random databases that keep every promise of the schema; one on which they
differ refutes it. Rates are of all queries tried, with the 95 % interval of Wilson.

With `--out` each task is a line of a file, and the same command goes on where it was stopped.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

from tasksynth import source
from tasksynth_sql.families.text2sql import Text2Sql, Text2SqlInstance
from tests.generators.sql.adversaries.grammar import Grammar
from tests.generators.sql.adversaries.plans import Plans
from tests.generators.sql.adversaries.rules import Baseline
from tests.generators.sql.adversaries.trial import Tally, interval, trial
from tests.generators.sql.adversaries.worlds import Schema

NAMES = ("grammar", "plans", "rules")


def candidates(name: str, x: Text2SqlInstance, seed: int, count: int) -> Iterator[str]:
    """What one adversary answers."""
    schema = Schema(x.ddl)
    if name == "grammar":
        return Grammar(x.gold, schema, Random(seed)).draw(count)
    if name == "rules":
        return Baseline(x.question, schema).answers()
    return Plans(x.question, schema, Random(seed)).draw(10 * count)


def attack(
    rung: int,
    indices: range,
    *,
    name: str,
    count: int,
    databases: int,
    seed: int = 7,
    structure: str = "plain",
) -> Tally:
    """One adversary against the tasks of a rung."""
    params, found = {"structure": structure}, Tally()
    tasks = source("sql.text2sql", seed=seed, level=(rung + 0.5) / 6, params=params)
    for index in indices:
        x = Text2SqlInstance.model_validate(tasks.make(index).instance)
        answers = candidates(name, x, index, count)
        found.add(trial(x, answers, seed=index, count=databases))
    return found


class Campaign:
    """Tallies by task, kept in a file so that a campaign can be stopped and gone on with."""

    def __init__(self, out: Path | None, settings: str, structure: str = "plain") -> None:
        self._out, self._settings, self._structure = out, settings, structure
        self._known: dict[str, Tally] = {}
        if out is not None and out.exists():
            text = out.read_text()
            whole = text[: text.rfind("\n") + 1]  # not what a killed process left half written
            out.write_text(whole)
            for line in whole.splitlines():
                row = json.loads(line)
                self._known[row["task"]] = Tally(**row["tally"])

    def attack(self, name: str, rung: int, index: int, *, count: int, databases: int) -> Tally:
        """One adversary against one task, unless that is known already."""
        key = f"{name} {rung} {index} {self._settings}"
        if key not in self._known:
            only = range(index, index + 1)
            found = attack(
                rung,
                only,
                name=name,
                count=count,
                databases=databases,
                structure=self._structure,
            )
            self._known[key] = found
            if self._out is not None:
                with self._out.open("a") as file:
                    file.write(json.dumps({"task": key, "tally": asdict(found)}) + "\n")
        return self._known[key]


def main() -> None:
    """Attack, a line for each adversary and rung."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tasks", type=int, default=20, help="tasks a rung")
    parser.add_argument("--start", type=int, default=0, help="index of the first task")
    parser.add_argument("--rungs", default="012345")
    parser.add_argument("--queries", type=int, default=60, help="changes of a gold; plans: 10 x")
    parser.add_argument("--databases", type=int, default=50, help="random databases a task")
    parser.add_argument("--adversary", choices=NAMES, help="default: all of them")
    parser.add_argument("--structure", choices=("plain", "wide"), default="plain")
    parser.add_argument("--out", type=Path, help="a file to go on with; default: none")
    args = parser.parse_args()
    settings = f"{args.queries} {args.databases} version {Text2Sql.version}"
    settings += "" if args.structure == "plain" else f" {args.structure}"
    campaign = Campaign(args.out, settings, args.structure)
    for name in [args.adversary] if args.adversary else NAMES:
        whole = Tally()
        for rung in map(int, args.rungs):
            found = Tally()
            for index in range(args.start, args.start + args.tasks):
                found.add(
                    campaign.attack(name, rung, index, count=args.queries, databases=args.databases)
                )
            whole.add(found)
            _say(f"{name}, rung {rung}", found)
            sys.stdout.writelines(f"{wrong}\n" for wrong in found.wrong)
        _say(name, whole)


def _say(what: str, found: Tally) -> None:
    low, high = interval(len(found.wrong), found.tried)
    sys.stdout.write(
        f"{what}: {found.tasks} tasks, {found.tried} queries, {found.refused} refused, "
        f"{found.equal} accepted and never refuted, {len(found.wrong)} accepted and refuted "
        f"({100 * low:.3f} to {100 * high:.3f} %)\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
