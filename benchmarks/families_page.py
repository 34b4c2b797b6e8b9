"""Write `docs/families.md`: every family that comes with tasksynth, on one page, out of the code.

    python benchmarks/families_page.py

Axes, floors and what is measured come from the classes, the examples from `datasets/golden`, what
bounded solvers pass from the tables of `docs/evidence.md`. A test holds the page up to date.
"""

import json
import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from tasksynth import registry
from tasksynth.family import Knob, Ladder
from tasksynth_schemas import Task

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "families.md"
GOLDEN = ROOT / "datasets" / "golden"
EVIDENCE = ROOT / "docs" / "evidence.md"
LEVELS = (0.0, 0.5, 1.0)
SHOWN = 900
"""Characters of an example that are shown."""
OTHERS = ("demo.", "rc.", "rg.", "toy.")
"""Families that are somebody else's, or examples."""
CHAPTERS = {
    "apps": "agents.md",
    "curricula": "curriculum.md",
    "puzzle": "puzzles.md",
    "tools": "agents.md",
}
"""Where a domain is described, if not in a file of its own name."""
ROCKET = (
    "Scalable Multi-Task Reinforcement Learning for Generalizable Spatial Intelligence in "
    "Visuomotor Agents ([2507.23698](https://arxiv.org/abs/2507.23698))"
)
SQL = "Reasoning-SQL: Reinforcement Learning with SQL Tailored Partial Rewards"
SOURCES = {
    "apps.*": "Reinforcement Learning for Long-Horizon Interactive LLM Agents",
    "minecraft.crafter": "RLAdapter: Bridging Large Language Models to Reinforcement Learning in "
    "Open Worlds",
    "minecraft.memory": "MINDSTORES: Memory-Informed Neural Decision Synthesis",
    "minecraft.techtree": "MINDSTORES: Memory-Informed Neural Decision Synthesis",
    "minecraft.*": ROCKET,
    "planning.pddl": "PlanBench (Valmeekam et al., 2023)",
    "sat.saturn": "SATURN: SAT-based Reinforcement Learning to Unleash Language Model Reasoning",
    "sat.*": "SATQuest: A Verifier for Logical Reasoning Evaluation, and SATURN",
    "sql.decompose": "LearNAT: Learning NL2SQL with AST-guided Task Decomposition",
    "sql.*": SQL,
    "text.instructions": "IFEval ([2311.07911](https://arxiv.org/abs/2311.07911))",
    "text.recall": "Towards mental time travel: a hierarchical memory for reinforcement learning "
    "agents ([2105.14039](https://arxiv.org/abs/2105.14039))",
    "tools.code_math": "ReTool: Reinforcement Learning for Strategic Tool Use in LLMs",
    "tools.retrieval": "Data-Efficient Massive Tool Retrieval",
}
"""The work that a kind of task comes from; the first pattern that fits counts."""


def page() -> str:
    """The whole page."""
    names = [name for name in registry.names() if not name.startswith(OTHERS)]
    passed = _passed()
    intro = (
        "# All families\n\nEvery family that comes with tasksynth: an example, what moves with the "
        "level, what guessing gets, how it is measured, and where the kind of task comes from. "
        "`python benchmarks/families_page.py` writes this page out of the code, "
        "`datasets/golden` and [evidence](evidence.md).\n"
    )
    parts = [intro, _listed(names)]
    parts += [_section(name, passed.get(name)) for name in names]
    return "\n".join(parts)


def _listed(names: list[str]) -> str:
    rows = [
        f"| [`{name}`](#{name.replace('.', '')}) | {registry.summary(registry.get(name))} |"
        for name in names
    ]
    return "| family | the task |\n|---|---|\n" + "\n".join(rows) + "\n"


def _section(name: str, passed: str | None) -> str:
    family = registry.get(name)
    tasks = _tasks(name)
    floors = ", ".join(f"{family.floor(family.Params.at(level)):.2g}" for level in LEVELS)
    lines = [
        f"## `{name}` {{#{name.replace('.', '')}}}\n",
        f"{registry.summary(family)} Version {family.version}; [more]({_chapter(name)}).\n",
        f"- **Comes from**: {_source(name)}.",
        f"- **Floor** at levels 0, .5 and 1: {floors}.",
    ]
    if family.effort and tasks:
        told = ", ".join(f"{task.measure[family.effort]:,.6g}" for task in tasks.values())
        lines.append(
            f"- **Takes** (`{family.effort}`, in one task of each of these levels): {told}."
        )
    if passed:
        lines.append(f"- **Bounded solver** at levels 0, .25, .5, .75 and 1: {passed}.")
    lines += ["", _axes(family), ""]
    if tasks:
        lines += [_example(tasks[0.0]), ""]
    return "\n".join(lines)


def _axes(family: Any) -> str:
    rows = ["| moves with the level | from | to | |", "|---|---|---|---|"]
    easy, hard = family.Params.at(0.0), family.Params.at(1.0)
    for field, mark in family.Params.knobs().items():
        told = family.Params.model_fields[field].description or ""
        first = re.split(r"(?<=\.)\s", " ".join(told.split()))[0].replace("|", "\\|")
        by = ", by ratios" if isinstance(mark, Knob) and mark.log else ""
        by = ", in steps" if isinstance(mark, Ladder) else by
        low, high = (_value(getattr(params, field)) for params in (easy, hard))
        rows.append(f"| `{field}` | {low} | {high}{by} | {first} |")
    return "\n".join(rows)


def _value(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _example(task: Task) -> str:
    text = task.text
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(' ', 1)[0]} […]"
    indented = "\n".join(f"    {line}".rstrip() for line in shown.split("\n"))
    return f"A task of level 0 ({len(text):,} characters):\n\n{indented}"


def _tasks(name: str) -> dict[float, Task]:
    """The first recorded task of each level."""
    file = GOLDEN / f"{name}.jsonl"
    found: dict[float, Task] = {}
    for line in file.read_bytes().splitlines() if file.is_file() else ():
        task = Task.model_validate(json.loads(line)["task"])
        if task.level is not None:
            found.setdefault(task.level, task)
    return found


def _passed() -> dict[str, str]:
    """What the bounded solvers of the evidence's first table pass."""
    rows = re.findall(
        r"^\| `([\w.]+)` \| ([^|]+ up to [^|]+?) \|((?: [\d.]+\*? \|){5})",
        EVIDENCE.read_text(),
        re.MULTILINE,
    )
    return {
        name: f"{solver} passes {', '.join(share.strip() for share in shares.split('|')[:5])}"
        for name, solver, shares in rows
    }


def _source(name: str) -> str:
    found = (source for pattern, source in SOURCES.items() if fnmatch(name, pattern))
    return next(found, "a kind that is known without a paper, or tasksynth's own")


def _chapter(name: str) -> str:
    domain = name.partition(".")[0]
    file = CHAPTERS.get(domain, f"{domain}.md")
    return file if (ROOT / "docs" / file).is_file() else "index.md"


if __name__ == "__main__":
    PAGE.write_text(page())
    print(f"{PAGE}: {len(page()):,} characters")
