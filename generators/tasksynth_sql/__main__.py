"""Spider's and BIRD's layouts from the command line: `python -m tasksynth_sql --help`."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from tasksynth import Task, TasksynthError, UsageError
from tasksynth_sql.spider import export_bird, export_spider, read_predictions


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
    args = parser.parse_args(argv)
    try:
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
