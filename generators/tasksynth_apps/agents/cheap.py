"""Agents that do no work: what they get is what the floor says."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from tasksynth_apps.agents.seeker import Seeker, Stuck
from tasksynth_apps.apps.calls import WRITES, ApiSpec
from tasksynth_apps.goals.instance import ApiWorldInstance
from tasksynth_apps.goals.telling import told

_MOST = 60
"""Calls that each of them makes at most."""


def do_nothing(agent: Seeker, x: ApiWorldInstance) -> None:
    """End at once."""
    agent.finish("")


def only_answer(agent: Seeker, x: ApiWorldInstance) -> None:
    """Give the right answer, and do nothing for it."""
    agent.finish(x.answer)


def first_tool(agent: Seeker, x: ApiWorldInstance) -> None:
    """Make one call that changes something, with the first things that an app shows."""
    api = next(api for api in WRITES if api.name in x.office.dialect.calls)
    _try(agent, api, next(_guesses(api, x, _shown(x)), {}))
    agent.finish(x.answer)


def copied_names(agent: Seeker, x: ApiWorldInstance) -> None:
    """Make every call with the names, sums and days of the prompt."""
    prompt = told(x).partition("writes:")[2].partition("\n\nWhen all")[0]
    quoted = re.findall(r"“([^”]+)”", prompt)
    names = re.findall(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?", prompt)
    sums = [float(one) for one in re.findall(r"\b[0-9]+\.[0-9]{2}\b", prompt)]
    words = {"id": [*quoted, *names], "email": names, "amount": sums or [1.0], "short": quoted}
    for api in WRITES:
        if api.name in x.office.dialect.calls:
            for args in list(_guesses(api, x, words))[:4]:
                _try(agent, api, args)
    agent.finish((quoted or names)[0])


def over_reach(agent: Seeker, x: ApiWorldInstance) -> None:
    """Do everything that can be done, to be sure that the right thing is among it."""
    for api in WRITES:
        if api.name in x.office.dialect.calls:
            for args in _guesses(api, x, _shown(x)):
                if len(agent.actions) < min(_MOST, x.turns - 2):
                    _try(agent, api, args)
    agent.finish(x.answer)


def _shown(x: ApiWorldInstance) -> dict[str, list[Any]]:
    """What the apps hold, by kinds of arguments."""
    tables = x.office.tables
    return {
        "email": [str(row[4]) for row in tables["contacts"]][:8],
        "amount": [float(row[2]) for row in tables.get("requests", ())][:4] or [10.0],  # type: ignore[arg-type]
        "short": [x.address],
    }


def _guesses(
    api: ApiSpec, x: ApiWorldInstance, words: dict[str, list[Any]]
) -> Iterator[dict[str, Any]]:
    """Arguments of a call, one set for each id or address."""
    ids = words.get("id") or [str(row[0]) for row in x.office.tables.get(api.table, ())][:8]
    known = words | {
        "id": ids, "emails": [[]], "day": [x.office.today], "time": ["09:00"], "count": [1],
        "text": ["All of it."],
    }  # fmt: skip
    for i in range(8):
        found: dict[str, Any] = {}
        for param in api.params:
            pool = known.get(param.kind) or ["x"]
            found[param.name] = pool[i % len(pool)]
        yield found


def _try(agent: Seeker, api: ApiSpec, args: dict[str, Any]) -> None:
    word = agent.x.office.dialect.word
    try:
        agent.call(api.name, {word(name): value for name, value in args.items()})
    except Stuck:
        return


BASELINES: dict[str, Callable[[Seeker, ApiWorldInstance], None]] = {
    "do nothing": do_nothing,
    "only answer": only_answer,
    "first tool": first_tool,
    "copied names": copied_names,
    "over-reach": over_reach,
}
"""Each plays a task through an agent that knows how to make calls."""
