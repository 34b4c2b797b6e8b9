"""A whole task: the services and their tools, the requests, the faults, and the way through."""

from dataclasses import dataclass

from tasksynth import Action
from tasksynth_tools.apis.dialect import Op, draw_dialect
from tasksynth_tools.apis.grammar import Trade
from tasksynth_tools.apis.pools import CITIES
from tasksynth_tools.apis.world import Offered, Premises, Provider, Switchboard
from tasksynth_tools.dice import Chance
from tasksynth_tools.requests.drawing import Sketch, draw_goal, draw_today, fill_up, stock, withhold
from tasksynth_tools.requests.errands import Errand, lookups
from tasksynth_tools.requests.solving import Solver
from tasksynth_tools.requests.user import Utterance
from tasksynth_tools.services import TRADES

LOOKALIKES: tuple[Op, ...] = ("quote", "wait", "template", "regular", "hide", "propose")
TOWNS = 3
"""Cities in one world: so few that a city alone seldom tells things apart."""
TRIES = 8
"""Draws of a request for one that there are words for."""
FAULTS = ("busy", "pin", "full", "unsaid")


@dataclass(frozen=True)
class Wish:
    """What a task is to be like: the family's params."""

    requests: int
    hops: int
    missing: int
    faults: int
    impossible: int
    tools: int
    forms: float


@dataclass(frozen=True)
class Drafted:
    """A task, and the calls that do it."""

    premises: Premises
    errands: tuple[Errand, ...]
    texts: tuple[str, ...]
    said: tuple[Utterance, ...]
    way: tuple[Action, ...]


def draw_task(wish: Wish, chance: Chance) -> Drafted | None:
    """Draw one; None where it did not come out as wished."""
    sketch = Sketch(chance, draw_today(chance), towns=chance.sample(CITIES, TOWNS))
    wanted = wish.requests + wish.impossible
    trades = chance.sample(list(TRADES.values()), len(TRADES))
    used, others = trades[:wanted], trades[wanted:]
    extra = others[: max(1, (wish.tools - 5 * wanted) // 9)]
    for trade in used:
        stock(sketch, trade, chance.between(5, 8), chance.between(3, 5))
    sketch.quiet = [one.name for one in extra]
    for trade in extra:
        stock(sketch, trade, 4, 3)
    hopeless = set(chance.sample(range(wanted), wish.impossible))
    for place, trade in enumerate(used):
        if not _drawn(sketch, trade, wish.hops, possible=place not in hopeless):
            return None
    if withhold(sketch, wish.missing) < min(wish.missing, _makes(sketch)):
        return None
    return _with_faults(sketch, wish, used, extra)


def _drawn(sketch: Sketch, trade: Trade, hops: int, *, possible: bool) -> bool:
    return any(draw_goal(sketch, trade, hops, possible=possible) for _ in range(TRIES))


def _makes(sketch: Sketch) -> int:
    return sum(errand.kind == "make" for errand in sketch.errands)


def _with_faults(
    sketch: Sketch, wish: Wish, used: list[Trade], extra: list[Trade]
) -> Drafted | None:
    chance = sketch.chance
    kinds = chance.sample([*FAULTS, "busy"], wish.faults)
    providers = {
        one.name: Provider(trade=one.name, dialect=draw_dialect(chance, wish.forms))
        for one in used + extra
    }
    acting = [one.trade for one in sketch.errands if one.kind in ("make", "change", "end")]
    for kind in kinds:
        if kind == "full" and not fill_up(sketch):
            kinds.append("busy")
        if kind == "pin" and acting:
            trade = chance.of(acting)
            pin = str(chance.between(1000, 9999))
            providers[trade] = providers[trade].model_copy(update={"pin": pin})
        if kind == "unsaid" and acting:
            trade = chance.of(acting)
            dialect = providers[trade].dialect.model_copy(update={"unsaid": True})
            providers[trade] = providers[trade].model_copy(update={"dialect": dialect})
    premises = Premises(
        today=sketch.today.isoformat(),
        providers=tuple(providers.values()),
        offered=_offered(sketch, wish, used, extra, list(providers.values())),
        holdings=tuple(sketch.holdings),
        full=tuple(sketch.full),
    )
    board = Switchboard(premises)
    if len({board.name(one) for one in premises.offered}) < len(premises.offered):
        return None
    return _solved(sketch, premises, kinds.count("busy"))


def _offered(
    sketch: Sketch, wish: Wish, used: list[Trade], extra: list[Trade], providers: list[Provider]
) -> tuple[Offered, ...]:
    """All tools of the services that are used, and others until there are enough."""
    chance = sketch.chance
    seen = _looked_into(sketch)
    busy = used + [one for one in extra if one.name in seen]
    tools = [one for trade in busy for one in _own(trade) if not _lacking(sketch, one)]
    tools += [Offered(trade=one.trade, op="sign_in", shelf="") for one in providers if one.pin]
    spare = [one for trade in extra if trade not in busy for one in _own(trade)]
    spare += [_like(trade, op) for trade in used for op in LOOKALIKES]
    tools += chance.sample(spare, max(0, wish.tools - len(tools)))
    chance.shuffle(tools)
    return tuple(tools)


def _looked_into(sketch: Sketch) -> set[str]:
    """Services in which something has to be looked up."""
    values = [value for errand in sketch.errands for value in errand.values.values()]
    return {one.trade for value in values for one in lookups(value)}


def _lacking(sketch: Sketch, tool: Offered) -> bool:
    return tool.op == "make" and tool.trade in sketch.toolless


def _own(trade: Trade) -> list[Offered]:
    record = trade.records.name
    own: tuple[tuple[Op, str], ...] = (
        ("find", trade.things.name), ("find", record), ("make", record), ("change", record),
        ("end", record),
    )  # fmt: skip
    return [Offered(trade=trade.name, op=op, shelf=shelf) for op, shelf in own]


def _like(trade: Trade, op: Op) -> Offered:
    return Offered(trade=trade.name, op=op, shelf=trade.records.name)


def _solved(sketch: Sketch, premises: Premises, busy: int) -> Drafted:
    """The task with its way, in which some of the tools are busy at first."""
    way = _way(premises, sketch.errands)
    board = Switchboard(premises)
    called = {action.tool for action in way}
    tools = [one for one in premises.offered if board.name(one) in called and one.op != "sign_in"]
    premises = premises.model_copy(
        update={"busy": tuple(sketch.chance.sample(tools, busy)) if busy else ()}
    )
    return Drafted(
        premises=premises,
        errands=tuple(sketch.errands),
        texts=tuple(sketch.texts),
        said=tuple(sketch.said),
        way=_way(premises, sketch.errands),
    )


def _way(premises: Premises, errands: list[Errand]) -> tuple[Action, ...]:
    solver = Solver(premises)
    for errand in errands:
        solver.reach(errand)
    return tuple(solver.actions)
