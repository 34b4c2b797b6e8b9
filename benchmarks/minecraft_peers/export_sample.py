"""Write a sample of exported tasks for a peer: `export_sample.py minedojo|minestudio N FILE`."""

import json
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from tasksynth import source
from tasksynth_minecraft.embodied.models import Crossview
from tasksynth_minecraft.export.commands import MINESTUDIO_PARAMS, minestudio
from tasksynth_minecraft.export.minedojo import make_kwargs

EVENTS = ("approach", "mine", "interact", "place", "hunt")
LEVELS = (0.0, 0.5, 1.0)


def tasks(n: int, params: dict[str, Any], levels: tuple[float, ...]) -> Iterator[Crossview]:
    """`n` tasks, over all events and levels in turn."""
    pairs = [(event, level) for level in levels for event in EVENTS]
    for i, (event, level) in enumerate(islice(cycle(pairs), n)):
        made = source(f"minecraft.{event}", seed=2, level=level, params=params).draw(i)
        assert isinstance(made.instance, Crossview)
        yield made.instance


def main(peer: str, n: str, file: str) -> None:
    if peer == "minedojo":
        rows = [make_kwargs(task) for task in tasks(int(n), {}, LEVELS)]
    else:
        flat = MINESTUDIO_PARAMS | {"hidden_min": 0.0, "hidden_max": 1.0, "path_min": 4}
        rows = [minestudio(task) for task in tasks(int(n), flat, (0.0,))]
    Path(file).write_text("".join(json.dumps(row) + "\n" for row in rows))
    print(f"{len(rows)} tasks, {Path(file).stat().st_size} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
