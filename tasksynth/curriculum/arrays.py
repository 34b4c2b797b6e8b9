"""Numpy arrays as fields of a model: lists in JSON, equal to the last bit after a round trip."""

from typing import Annotated, Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, PlainSerializer, PlainValidator

from tasksynth_schemas import Model

Float = NDArray[np.float64]
Int = NDArray[np.int64]


def _floats(value: Any) -> Float:
    array = np.asarray(value, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError("want finite numbers")
    return array


def _ints(value: Any) -> Int:
    return np.asarray(value, dtype=np.int64)


_to_list = PlainSerializer(lambda array: array.tolist(), return_type=list)

Floats = Annotated[Float, PlainValidator(_floats), _to_list]
"""Any shape, float64, finite."""
Ints = Annotated[Int, PlainValidator(_ints), _to_list]
"""Any shape, int64."""


class PerArm:
    """Marks a state field whose first axis runs over the arms."""


class PerTrack:
    """Marks a state field whose first axis runs over the tracks."""


ArmFloats = Annotated[Floats, PerArm]
ArmInts = Annotated[Ints, PerArm]
TrackFloats = Annotated[Floats, PerTrack]
TrackInts = Annotated[Ints, PerTrack]


class State(Model):
    """What a strategy knows. Its arrays are never written to: a change is a new state."""

    model_config = ConfigDict(arbitrary_types_allowed=True)


S = TypeVar("S", bound=State)


def extend(state: S, fresh: S) -> S:
    """Make room for arms and tracks that were added: their entries come from a fresh state."""
    changes = {}
    for name, field in type(state).model_fields.items():
        value = getattr(state, name)
        if isinstance(value, State):
            changes[name] = extend(value, getattr(fresh, name))
        elif PerArm in field.metadata or PerTrack in field.metadata:
            changes[name] = np.concatenate([value, getattr(fresh, name)[len(value) :]])
    return state.model_copy(update=changes)
