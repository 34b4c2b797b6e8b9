"""Experience: what was tried, and how it is told to have ended, which may be wrong.

A report is (state, task, plan, outcome). The recipe simulator replays it: with the world's broken
recipes, that gives the outcome that is true; without any, it tells what no world can change. A
wrong report is drawn so that it can be refuted: it tells of an outcome that no world with those
recipes, whichever of them are broken, could have brought about.
"""

from collections.abc import Iterable, Sequence

from tasksynth_minecraft.crafting.plans import draw_state, planned
from tasksynth_minecraft.crafting.recipes import Bench, CraftState, Step, graph
from tasksynth_minecraft.numeric.dice import Dice
from tasksynth_schemas import Model

WORKED = 0
_TRIES = 30
_PLACES = 4


class Experience(Model):
    """A plan that was tried for an item, and what is told of it."""

    state: CraftState
    item: str
    plan: tuple[Step, ...]
    told: int
    """The step, from 1, that is told to have failed; 0 where all is told to have worked."""


def makes(step: Step) -> bool:
    """Whether a step uses a recipe, that may be broken."""
    return step.verb in ("craft", "smelt")


def ended(state: CraftState, plan: Iterable[Step], dead: Sequence[str] = ()) -> int:
    """The first step, from 1, that cannot be carried out; 0 where all can."""
    bench = Bench(state.model_copy(update={"dead": tuple(dead)}))
    for number, step in enumerate(plan, 1):
        if bench.do(step):
            return number
    return WORKED


def possible(e: Experience) -> bool:
    """Whether there are broken recipes with which the report is true."""
    fails = ended(e.state, e.plan)
    if e.told == fails:
        return True
    if e.told == WORKED or (fails != WORKED and e.told > fails):
        return False
    step = e.plan[e.told - 1]
    earlier = {s.name for s in e.plan[: e.told - 1] if makes(s)}
    return makes(step) and step.name not in earlier


def shown(experiences: Iterable[Experience]) -> frozenset[str]:
    """The recipes that reports show to be broken, those apart that could not have come about."""
    return frozenset(
        e.plan[e.told - 1].name
        for e in experiences
        if e.told != WORKED and possible(e) and ended(e.state, e.plan) != e.told
    )


def believed(experiences: Iterable[Experience]) -> frozenset[str]:
    """The recipes that one takes for broken who believes every report, success before failure."""
    failed: set[str] = set()
    worked: set[str] = set()
    for e in experiences:
        made = [s.name for s in e.plan[: e.told - 1 if e.told else None] if makes(s)]
        worked.update(made)
        if e.told and makes(e.plan[e.told - 1]):
            failed.add(e.plan[e.told - 1].name)
    return frozenset(failed - worked)


class Past:
    """Draws reports of a world.

    Args:
        state: where the task is, its broken recipes with it.
        strange: how often, in per cent, something was tried elsewhere, with other things.
        dice: chance.
    """

    def __init__(self, state: CraftState, *, strange: int, dice: Dice) -> None:
        self.here = state.model_copy(update={"dead": ()})
        self.dead, self.strange, self.dice = state.dead, strange, dice
        self.elsewhere: list[CraftState] = []

    def _place(self) -> CraftState:
        """Here, or one of a few other places: what can be had in a place takes long to find out."""
        if self.dice.below(100) >= self.strange:
            return self.here
        if len(self.elsewhere) < _PLACES:
            self.elsewhere.append(draw_state(self.dice))
            return self.elsewhere[-1]
        return self.dice.choose(self.elsewhere)

    def shows(self, name: str) -> Experience | None:
        """A right report of a plan that fails because a recipe is broken."""
        for _ in range(_TRIES):
            state = self._place()
            plan = planned(state, self._user(name), 1) or []
            fails = ended(state, plan, self.dead)
            if fails and plan[fails - 1].name == name:
                return Experience(state=state, item=plan[-1].name, plan=tuple(plan), told=fails)
        return None

    def ordinary(self) -> Experience | None:
        """A right report of something else: it worked, or a step had been left out."""
        for _ in range(_TRIES):
            state, item = self._place(), self.dice.choose(sorted(graph().craft))
            plan = planned(state.model_copy(update={"dead": self.dead}), item, 1)
            if plan is None or not 3 <= len(plan) <= 12:
                continue
            if self.dice.below(3) == 0:
                del plan[self.dice.below(len(plan) - 1)]
            told = ended(state, plan, self.dead)
            return Experience(state=state, item=item, plan=tuple(plan), told=told)
        return None

    def alarm(self, name: str) -> Experience | None:
        """A wrong report that a recipe failed: an earlier step could not have been done."""
        for _ in range(_TRIES):
            state = self._place()
            plan = planned(state, self._user(name), 1)
            use = self._use(plan, name)
            if plan is None or use < 2:
                continue
            item = plan[-1].name
            del plan[self.dice.below(use)]
            use = self._use(plan, name)
            fails = ended(state, plan)
            if fails and fails < use + 1 and ended(state, plan, self.dead) == fails:
                return Experience(state=state, item=item, plan=tuple(plan), told=use + 1)
        return None

    def promise(self, name: str) -> Experience | None:
        """A wrong report that a plan with a broken recipe worked: it cannot have, with none."""
        for _ in range(_TRIES):
            state = self._place()
            plan = planned(state, self._user(name), 1)
            use = self._use(plan, name)
            if plan is None or use < 1:
                continue
            item = plan[-1].name
            del plan[self.dice.below(use)]
            if ended(state, plan) and self._use(plan, name) >= 0:
                return Experience(state=state, item=item, plan=tuple(plan), told=WORKED)
        return None

    def _user(self, name: str) -> str:
        """The item itself, or another that takes it."""
        users = sorted(
            made for made, ways in graph().craft.items() if any(name in way.needs for way in ways)
        )
        return self.dice.choose([name, *users])

    def _use(self, plan: Sequence[Step] | None, name: str) -> int:
        """Where a plan first uses the recipe of an item, from 0; -1 where it does not."""
        steps = (k for k, s in enumerate(plan or ()) if makes(s) and s.name == name)
        return next(steps, -1)
