"""Time answers to `code.kernel` on this machine's GPU, beside their exact costs.

    python -m tasksynth_code.gpu [TASKS.jsonl] --answers answers.jsonl [--out timings.jsonl]

Rows of answers are those of `tasksynth verify`: {"task": ID or address, "answer": "…"}.
"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from tasksynth import Task, UsageError
from tasksynth.single import resolve
from tasksynth_code.families.kernel import KernelInstance
from tasksynth_code.gpu.timing import LIMIT_S, REPEATS, KernelTiming, missing, timings


def main(arguments: list[str] | None = None) -> int:
    """A line for each answer; 1 where nothing can be timed."""
    parser = argparse.ArgumentParser(prog="python -m tasksynth_code.gpu", description=__doc__)
    parser.add_argument("tasks", nargs="?", type=Path, help="a JSONL file of a dataset")
    parser.add_argument("--answers", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="timings as JSONL")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--limit-s", type=float, default=LIMIT_S, help="for each answer")
    args = parser.parse_args(arguments)
    if why := missing(limit_s=args.limit_s):
        sys.stderr.write(f"kernels cannot be timed here: {why}\n")
        return 1
    tasks = instances(args.tasks) if args.tasks else {}
    rows = [json.loads(line) for line in args.answers.read_text().splitlines() if line.strip()]
    pairs = ((instance(str(row["task"]), tasks), str(row["answer"])) for row in rows)
    sys.stdout.write(f"{'cost':>10}{'ms':>10}{'cheaper':>9}{'faster':>8}  task\n")
    lines = []
    for row, one in zip(
        rows, timings(pairs, repeats=args.repeats, limit_s=args.limit_s), strict=True
    ):
        sys.stdout.write(f"{told(one)}  {row['task']}\n")
        sys.stdout.flush()
        lines.append(json.dumps({"task": row["task"], **one.model_dump(mode="json")}))
    if args.out:
        args.out.write_text("".join(f"{line}\n" for line in lines))
    return 0


def instances(file: Path) -> dict[str, KernelInstance]:
    """The tasks of `code.kernel` in a file, by their ids."""
    tasks = (Task.model_validate_json(line) for line in file.read_text().splitlines())
    return {
        one.id: KernelInstance.model_validate(one.instance)
        for one in tasks
        if one.ref.family == "code.kernel"
    }


def instance(name: str, tasks: Mapping[str, KernelInstance]) -> KernelInstance:
    """The task of a row, by its id or its address."""
    if name in tasks:
        return tasks[name]
    made, index = resolve(name)
    x = made.draw(index).instance
    if not isinstance(x, KernelInstance):
        raise UsageError(f"{name} is no task of code.kernel")
    return x


def told(one: KernelTiming) -> str:
    """A line of the table."""
    if one.milliseconds is None:
        cost = f"{one.cost:>10,}" if one.cost else " " * 10
        return f"{cost}{one.status:>27}: {one.why}"
    return f"{one.cost:>10,}{one.milliseconds:>10.4f}{one.cheaper:>8.1f}x{one.faster:>7.1f}x"


if __name__ == "__main__":
    sys.exit(main())
