"""The cells that datasets and curricula are made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from tasksynth import registry
from tasksynth.single import Source, source
from tasksynth_schemas import canonical_json


@dataclass(frozen=True)
class Cell:
    """One family at one level, or at explicit params."""

    family: str
    version: int
    params_json: bytes
    """The params as canonical JSON, so that a cell can be hashed."""
    seed: int
    level: float | None

    @property
    def params(self) -> dict[str, Any]:
        """Every parameter of the family, in JSON types."""
        return dict(from_json(self.params_json))

    @property
    def stream(self) -> tuple[str, bytes, int]:
        """Equal for cells that draw from the same random stream."""
        return self.family, self.params_json, self.seed

    def source(self) -> Source:
        """The tasks of the cell by index."""
        return Source(
            family := registry.get(self.family),
            family.Params.model_validate_json(self.params_json),
            self.seed,
            level=self.level,
        )


def cell_of(family: str, seed: int, level: float | None, params: Mapping[str, Any]) -> Cell:
    """A family at a level, at explicit params, or at a level with some params fixed.

    Raises:
        UsageError: for an unknown family, or params that it does not take; names the field.
    """
    made = source(family, seed=seed, level=level, params=params)
    params_json = canonical_json(made.params.model_dump(mode="json"))
    return Cell(family, made.family.version, params_json, seed, level)
