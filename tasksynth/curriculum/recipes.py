"""Recipes that are checked whole: what to make, and how to choose among it."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tasksynth.curriculum import strategy
from tasksynth.errors import UsageError
from tasksynth.invalid import explain
from tasksynth.pipeline.making.plan import check_mix
from tasksynth.pipeline.making.recipes import RecipeFile, read_source
from tasksynth_schemas import Curriculum, Model, Recipe


def read_whole(path: Path) -> Recipe:
    """A recipe from a file, its curriculum checked too.

    Raises:
        UsageError: if the file cannot be read, or asks for what cannot be: `FILE:LINE`, the value,
            the mend.
    """
    recipe, source = read_source(path)
    check_mix(recipe, source)
    check_curriculum(recipe.curriculum, source)
    return recipe


def check_curriculum(curriculum: Curriculum, source: RecipeFile) -> None:
    """Check the names and options of the strategy and its wrappers.

    Raises:
        UsageError: with the line of what is wrong.
    """
    at: tuple[int | str, ...] = ("curriculum", "strategy")
    try:
        found = strategy.get(curriculum.strategy)
        at = ("curriculum", "options")
        _check_options("strategy", curriculum.strategy, found.Options, curriculum.options)
        for place, around in enumerate(curriculum.wrappers):
            at = ("curriculum", "wrappers", place, "name")
            wrapper = strategy.get_wrapper(around.name)
            at = ("curriculum", "wrappers", place, "options")
            _check_options("wrapper", around.name, wrapper.Options, around.options)
    except _BadOptionError as e:
        raise source.fault((*at, e.option), str(e)) from e
    except UsageError as e:
        raise source.fault(at, str(e)) from e


class _BadOptionError(UsageError):
    """A strategy or a wrapper does not take an option."""

    def __init__(self, what: str, option: int | str) -> None:
        super().__init__(what)
        self.option = option


def _check_options(kind: str, name: str, options: type[Model], given: dict[str, Any]) -> None:
    try:
        options.model_validate(given)
    except ValidationError as e:
        errors = e.errors(include_url=False)
        first = next((one for one in errors if one["type"] == "extra_forbidden"), errors[0])
        option = first["loc"][0] if first["loc"] else ""
        raise _BadOptionError(f"{kind} {name}: {explain(e, options)}", option) from e
