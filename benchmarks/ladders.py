"""Is harder harder? Bounded solvers of every family, for the first table of `docs/evidence.md`.

    python -m benchmarks.ladders measure ladders.jsonl            # goes on where it was stopped
    python -m benchmarks.ladders measure ladders.jsonl 'sat.*'    # some families alone
    python -m benchmarks.ladders show ladders.jsonl --docs docs   # into the table

A row of the file is what `tasksynth calibrate` says of one family. One of another version, or that
counts another effort, is measured anew; what is not measured keeps its row in the table.
"""

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.families_page import OTHERS
from tasksynth import registry
from tasksynth.calibration import calibrate
from tasksynth.calibration.models import Curve, FamilyCalibration

LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
TASKS = 60
MORE = {
    "code.kernel": 120,
    "curricula.diagnose": 100,
    "curricula.order": 100,
    "gui.ground": 480,
    "mdp.stream": 160,
    "minecraft.crafter": 240,
    "puzzle.entailment": 240,
    "puzzle.futoshiki": 100,
    "puzzle.kakuro": 100,
    "puzzle.killer": 100,
    "puzzle.knights": 240,
    "sat.coloring": 240,
    "text.diagnosis": 240,
    "vision.chart": 240,
    "vision.slide_defect": 240,
}
"""Tasks a level of families whose ladder is gentle, or cheap to measure; `TASKS` of the others."""
DRAWS = 400
HEAD = "| family | solver | 0 |"
_ROW = re.compile(r"\| `([a-z0-9_.]+)` \|")


def families(patterns: Sequence[str]) -> list[str]:
    """Those that come with tasksynth and say what a solution takes."""
    names = [name for pattern in patterns for name in registry.match(pattern)]
    ours = [name for name in dict.fromkeys(names) if not name.startswith(OTHERS)]
    return sorted(name for name in ours if registry.get(name).effort)


def measure(file: Path, patterns: Sequence[str]) -> None:
    """Measure each family that is not in the file as it is now."""
    done = {row.family for row in rows(file)}
    for name in families(patterns):
        if name in done:
            continue
        began = time.process_time()
        found = calibrate([name], levels=LEVELS, tasks=MORE.get(name, TASKS), draws=DRAWS)
        row = found.families[0]
        with file.open("a") as out:
            out.write(row.model_dump_json() + "\n")
        off = max((one.off for one in row.curves), default=0.0)
        print(f"{name}: off by {off:.3f}, {time.process_time() - began:.0f} s", flush=True)


def rows(file: Path) -> list[FamilyCalibration]:
    """What was measured of families as they are now, the newest of each."""
    if not file.exists():
        return []
    every = [FamilyCalibration.model_validate_json(line) for line in file.read_text().splitlines()]
    known = {row.family: row for row in every if row.family in registry.names()}
    now = ((row, registry.get(row.family)) for row in known.values())
    return [r for r, family in now if (r.version, r.effort) == (family.version, family.effort)]


def told(row: FamilyCalibration) -> str:
    """A row of the table: the middle budget, and how far any of them is off."""
    middle = row.curves[len(row.curves) // 2]
    shares = " | ".join(f"{point.success.value:.2f}" for point in middle.points)
    first, last = row.rungs[0], row.rungs[-1]
    return (
        f"| `{row.family}` | {middle.subject} | {shares} | {_off(row.curves)} | "
        f"{first.prompt_chars:,.0f} | {last.prompt_chars:,.0f} | {first.tasks} |"
    )


def _off(curves: Sequence[Curve]) -> str:
    star = " *" * any(one.reversed for one in curves)
    return f"{max(one.off for one in curves):.3f}{star}"


def placed(page: str, some: Sequence[FamilyCalibration]) -> str:
    """The page with these families' rows in its table, which is in order of names."""
    before, table, after = _parted(page)
    known = {found[1]: line for line in table if (found := _ROW.match(line))}
    known |= {row.family: told(row) for row in some if row.curves}
    lines = [known[name] for name in sorted(known)]
    return "\n".join([*before, *table[:2], *lines, *after]) + "\n"


def _parted(page: str) -> tuple[list[str], list[str], list[str]]:
    """Lines before the table, of it, and after."""
    lines = page.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith(HEAD))
    last = first + sum(1 for _ in _leading(lines[first:]))
    return lines[:first], lines[first:last], lines[last:]


def _leading(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    measuring = verbs.add_parser("measure", help="measure families")
    measuring.add_argument("file", type=Path, help="rows, one a family")
    measuring.add_argument("patterns", nargs="*", default=["*"], help="families: sat.*")
    showing = verbs.add_parser("show", help="the rows of the table")
    showing.add_argument("file", type=Path)
    showing.add_argument("--docs", type=Path, help="write them into evidence.md there")
    said = parser.parse_args()
    if said.verb == "measure":
        measure(said.file, said.patterns or ["*"])
        return
    found = rows(said.file)
    print("\n".join(told(row) for row in found if row.curves))
    if said.docs:
        page = said.docs / "evidence.md"
        page.write_text(placed(page.read_text(), found))


if __name__ == "__main__":
    main()
