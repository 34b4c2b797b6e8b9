"""The base model, and the one way to write JSON that is hashed."""

import json
from typing import Any

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Frozen, closed, and documented by its attribute docstrings."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        use_attribute_docstrings=True,
        validate_default=True,
    )


def canonical_json(value: Any) -> bytes:
    """JSON with sorted keys and no spaces: equal values give equal bytes.

    Raises:
        ValueError: on NaN or infinity, which JSON does not have.
    """
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
