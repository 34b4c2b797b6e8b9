"""One run beside each rival at its own job, in one table.

    python -m benchmarks.rivals                            # what PyPI has: some twenty minutes
    python -m benchmarks.rivals reasoning_gym satquest
    python -m benchmarks.rivals rlve --checkout rlve=../RLVE
    python -m benchmarks.rivals --docs                     # written into docs/rivals.md

Each rival gets an environment of its own under build/trainers/, with the version that is named
below, and both sides run in it, one after the other in one process. Rates are of CPU time. How
right answers are read is tried with the pack that our own families are held to: each side's own
right answer in the form that its own prompt asks for, and in the other shapes that models write.
"""

import argparse
import importlib
import json
import os
import subprocess
import sys
from math import isinf
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from benchmarks.rivals.rows import Row  # noqa: E402
from tests.trainers.run import TORCH, Peer, environment  # noqa: E402

RIVALS = {
    "reasoning_gym": Peer(("reasoning-gym==0.1.25",)),
    "satquest": Peer(("satquest==0.2.0",)),
    "reasoning_core": Peer(("reasoning-core==0.5.0",)),
    "verifiers": Peer(("verifiers==0.4.0",)),
    "openenv": Peer(("openenv==0.10.0", "websockets")),
    "syllabus": Peer(("Syllabus-RL==0.7", "matplotlib", "scipy", TORCH), large=True),
    "nemo_gym": Peer(("nemo-gym==0.4.0", "reasoning-gym==0.1.25"), large=True, python="3.12"),
    "rlve": Peer((TORCH, "networkx", "sympy"), large=True),
    "internbootcamp": Peer(()),
}
CHECKED_OUT = ("rlve", "internbootcamp")
"""Those that are on no index: `--checkout` says where their repository is."""
PAGE = ROOT / "docs" / "rivals.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"


def measured(name: str, checkout: str = "") -> list[Row]:
    """Run one rival's jobs in its environment."""
    python = environment(f"rival_{name}", RIVALS[name])
    command = [str(python), "-W", "ignore", "-m", "benchmarks.rivals", "--here", name]
    run = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "CHECKOUT": checkout},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(f"{name} could not be measured")
    return [Row(*row) for row in json.loads(run.stdout.splitlines()[-1])]


def here(name: str) -> None:
    """In the rival's environment: print its rows as JSON, for the process that asked."""
    rows = list(importlib.import_module(f"benchmarks.rivals.of_{name}").rows())
    print(json.dumps(rows))


def table(found: dict[str, list[Row]]) -> str:
    """All rows as Markdown."""
    lines = ["| rival | job | theirs | ours | |", "| --- | --- | ---: | ---: | --- |"]
    for name, rows in found.items():
        title = (
            f"{RIVALS[name].packages[0].replace('==', ' ')}" if name not in CHECKED_OUT else name
        )
        for row in rows:
            job = f"{row.job}, {row.unit}" if row.unit else row.job
            lines.append(
                f"| {title} | {job} | {said(row.theirs)} | {said(row.ours)} | {times(row)} |"
            )
            title = ""
    return "\n".join(lines) + "\n"


def said(number: float) -> str:
    """Three digits of it."""
    if isinf(number):
        return "never"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def times(row: Row) -> str:
    """By how much ours is ahead; shares are not divided."""
    if row.unit == "%" or isinf(row.theirs):
        return row.note
    ours, theirs = (row.theirs, row.ours) if row.lower else (row.ours, row.theirs)
    return f"{said(ours / theirs)} times{'; ' * bool(row.note)}{row.note}"


def main() -> None:
    """Measure, and print or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rivals", nargs="*", metavar="RIVAL", help=", ".join(RIVALS))
    parser.add_argument("--checkout", action="append", default=[], metavar="RIVAL=PATH")
    parser.add_argument("--docs", action="store_true", help="write docs/rivals.md")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        here(options.here)
        return
    places = dict(one.split("=", 1) for one in options.checkout)
    names = options.rivals or [n for n in RIVALS if n not in CHECKED_OUT or n in places]
    if unknown := [n for n in names if n not in RIVALS or (n in CHECKED_OUT and n not in places)]:
        parser.error(
            f"{', '.join(unknown)}: not a rival, or --checkout {unknown[0]}=PATH is missing"
        )
    found = {}
    for name in names:
        found[name] = measured(name, places.get(name, ""))
        print(table({name: found[name]}), flush=True)
    if options.docs:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(before + BEGIN + "\n" + table(found) + "\n" + END + rest.partition(END)[2])


if __name__ == "__main__":
    main()
