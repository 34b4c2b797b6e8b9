"""The recipes that come with the project: they can be made, and make what they made before."""

import hashlib
import json
from pathlib import Path

import pytest

from tasksynth.pipeline.making.plan import plan, read_recipe

SHELF = Path(__file__).parents[2] / "datasets" / "recipes"
KEPT = json.loads((SHELF / "digests.json").read_text())


def first_of(name: str) -> tuple[int, str]:
    """Tasks in all, and the digest of the first one of every ingredient at its first level."""
    layout = plan(read_recipe(SHELF / f"{name}.toml"))
    digest = hashlib.sha256()
    seen = set()
    for mix in layout.recipe.mix:
        levels = mix.levels or (None,)
        cell = next(
            cell
            for cell in layout.cells
            if cell.family == mix.family and cell.level == levels[0] and cell not in seen
        )
        seen.add(cell)
        digest.update(cell.source().make(0).model_dump_json().encode() + b"\n")
    return sum(layout.counts), digest.hexdigest()


def test_every_recipe_is_kept() -> None:
    assert sorted(KEPT) == sorted(path.stem for path in SHELF.glob("*.toml"))


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_recipe_makes_what_it_made(name: str) -> None:
    tasks, digest = first_of(name)
    assert {"tasks": tasks, "first": digest} == KEPT[name], "if meant, keep the new digest"
