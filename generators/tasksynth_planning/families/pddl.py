"""`planning.pddl`: find a plan in a domain that was never seen before."""

import re
from functools import lru_cache
from itertools import takewhile
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable, plain, read_final
from tasksynth.rng import Dice
from tasksynth_planning.strips.drawing import Size, draw_problem
from tasksynth_planning.strips.goals import choose_goal
from tasksynth_planning.strips.grounding import GroundAction, GroundProblem, ground
from tasksynth_planning.strips.models import Atom, PlanningProblem
from tasksynth_planning.strips.replaying import replay
from tasksynth_planning.strips.searching import MOST_FACTS, greedy, layers, walk
from tasksynth_planning.strips.telling import domain_of, problem_of

_WORD = re.compile(r"[a-z0-9_-]+")
_TALK = frozenset(["step", "action", "then", "plan", "and", "finally", "first", "next"])
"""Words of an answer that say nothing."""
_REMARK = re.compile(r"(?<=\))[ \t]*(?:#|//).*")
"""What stands after an action as in programs."""
_LONGEST = 1000
"""Actions of a plan that are read."""
_WALKS = 6
"""Walks of chance that a problem withstands."""
_FACTS = 5
"""Of a goal, at most."""


class PddlParams(Params):
    """How large a problem is, and how long its shortest plan."""

    length: Annotated[int, Field(ge=2, le=24), Knob(5, 17)] = 8
    """Actions of a shortest plan, exactly."""
    places: Annotated[int, Field(ge=2, le=6), Knob(3, 6)] = 4
    """Where things can be."""
    movers: Annotated[int, Field(ge=1, le=2), Knob(1, 2)] = 1
    """Things that move by themselves, and carry one other each."""
    loads: Annotated[int, Field(ge=1, le=3), Knob(1, 2)] = 2
    """Things that are carried and worked on."""
    works: Annotated[int, Field(ge=1, le=6), Knob(2, 5)] = 3
    """Kinds of work, each with conditions of its own."""
    slack: Annotated[float, Field(ge=0, le=2), Knob(0.5, 0)] = 0.5
    """How many more actions than the shortest plan a plan may have, as a share of those."""
    most: Annotated[int, Field(ge=100, le=100_000)] = 40_000
    """States that may be looked at while a problem is drawn."""


class PddlInstance(Model):
    """A problem, with a shortest plan."""

    problem: PlanningProblem
    plan: tuple[Atom, ...]
    limit: int
    """Actions that a plan may have."""
    nearer: int
    """States that take fewer actions than the shortest plan; none fulfils the goal."""


class Pddl(Family[PddlParams, PddlInstance]):
    """Find a plan, short enough, for a problem in a domain of its own, given in PDDL."""

    name = "planning.pddl"
    effort = "expanded"
    rubric: ClassVar[Rubric] = Rubric(gate="valid", valid=1.0, goals=0.0, short=0.0)
    max_answer_chars = 100_000
    checked = 24

    def generate(self, p: PddlParams, rng: np.random.Generator) -> PddlInstance | None:
        """A domain and a beginning; then a goal that a complete search proves to take that long."""
        dice = Dice(rng)
        size = Size(p.places, p.movers, p.loads, p.works)
        problem = draw_problem(dice, size)
        grounded = ground(problem)
        if len(grounded.atoms) > MOST_FACTS:
            return None
        reached = layers(grounded, depth=p.length, most=p.most)
        found = choose_goal(dice, reached, p.length, _FACTS)
        if found is None:
            return None
        goal = tuple(sorted(a for i, a in enumerate(grounded.atoms) if found.goal >> i & 1))
        x = PddlInstance(
            problem=problem.model_copy(update={"goal": goal}),
            plan=tuple(step.words for step in found.plan),
            limit=int(p.length * (1 + p.slack)),
            nearer=found.nearer,
        )
        if any(self._passes(x, one) for one in _cheap(x).values()):
            return None
        walks = (walk(grounded, found.goal, x.limit, dice) for _ in range(_WALKS))
        return None if any(self._passes(x, _words(one)) for one in walks) else x

    def prompt(self, x: PddlInstance) -> str:
        domain, problem = domain_of(x.problem), problem_of(x.problem)
        return (
            f"Find a plan for this problem.\n\n{domain}\n\n{problem}\n\nThe plan may have "
            f"{x.limit} actions at most. Write it between <answer> and </answer>, one action a "
            "line with its objects, as in (name object1 object2)."
        )

    def verify(self, x: PddlInstance, answer: str) -> Verdict:
        try:
            plan = _read(answer, x.problem)
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        played = replay(x.problem, plan)
        goals = played.held / len(x.problem.goal)
        why = played.why
        if not why and len(plan) > x.limit:
            why = f"the plan has {len(plan)} actions, {x.limit} are allowed"
        short = 0.0 if why else len(x.plan) / len(plan)
        return self.rubric(valid=float(not why), goals=goals, short=short, why=why)

    def solve(self, x: PddlInstance) -> str:
        return _written(x.plan)

    def measure(self, x: PddlInstance) -> dict[str, float]:
        """`expanded`: what a breadth-first search expands before it comes to the goal's layer."""
        grounded = _grounded(x.problem)
        return {
            "optimal": len(x.plan),
            "expanded": x.nearer,
            "actions": len(grounded.steps),
            "facts": len(grounded.atoms),
            "goals": len(x.problem.goal),
        }

    def canonical(self, x: PddlInstance) -> Any:
        return x.problem.model_dump(mode="json")

    def baselines(self, x: PddlInstance) -> dict[str, str]:
        """Goals first, chance, and all that can be done once in the order in which it is told."""
        return {name: _written(plan) for name, plan in _cheap(x).items()}

    def floor(self, p: PddlParams) -> float:
        """What another walk of chance gets that goes to no state twice; six are tried on every
        draw, with the other cheap strategies, and what one of them solves is drawn anew.
        """
        return 0.15 if p.length < 6 else 0.08 if p.length < 9 else 0.02

    def _passes(self, x: PddlInstance, plan: tuple[Atom, ...]) -> bool:
        return 0 < len(plan) <= x.limit and not replay(x.problem, plan).why


