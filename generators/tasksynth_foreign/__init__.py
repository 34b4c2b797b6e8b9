"""Environments of others under our contract: `adopt` for any, and Reasoning Core's tasks, `rc.*`.

    from tasksynth_foreign.adopt import adopt
    from tasksynth_foreign.kinds import Bootcamp

    Game24 = adopt("camp.game24", Bootcamp("internbootcamp:Game24bootcamp"))

The names `rc.*` want the extra `reasoning-core`.
"""

from functools import cache
from importlib.util import find_spec
from typing import Any

from tasksynth.domain import Domain

STEPS = 6
"""Levels of Reasoning Core's own that ours go over, from 0 on."""


@cache
def core_names() -> tuple[str, ...]:
    """The tasks that the installed Reasoning Core ships."""
    if find_spec("reasoning_core") is None:
        return ()
    from reasoning_core import list_tasks

    return tuple(sorted(list_tasks()))


DOMAIN = Domain(
    name="rc", families={f"rc.{name}": f"tasksynth_foreign:{name}" for name in core_names()}
)
"""What this package adds by itself."""


@cache
def __getattr__(name: str) -> Any:
    """The family of a task of Reasoning Core, built at its first use."""
    if name not in core_names():
        raise AttributeError(f"reasoning-core has no task {name!r}")
    from tasksynth_foreign.adopt import adopt
    from tasksynth_foreign.kinds import ReasoningCore

    steps = [{"level": step} for step in range(STEPS)]
    return adopt(f"rc.{name}", ReasoningCore(f"reasoning_core:{name}"), levels=steps)
