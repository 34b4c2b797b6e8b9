"""`python -m tasksynth_curricula`: make a course, its recipe and its picture."""

from pathlib import Path
from typing import Annotated

import typer

from tasksynth_curricula import picture
from tasksynth_curricula.course import recipe
from tasksynth_curricula.templates import TEMPLATES, generate


def main(
    template: Annotated[str, typer.Argument(help=f"One of {', '.join(TEMPLATES)}.")],
    families: Annotated[list[str], typer.Argument(help="Families to teach.")],
    *,
    seed: Annotated[int, typer.Option(min=0)] = 0,
    stages: Annotated[int, typer.Option(min=2, max=20, help="Levels of each family.")] = 5,
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("course"),
) -> None:
    """Write course.json, recipe.json, course.svg and course.mmd."""
    course = generate(template, families, seed=seed, stages=stages)
    out.mkdir(parents=True, exist_ok=True)
    (out / "course.json").write_text(course.model_dump_json(indent=1) + "\n")
    (out / "recipe.json").write_text(recipe(course).model_dump_json(indent=1) + "\n")
    (out / "course.svg").write_text(picture.svg(course))
    (out / "course.mmd").write_text(picture.mermaid(course))
    typer.echo(f"{out}: {course.title}; {course.tickets} tickets, {course.cost} rollouts expected")


if __name__ == "__main__":
    typer.run(main)
