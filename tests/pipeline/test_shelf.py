"""The recipes that come with the project: they can be made, and make what they made before."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tasksynth.pipeline.making.plan import plan, read_recipe

SHELF = Path(__file__).parents[2] / "datasets" / "recipes"
KEPT = json.loads((SHELF / "digests.json").read_text())


def first_of(name: str) -> dict[str, object]:
    """Tasks in all, and of each ingredient the first task at its first level, by content."""
    layout = plan(read_recipe(SHELF / f"{name}.toml"))
    first, seen = [], set()
    for mix in layout.recipe.mix:
        level = mix.levels[0] if mix.levels else None
        cell = next(
            cell
            for cell in layout.cells
            if (cell.family, cell.level) == (mix.family, level) and cell not in seen
        )
        seen.add(cell)
        first.append(f"{cell.family}@{cell.version} {cell.source().draw(0).digest.hex()}")
    return {"tasks": sum(layout.counts), "first": first}


def test_every_recipe_is_kept() -> None:
    assert sorted(KEPT) == sorted(path.stem for path in SHELF.glob("*.toml"))


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_recipe_makes_what_it_made(name: str) -> None:
    """Families of another version apart: that is what versions say, and goldens watch them."""
    made: Any = first_of(name)
    kept = KEPT[name]
    assert made["tasks"] == kept["tasks"]
    families = [[line.partition("@")[0] for line in one["first"]] for one in (made, kept)]
    assert families[0] == families[1]
    for now, then in zip(made["first"], kept["first"], strict=True):
        assert now == then or now.split()[0] != then.split()[0], "if meant, keep the new digests"


def test_the_mix_of_prorl_has_its_five_domains_in_its_proportions() -> None:
    """As its paper counts their tasks, in thousands; a section's ingredients make up its number."""
    text = (SHELF / "prorl-mix.toml").read_text()
    sections = re.findall(r"^# (\w+): (\d+)\n(.*?)(?=^# \w+: |\Z)", text, re.MULTILINE | re.DOTALL)
    shares = {name: int(share) for name, share, _ in sections}
    assert list(shares.values()) == [40, 24, 25, 37, 10]
    for name, share, body in sections:
        weights = [float(weight) for weight in re.findall(r"^weight = (.*)$", body, re.MULTILINE)]
        assert len(weights) == body.count("[[mix]]"), name
        assert sum(weights) == float(share), name
