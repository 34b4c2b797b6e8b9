"""calibrate."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tasksynth.cli.models.asking import Asking
from tasksynth.cli.models.evaluation import Who
from tasksynth.cli.options import Json, Seed, Workers, family_names, grouped
from tasksynth.errors import UsageError, writing

if TYPE_CHECKING:
    from tasksynth.calibration import Calibration
    from tasksynth.reporting import Entry

MODEL = "A model"


@dataclass(frozen=True)
class Measured:
    """The options that say which model is measured, beside solvers."""

    results: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=PATH",
            help="Results of evaluate or verify --out.",
            rich_help_panel=MODEL,
        ),
    ] = None
    model: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Ask a model these levels, as evaluate does.",
            rich_help_panel=MODEL,
        ),
    ] = None
    base_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Of its OpenAI-compatible server.", rich_help_panel=MODEL),
    ] = None
    samples: Annotated[
        int, typer.Option(metavar="N", help="Answers to each task.", min=1, rich_help_panel=MODEL)
    ] = 1
    work: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="For its tasks and answers; an interrupted one goes on.",
            rich_help_panel=MODEL,
        ),
    ] = None

    def entries(
        self, families: list[str], levels: list[float], tasks: int, seed: int, asking: Asking
    ) -> "list[Entry]":
        """What was measured, and what is now."""
        from tasksynth.reporting import read_entries

        named = list(self.results or ())
        if self.model is not None:
            run = self._ask(families, levels, tasks, seed, asking)
            named.append(f"{self.model.replace('=', ' ')}={run}")
        elif self.base_url is not None or self.work is not None:
            raise UsageError("--base-url and --work go with --model")
        return read_entries(named)

    def _ask(
        self, families: list[str], levels: list[float], tasks: int, seed: int, asking: Asking
    ) -> Path:
        from tasksynth.evaluation.run import evaluate
        from tasksynth.pipeline.making.generate import generate
        from tasksynth_schemas import Mix, Recipe

        if self.work is None:
            raise UsageError("--model wants a --work FOLDER, for its tasks and answers")
        mix = tuple(
            Mix(family=name, levels=(level,), count=min(tasks, _distinct(name, level) or tasks))
            for name in families
            for level in levels
        )
        generate(Recipe(mix=mix, seed=seed), self.work / "tasks")
        at_once = asking.concurrency or (1 if self.base_url is None else 32)
        answerer = Who(model=self.model, base_url=self.base_url).answerer(
            self.work / "tasks", asking, at_once=at_once
        )
        evaluate(
            self.work / "tasks",
            answerer,
            self.work / "run",
            samples=self.samples,
            concurrency=at_once,
        )
        return self.work / "run"


@dataclass(frozen=True)
class Written:
    """The options that say what is written."""

    out: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE", help="Write levels (.json), a page (.html) or a table (.md), too."
        ),
    ] = None
    recipe: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a recipe of levels that the model passes at times."
        ),
    ] = None
    between: Annotated[
        tuple[float, float],
        typer.Option(metavar="LOW HIGH", help="The pass rates of that recipe.", min=0, max=1),
    ] = (0.2, 0.8)

    def check(self) -> None:
        """See that each file's kind is known."""
        for path in self.out or ():
            if path.suffix not in (".json", ".html", ".md"):
                raise UsageError(f"--out wants .json, .html or .md, got {path}")

    def write(self, found: "Calibration", models: "list[Entry]") -> None:
        """Write the files; nothing if one cannot be made."""
        from tasksynth.calibration import words

        kinds = {".html": words.page, ".json": as_json, ".md": words.markdown}
        made = {path: kinds[path.suffix](found) for path in self.out or ()}
        if self.recipe is not None:
            made[self.recipe] = words.recipe(found, subject=models[0].name, between=self.between)
        for path, text in made.items():
            with writing(path):
                path.write_text(text, encoding="utf-8")


def _distinct(family: str, level: float) -> int | None:
    """How many tasks a level has, where that is known and few."""
    from tasksynth import registry
    from tasksynth.pipeline.cells import cell_of

    return registry.get(family).space(cell_of(family, 0, level, {}).source().params)


@grouped
def calibrate(
    families: Annotated[
        list[str],
        typer.Argument(
            metavar="FAMILY…",
            help="Names, or patterns such as 'sat.*'.",
            autocompletion=family_names,
        ),
    ],
    level: Annotated[
        list[float] | None,
        typer.Option(
            metavar="X",
            help="Difficulty in [0, 1].",
            min=0,
            max=1,
            show_default="those of --results, or 0, 0.25, 0.5, 0.75 and 1",
        ),
    ] = None,
    tasks: Annotated[
        int, typer.Option(metavar="N", help="Tasks a level.", min=4, max=100_000)
    ] = 100,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Strategies of the families' own, or patterns such as '*'."
        ),
    ] = None,
    seed: Seed = 0,
    workers: Workers = 1,
    json_: Json = False,
    *,
    written: Written,
    measured: Measured,
    asking: Asking,
) -> None:
    """Measure what families' levels are worth: success by level, of solvers and models."""
    from tasksynth import registry
    from tasksynth.calibration import calibrate as measure
    from tasksynth.calibration import words
    from tasksynth.calibration.run import LEVELS

    written.check()
    names = list(dict.fromkeys(name for pattern in families for name in registry.match(pattern)))
    models = measured.entries(names, sorted(set(level or LEVELS)), tasks, seed, asking)
    if written.recipe is not None and len(models) != 1:
        raise UsageError(f"--recipe is for one model, by --model or --results; got {len(models)}")
    found = measure(
        names,
        levels=level,
        tasks=tasks,
        seed=seed,
        strategies=by or (),
        models=models,
        workers=workers,
    )
    written.write(found, models)
    typer.echo(as_json(found) if json_ else words.table(found))


def as_json(found: "Calibration") -> str:
    """All of it, for programs."""
    return found.model_dump_json(indent=2)
