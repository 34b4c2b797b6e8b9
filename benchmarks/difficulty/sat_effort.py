"""What a solver spends on the SAT families, how long their prompts are, and how quick they come.

    python benchmarks/difficulty/sat_effort.py --docs  # 40 tasks a level, into docs/sat.md

Medians over tasks as they are drawn. Conflicts are MiniSat's, of one run, with the proof where the
answer is an optimum or a contradiction; other families count what their own searches go through.
The last two columns are of level 1; tasks per CPU-second are whole ones, with certificate, prompt
and features, of one process.
"""

import argparse
import re
import time
from pathlib import Path
from statistics import median

from tasksynth import registry
from tasksynth.single import source

LEVELS = (0.0, 0.5, 1.0)
SPENT = {"sat.count": "decisions", "sat.qbf": "answered"}
"""What is counted in place of conflicts."""
WORDS = {"decisions": "decisions of a counter", "answered": "refuted moves"}
PAGE = Path(__file__).parents[2] / "docs" / "sat.md"
HEAD = "| family | counted | level 0 | 0.5 | 1 | characters | tasks a CPU-second |"


def row(name: str, tasks: int) -> str:
    """The line of one family."""
    counted = SPENT.get(name, "conflicts")
    spent: list[str] = []
    length, rate = 0.0, 0.0
    for level in LEVELS:
        made = source(name, seed=2, level=level)
        made.make(tasks)
        start = time.process_time()
        drawn = [made.draw(i).task for i in range(tasks)]
        rate = tasks / (time.process_time() - start)
        spent.append(f"{median(task.measure[counted] for task in drawn):,.0f}")
        length = median(len(task.text) for task in drawn)
    cells = [f"`{name}`", WORDS.get(counted, counted), *spent, f"{length:,.0f}", f"{rate:,.1f}"]
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, and where asked write it into the docs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--tasks", type=int, default=40, help="tasks for each family and level")
    parser.add_argument("--docs", action="store_true", help="write the table into docs/sat.md")
    asked = parser.parse_args()
    lines = [HEAD, "| --- " * 7 + "|"]
    print("\n".join(lines))
    for name in registry.names():
        if name.startswith("sat."):
            lines.append(row(name, asked.tasks))
            print(lines[-1], flush=True)
    if asked.docs:
        text = PAGE.read_text()
        table = "\n".join([f"These are of {asked.tasks} tasks:", "", *lines])
        before = r"These are of \d+ tasks:\n\n" + re.escape(HEAD) + r"(?:\n\|.*)*"
        PAGE.write_text(re.sub(before, lambda _: table, text))


if __name__ == "__main__":
    main()
