"""Which style a class of others is of."""

from collections.abc import Callable
from typing import cast

from tasksynth import UsageError
from tasksynth_foreign.kinds import (
    Bootcamp,
    Environment,
    ReasoningCore,
    Rlve,
    Verifiers,
    loaded,
)

STYLES: dict[Callable[[str], Environment], tuple[str, ...]] = {
    Bootcamp: ("case_generator", "prompt_func", "extract_output", "_verify_correction"),
    Rlve: ("generator", "prompt_generator", "scorer"),
    ReasoningCore: ("generate_example", "score_answer"),
    Verifiers: ("take",),
}
"""The methods by which a class is known."""


def kind_of(where: str) -> Environment:
    """The environment at `module:attribute`, by the methods that it has.

    An object with `make` and `score` is one itself.

    Raises:
        UsageError: if there is nothing, or its style is not known.
    """
    module, colon, attribute = where.partition(":")
    if not (module and colon and attribute):
        raise UsageError(f"want module:Class, got {where!r}")
    try:
        found = loaded(where)
    except (ImportError, AttributeError) as e:
        raise UsageError(f"{where} cannot be loaded: {e}; it has to be on the path") from e
    for kind, methods in STYLES.items():
        if all(hasattr(found, method) for method in methods):
            return kind(where)
    if not isinstance(found, type) and hasattr(found, "make") and hasattr(found, "score"):
        return cast("Environment", found)
    styles = "; ".join(f"{kind.__name__}: {', '.join(has)}" for kind, has in STYLES.items())
    raise UsageError(f"{where} is of no known style, which has methods ({styles})")
