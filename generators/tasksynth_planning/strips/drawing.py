"""Draw domains: things that move and carry, and work that is done under conditions of chance."""

from dataclasses import dataclass

from tasksynth.rng import Dice
from tasksynth_planning.strips.models import ActionSchema, Atom, PlanningProblem

_THEMES = (
    ("workshop", "cart", "board", "bench"),
    ("harbour", "barge", "barrel", "pier"),
    ("hospital", "nurse", "sample", "ward"),
    ("observatory", "rover", "probe", "dome"),
    ("bakery", "tray", "dough", "table"),
    ("museum", "guide", "statue", "hall"),
    ("farm", "tractor", "bale", "field"),
    ("station", "drone", "panel", "dock"),
    ("print", "porter", "book", "room"),
    ("mine", "wagon", "ore", "shaft"),
)
"""Name of the domain; what moves, what is carried, where."""
_WORK = (
    ("clean", "clean"),
    ("paint", "painted"),
    ("heat", "hot"),
    ("seal", "sealed"),
    ("test", "tested"),
    ("mark", "marked"),
    ("oil", "oiled"),
    ("open", "opened"),
    ("scan", "scanned"),
    ("polish", "polished"),
    ("weigh", "weighed"),
    ("wrap", "wrapped"),
)
"""What is done to a thing, and what it is then."""
_TOOLS = ("lathe", "kiln", "press", "scale", "lamp", "pump", "crane", "forge")


@dataclass(frozen=True)
class Size:
    """How large a problem is."""

    places: int
    movers: int
    loads: int
    works: int


class _Draft:
    """A domain as it grows."""

    def __init__(self, dice: Dice, size: Size) -> None:
        self.dice, self.size = dice, size
        self.theme, self.mover, self.load, self.place = dice.of(_THEMES)
        works = list(_WORK)
        dice.shuffle(works)
        self.works = works[: size.works]
        tools = list(_TOOLS)
        dice.shuffle(tools)
        self.tools = tools
        self.fuel = dice.below(2) == 0
        """Whether a move uses something up."""
        self.single = dice.below(3) == 0
        """Whether a place has room for one mover only."""
        self.done: dict[str, list[str]] = {self.mover: [], self.load: []}
        """What may be done to a mover, and to a load."""
        self.objects = [(f"{self.place}{i + 1}", self.place) for i in range(size.places)]
        self.objects += [(f"{self.mover}{i + 1}", self.mover) for i in range(size.movers)]
        self.objects += [(f"{self.load}{i + 1}", self.load) for i in range(size.loads)]

    def names(self, kind: str) -> list[str]:
        return [name for name, of in self.objects if of == kind]


def draw_problem(dice: Dice, size: Size) -> PlanningProblem:
    """A domain and what holds at first; no goal yet."""
    draft = _Draft(dice, size)
    schemas = [_move(draft), *_fuelling(draft), *_carrying(draft)]
    schemas += [_work(draft, number) for number in range(len(draft.works))]
    initial = _initial(draft, schemas)
    return PlanningProblem(
        theme=draft.theme,
        types=(
            (draft.mover, "thing"),
            (draft.load, "thing"),
            (draft.place, "object"),
            ("thing", "object"),
        ),
        objects=tuple(draft.objects),
        schemas=tuple(schemas),
        initial=tuple(initial),
        goal=(),
    )


def _move(draft: _Draft) -> ActionSchema:
    needs: list[Atom] = [("at", "?m", "?from"), ("link", "?from", "?to")]
    adds: list[Atom] = [("at", "?m", "?to")]
    deletes: list[Atom] = [("at", "?m", "?from")]
    if draft.fuel:
        needs.append(("ready", "?m"))
        deletes.append(("ready", "?m"))
    if draft.single:
        needs.append(("vacant", "?to"))
        adds.append(("vacant", "?from"))
        deletes.append(("vacant", "?to"))
    return ActionSchema(
        name="move",
        variables=(("?m", draft.mover), ("?from", draft.place), ("?to", draft.place)),
        needs=tuple(needs),
        adds=tuple(adds),
        deletes=tuple(deletes),
    )


def _fuelling(draft: _Draft) -> list[ActionSchema]:
    """What makes a mover ready again, anywhere."""
    if not draft.fuel:
        return []
    return [
        ActionSchema(
            name="prepare",
            variables=(("?m", draft.mover), ("?p", draft.place)),
            needs=(("at", "?m", "?p"),),
            adds=(("ready", "?m"),),
            deletes=(),
        )
    ]


def _carrying(draft: _Draft) -> list[ActionSchema]:
    variables = (("?c", draft.load), ("?m", draft.mover), ("?p", draft.place))
    here, there = ("at", "?m", "?p"), ("at", "?c", "?p")
    on, free = ("on", "?c", "?m"), ("free", "?m")
    return [
        ActionSchema(
            name="load",
            variables=variables,
            needs=(here, there, free),
            adds=(on,),
            deletes=(there, free),
        ),
        ActionSchema(
            name="unload",
            variables=variables,
            needs=(here, on),
            adds=(there, free),
            deletes=(on,),
        ),
    ]


def _work(draft: _Draft, number: int) -> ActionSchema:
    """Work on a load, or on a mover: where a tool is, after other work, with help, undoing some."""
    dice = draft.dice
    verb, done = draft.works[number]
    on_load = number == 0 or dice.below(3) > 0
    mine, other = (draft.load, draft.mover) if on_load else (draft.mover, draft.load)
    variables = [("?x", mine), ("?p", draft.place)]
    needs: list[Atom] = [("at", "?x", "?p")]
    deletes: list[Atom] = []
    if dice.below(4) > 0:
        needs.append((f"has-{draft.tools[number]}", "?p"))
    if draft.done[mine] and dice.below(3) > 0:
        needs.append((dice.of(draft.done[mine]), "?x"))
    if dice.below(3) == 0:
        variables.insert(1, ("?y", other))
        needs.append(("at", "?y", "?p"))
        if draft.done[other] and dice.below(2):
            needs.append((dice.of(draft.done[other]), "?y"))
    if draft.done[mine] and dice.below(2):
        deletes.append((dice.of(draft.done[mine]), "?x"))
    draft.done[mine].append(done)
    return ActionSchema(
        name=verb,
        variables=tuple(variables),
        needs=tuple(needs),
        adds=((done, "?x"),),
        deletes=tuple(deletes),
    )


def _initial(draft: _Draft, schemas: list[ActionSchema]) -> list[Atom]:
    dice = draft.dice
    places, movers, loads = (draft.names(one) for one in (draft.place, draft.mover, draft.load))
    found: list[Atom] = []
    for i, place in enumerate(places[1:], 1):  # a tree, and some ways more
        found += _both_ways(place, places[dice.below(i)])
    for _ in range(len(places) // 3):
        a, b = dice.of(places), dice.of(places)
        if a != b and ("link", a, b) not in found:
            found += _both_ways(a, b)
    dice.shuffle(places)
    for mover, place in zip(movers, places, strict=False):
        found += [("at", mover, place), ("free", mover)]
    if draft.single:
        found += [("vacant", place) for place in sorted(places[len(movers) :])]
    if draft.fuel:
        found += [("ready", mover) for mover in movers if dice.below(2)]
    found += [("at", load, dice.of(places)) for load in loads]
    tools = {atom[0] for schema in schemas for atom in schema.needs if atom[0][:4] == "has-"}
    found += [(tool, dice.of(places)) for tool in sorted(tools)]
    return found


def _both_ways(a: str, b: str) -> list[Atom]:
    return [("link", a, b), ("link", b, a)]
