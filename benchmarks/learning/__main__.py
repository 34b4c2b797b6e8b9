"""Does a model learn from these tasks, and does the curriculum matter?

    pip install tasksynth torch
    python -m benchmarks.learning run  learning        # all runs; goes on where it was stopped
    python -m benchmarks.learning show learning --docs docs   # tables and curves, into evidence.md
    python -m benchmarks.learning smol out.jsonl --device cuda      # see smol.py

From a checkout. A transformer of 0.4 million weights, on one core: warm-started by reference
replies of the easiest levels, then trained by rewards alone, with GRPO. What is compared and by
what is in `plan.py`. A run is a row of `runs.jsonl`; another machine's arithmetic rounds otherwise,
and its runs differ.
"""

import argparse
import json
from pathlib import Path

from benchmarks.learning import plan, results


def main(arguments: list[str] | None = None) -> None:
    """The command line."""
    said = _parse(arguments)
    if said.verb == "run":
        from benchmarks.learning.run import Bench

        Bench(said.folder).everything(said.seeds)
    elif said.verb == "smol":
        from benchmarks.learning.smol import train

        train(said)
    else:
        _show(said.folder / "runs.jsonl", said.docs)


def _show(file: Path, docs: Path | None) -> None:
    rows = [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []
    found = results.Results(rows)
    told = results.report(found)
    print(told)
    if docs:
        page = docs / "evidence.md"
        page.write_text(results.placed(page.read_text(), told))
        (docs / "images" / "learning.svg").write_text(results.picture(found))


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.learning",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    run = verbs.add_parser("run", help="train and measure")
    run.add_argument("--seeds", type=int, default=plan.SEEDS)
    show = verbs.add_parser("show", help="tables, and curves as SVG")
    show.add_argument("--docs", type=Path, help="the folder to write tables and curves into")
    for verb in (run, show):
        verb.add_argument("folder", type=Path)
    smol = verbs.add_parser("smol", help="the same with SmolLM2-135M")
    smol.add_argument("out", type=Path, help="rows, one a measurement")
    smol.add_argument(
        "--samplers", nargs="+", choices=plan.SAMPLERS, default=["uniform", "frontier"]
    )
    smol.add_argument("--device", default="cpu")
    for name, value in (
        ("seed", 0), ("warm", 60), ("steps", 60), ("prompts", 16), ("group", 8), ("held", 16),
        ("every", 20), ("tokens", 64),
    ):  # fmt: skip
        smol.add_argument(f"--{name}", type=int, default=value)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
