"""Ranges among the params of a family."""

from tasksynth.family import Params


def check_order(params: Params, *names: str) -> None:
    """Refuse params whose `_min` is above their `_max`.

    Raises:
        ValueError: naming the first such pair.
    """
    for name in names:
        low, high = getattr(params, f"{name}_min"), getattr(params, f"{name}_max")
        if low > high:
            raise ValueError(f"{name}_min wants to be at most {name}_max, got {low:g} > {high:g}")