@lru_cache(maxsize=2)
def _grounded(problem: PlanningProblem) -> GroundProblem:
    return ground(problem)


def _cheap(x: PddlInstance) -> dict[str, tuple[Atom, ...]]:
    grounded = _grounded(x.problem)
    goal = grounded.mask(x.problem.goal)
    return {
        "goals first": _words(greedy(grounded, goal, x.limit)),
        "by chance": _words(walk(grounded, goal, x.limit, Dice(_chance(len(x.plan))))),
        "by chance again": _words(walk(grounded, goal, x.limit, Dice(_chance(len(x.plan) + 99)))),
        "the first that can be done": _words(greedy(grounded, 1 << len(grounded.atoms), x.limit)),
    }


def _chance(number: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=number))


def _words(plan: list[GroundAction]) -> tuple[Atom, ...]:
    return tuple(step.words for step in plan)


def _written(plan: tuple[Atom, ...]) -> str:
    lines = "\n".join(f"({' '.join(words)})" for words in plan)
    return f"<answer>\n{lines}\n</answer>"


def _read(answer: str, problem: PlanningProblem) -> list[Atom]:
    """A plan: names of actions, each followed by its objects, whatever stands between them."""
    arity = {schema.name: len(schema.variables) for schema in problem.schemas}
    objects = {name for name, _ in problem.objects}

    def read(text: str) -> list[Atom]:
        words = _WORD.findall(_uncommented(plain(text).lower(), problem))
        plan: list[Atom] = []
        at = 0
        while at < len(words):
            name = words[at]
            at += 1
            if name in _TALK or not name.strip("0123456789-_"):
                continue
            if name not in arity:
                raise Unreadable(f"{name[:40]!r} is no action of this domain")
            named = tuple(words[at : at + arity[name]])
            wrong = next((one for one in named if one not in objects), None)
            if wrong is not None or len(named) < arity[name]:
                got = f"{wrong[:40]!r}" if wrong is not None else "fewer"
                raise Unreadable(f"want {arity[name]} objects after {name}, got {got}")
            plan.append((name, *named))
            at += arity[name]
            if len(plan) > _LONGEST:
                raise Unreadable(f"a plan of more than {_LONGEST} actions is not read")
        if not plan:
            raise Unreadable("there is no plan")
        return plan

    return read_final(answer, read, asked="tag")


def _uncommented(text: str, problem: PlanningProblem) -> str:
    """A plan without comments. After a semicolon comes one, as in PDDL, or the next action."""
    arity = {schema.name: len(schema.variables) for schema in problem.schemas}
    objects = {name for name, _ in problem.objects}

    def acts(piece: str) -> bool:
        words = [w for w in _WORD.findall(piece) if w not in _TALK and w.strip("0123456789-_")]
        return (
            words[:1] != []
            and len(words) == arity.get(words[0], 0) + 1
            and objects.issuperset(words[1:])
        )

    lines: list[str] = []
    for line in text.split("\n"):
        action, *others = _REMARK.sub("", line).split(";")
        lines.append(action)
        if action.strip():
            lines += takewhile(acts, others)
    return "\n".join(lines)
