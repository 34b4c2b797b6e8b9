"""Spider's and BIRD's layouts, and an audit of the tasks: `python -m tasksynth_sql --help`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from tasksynth import Task, TasksynthError, UsageError
from tasksynth_sql.exchange.spider import export_bird, export_spider, read_predictions
from tasksynth_sql.judging.engines import Engine


def read_tasks(dataset: Path) -> Iterator[Task]:
    """The tasks of a dataset folder, or of one file of JSON lines.

    Raises:
        UsageError: if there is no such file.
    """
    files = sorted(dataset.glob("*.jsonl")) if dataset.is_dir() else [dataset]
    if not files or not files[0].exists():
        raise UsageError(f"no tasks in {dataset}: want a dataset folder or a .jsonl file")
    for file in files:
        with file.open("rb") as lines:
            yield from (Task.model_validate_json(line) for line in lines)


def run_audit(args: argparse.Namespace) -> int:
    """Audit tasks, a rung a line; returns 1 if something is wrong."""
    from tasksynth_sql.checking.audit import audit, audit_engine

    faults = 0
    for rung in range(6) if args.rung is None else [args.rung]:
        indices = range(args.start, args.start + args.count)
        done = audit_engine(args.engine, rung, indices) if args.engine else audit(rung, indices)
        said = ", ".join(f"{count:,} {name}" for name, count in done.counts.items())
        sys.stdout.write(f"rung {rung}: {said}; {len(done.faults)} faults\n")
        sys.stdout.writelines(f"  {fault}\n" for fault in done.faults)
        faults += len(done.faults)
    return int(faults > 0)


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tasksynth_sql", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, said in (
        ("export-spider", "write a dataset's tasks as Spider does"),
        ("export-bird", "write a dataset's tasks as BIRD does"),
        ("answers", "turn a prediction file into rows for `tasksynth verify --answers`"),
    ):
        command = commands.add_parser(name, help=said)
        command.add_argument("dataset", type=Path)
        command.add_argument("file" if name == "answers" else "out", type=Path)
    command = commands.add_parser("audit", help="hold generated tasks to what they promise")
    command.add_argument("--rung", type=int, choices=range(6), help="default: all of them")
    command.add_argument("--start", type=int, default=0, help="index of the first task")
    command.add_argument("--count", type=int, default=10, help="tasks a rung")
    command.add_argument("--engine", choices=get_args(Engine), help="compare golds there instead")
    args = parser.parse_args(argv)
    try:
        if args.command == "audit":
            return run_audit(args)
        tasks = read_tasks(args.dataset)
        if args.command == "answers":
            for answer in read_predictions(args.file, tasks):
                sys.stdout.write(answer.model_dump_json(exclude_none=True) + "\n")
        else:
            export = export_spider if args.command == "export-spider" else export_bird
            args.out.mkdir(parents=True, exist_ok=True)
            sys.stdout.write(f"{export(tasks, args.out)} tasks in {args.out}\n")
    except TasksynthError as e:
        sys.stderr.write(f"{e}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
