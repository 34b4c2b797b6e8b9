"""What a package adds to tasksynth: one object, named by one entry point.

```toml
[project.entry-points."tasksynth.domains"]
chess = "chess_tasks:DOMAIN"
```
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["families", "importers", "strategies", "wrappers", "targets"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Named = Mapping[str, Any]
"""By name: the object itself, or `"module:attribute"`, which is imported when it is asked for."""


@dataclass(frozen=True)
class Domain:
    """The families of a domain, and whatever else its package adds.

    The module that holds it should import little: listing the families imports it.
    """

    name: str
    """The name of its entry point, and how its families' names begin."""
    families: Named = field(default_factory=dict)
    """Family classes, by `domain.name`."""
    importers: Named = field(default_factory=dict)
    """What reads foreign files: see `tasksynth.registry.Importer`."""
    strategies: Named = field(default_factory=dict)
    """What chooses the next task: see `tasksynth.curriculum.strategy`."""
    wrappers: Named = field(default_factory=dict)
    """What is put around a strategy."""
    targets: Named = field(default_factory=dict)
    """Who can be exported to: see `tasksynth.export.targets`."""
    warm: Any = None
    """What does, once, all that is slow the first time on a machine, such as compiling: a function,
    or `"module:function"`. `tasksynth doctor --warm` calls it."""
