"""The race as a command: `python benchmarks/curriculum.py race`."""

import argparse
import json

from benchmarks.race import peers, table
from benchmarks.race.kinds import drawn, kinds_of
from benchmarks.race.run import Training


def declare(options: argparse.ArgumentParser) -> None:
    """What it takes."""
    whole, share = int, float
    options.add_argument("entrants", nargs="*", metavar="ENTRANT", help="all but Syllabus's")
    options.add_argument("--learner", action="append", default=[], help="a type; may be repeated")
    options.add_argument("--seeds", type=whole, default=20, help="learners of each type, from 2")
    options.add_argument(
        "--tuning", action="store_true", help="the learners and seeds to tune on, not to report"
    )
    options.add_argument(
        "--drawn", type=whole, default=0, metavar="N", help="instead, N types drawn by chance"
    )
    options.add_argument("--syllabus", action="store_true", help="also Syllabus's own classes")
    options.add_argument("--lag", type=whole, default=0, help="steps by which feedback is late")
    options.add_argument("--lost", type=share, default=0.0, help="share of feedback lost")
    options.add_argument("--flipped", type=share, default=0.0, help="share of rewards wrong")
    options.add_argument("--steps", type=whole, default=200, help="of 32 groups of 8")
    options.add_argument("--workers", type=whole, default=2, help="processes")
    options.add_argument("--json", action="store_true", help="print JSON")
    options.set_defaults(run=main)


def main(chosen: argparse.Namespace) -> None:
    """Race strategies over simulated learners, against uniform and an oracle that sees them."""
    kinds = drawn(chosen.drawn) or kinds_of(chosen.learner, tuning=chosen.tuning)
    numbers = [1000 * chosen.tuning + i for i in range(chosen.seeds)]
    course = Training(steps=chosen.steps, lag=chosen.lag, lost=chosen.lost, flipped=chosen.flipped)
    names = [*(chosen.entrants or table.ENTRANTS), *(peers.NAMES if chosen.syllabus else ())]
    done: dict[str, table.Finish] = {}
    rows = []
    if not chosen.json:
        print(table.HEAD)
    for result in table.race(names, kinds, numbers, course, workers=chosen.workers):
        done[result.name] = result
        if len(done) < 2:
            continue
        for one in done.values() if len(done) == 2 else [result]:
            rows.append(table.row(one, done["oracle"], done["uniform"], kinds))
            if not chosen.json:
                print(table.line(rows[-1]), flush=True)
    if chosen.json:
        print(json.dumps([row.model_dump(mode="json") for row in rows]))
    else:
        print(table.by_type(rows))
        if "frontier" in done and len(done) > 2:
            print(table.default(done, kinds))
