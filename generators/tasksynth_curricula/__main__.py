"""`python -m tasksynth_curricula`: make a course, its recipe and its picture."""

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from tasksynth import TasksynthError
from tasksynth_curricula import picture
from tasksynth_curricula.course import recipe
from tasksynth_curricula.templates import TEMPLATES, generate


def main(
    template: Annotated[str, typer.Argument(help=f"One of {', '.join(TEMPLATES)}.")],
    families: Annotated[list[str], typer.Argument(help="Families to teach.")],
    *,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    stages: Annotated[int, typer.Option(min=2, max=20, help="Levels of each family.")] = 5,
    strategy: Annotated[str, typer.Option(help="The strategy of the recipe.")] = "frontier",
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("course"),
) -> None:
    """Write course.json, recipe.json (for `tasksynth serve`), and the course as a picture.

    The pictures are course.svg, course.mmd (Mermaid), and, where Pillow is installed, course.png.
    """
    try:
        course = generate(template, families, seed=seed, stages=stages)
        run = recipe(course, strategy=strategy)
    except TasksynthError as e:
        sys.exit(f"tasksynth_curricula: {e}")
    out.mkdir(parents=True, exist_ok=True)
    (out / "course.json").write_text(course.model_dump_json(indent=1) + "\n")
    (out / "recipe.json").write_text(run.model_dump_json(indent=1) + "\n")
    (out / "course.svg").write_text(picture.svg(course))
    (out / "course.mmd").write_text(picture.mermaid(course))
    if find_spec("PIL"):
        (out / "course.png").write_bytes(picture.png(course))
    typer.echo(f"{out}: {course.title}; {course.tickets} tickets, {course.cost} rollouts expected")


if __name__ == "__main__":
    typer.run(main)
