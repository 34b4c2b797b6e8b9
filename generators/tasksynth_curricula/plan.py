"""Choose the cheapest lessons that reach a goal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Annotated

import numpy as np
from pydantic import Field

from tasksynth import Family, Knob, Model, Params, Rubric, Verdict
from tasksynth.answers import Unreadable
from tasksynth_curricula.graphs import draw_names, read_names


class PlanParams(Params):
    """How many skills and lessons."""

    skills: Annotated[int, Knob(5, 14), Field(ge=3, le=16)] = 5
    """Skills that there are."""
    lessons: Annotated[int, Knob(8, 40, log=True), Field(ge=4, le=60)] = 8
    """Lessons on offer. No level has fewer than 8: of those, chance finds some plans."""


class Lesson(Model):
    """What it needs, what it teaches, what it costs."""

    name: str
    needs: tuple[int, ...]
    teaches: tuple[int, ...]
    cost: int


class Planning(Model):
    """Skills, lessons and a goal. Skills are numbered; the learner begins with none."""

    skills: tuple[str, ...]
    lessons: tuple[Lesson, ...]
    goal: tuple[int, ...]
    optimum: int
    """Least total cost that reaches the goal."""


class LessonPlan(Family[PlanParams, Planning]):
    """Find the cheapest set of lessons, in a valid order, that teaches the goal skills.

    The optimum is exact: Dijkstra's algorithm over sets of known skills.
    """

    name = "curricula.plan"
    version = 2
    effort = "searched"
    rubric = Rubric(gate="cheapest", cheapest=1.0, reaches=0.0)

    def generate(self, p: PlanParams, rng: np.random.Generator) -> Planning | None:
        names = draw_names(p.skills + p.lessons, rng)
        count = p.lessons
        target = np.concatenate([np.arange(p.skills), rng.integers(0, p.skills, count)])[:count]
        depth = rng.random((count, p.skills))
        second = rng.integers(0, p.skills, count)
        width = rng.integers(0, 3, count)
        price = rng.integers(2, 30, count)
        both = rng.random(count) < 0.25
        lessons = []
        for i in range(count):
            main = int(target[i])
            earlier = np.argsort(depth[i, :main])[: int(width[i])] if main else np.zeros(0, int)
            teaches = {main} | ({int(second[i])} if both[i] else set())
            needs = tuple(sorted(set(earlier.tolist()) - teaches))
            cost = int(price[i]) + 3 * (2 - len(needs)) + 5 * (len(teaches) - 1)
            lessons.append(
                Lesson(
                    name=names[p.skills + i], needs=needs, teaches=tuple(sorted(teaches)), cost=cost
                )
            )
        shuffled = [lessons[i] for i in rng.permutation(count)]
        goal = tuple(sorted({p.skills - 1, int(rng.integers(p.skills // 2, p.skills))}))
        found = cheapest(shuffled, goal).order
        if len(found) < 3:
            return None
        x = Planning(
            skills=names[: p.skills],
            lessons=tuple(shuffled),
            goal=goal,
            optimum=sum(shuffled[i].cost for i in found),
        )
        return None if any(_right(x, way) for way in _simple(x).values()) else x

    def prompt(self, x: Planning) -> str:
        lines = []
        for lesson in x.lessons:
            needs = ", ".join(x.skills[i] for i in lesson.needs) or "nothing"
            teaches = ", ".join(x.skills[i] for i in lesson.teaches)
            lines.append(f"- {lesson.name}: needs {needs}; teaches {teaches}; costs {lesson.cost}")
        goal = " and ".join(x.skills[i] for i in x.goal)
        return (
            f"A learner who has none of the skills {', '.join(x.skills)} wants to have {goal}. "
            "These lessons are on offer; a lesson can be taken once all the skills that it needs "
            "are there:\n\n" + "\n".join(lines) + "\n\n"
            "Which lessons, in which order, reach the goal at the least total cost? End with a "
            'line that begins with "Answer:" and lists the names of the lessons in order, '
            "separated by commas."
        )

    def verify(self, x: Planning, answer: str) -> Verdict:
        try:
            order = read_names(answer, [lesson.name for lesson in x.lessons])
        except Unreadable as e:
            return self.rubric.unparsable(str(e))
        known: set[int] = set()
        for i in order:
            lesson = x.lessons[i]
            if missing := [x.skills[j] for j in lesson.needs if j not in known]:
                why = f"{lesson.name} needs {missing[0]}, which is not there yet"
                return self.rubric(cheapest=0.0, reaches=0.0, why=why)
            known.update(lesson.teaches)
        if missing := [x.skills[j] for j in x.goal if j not in known]:
            why = f"{missing[0]} is not reached"
            return self.rubric(cheapest=0.0, reaches=0.0, why=why)
        cost = sum(x.lessons[i].cost for i in order)
        why = "" if cost == x.optimum else f"it costs {cost}, and {x.optimum} is enough"
        return self.rubric(cheapest=float(cost == x.optimum), reaches=1.0, why=why)

    def solve(self, x: Planning) -> str:
        found = cheapest(x.lessons, x.goal)
        return "Answer: " + ", ".join(x.lessons[i].name for i in found.order)

    def measure(self, x: Planning) -> dict[str, float]:
        found = cheapest(x.lessons, x.goal)
        return {
            "skills": len(x.skills),
            "lessons": len(x.lessons),
            "steps": len(found.order),
            "searched": found.searched,
            "optimum": x.optimum,
        }

    def baselines(self, x: Planning) -> dict[str, str]:
        ways = _simple(x).items()
        return {name: ", ".join(x.lessons[i].name for i in way) for name, way in ways}

    def floor(self, p: PlanParams) -> float:
        """In a nursery, whoever takes any lesson that is possible until the goal is reached."""
        return 0.05 if p.lessons >= 8 else 0.3


@dataclass(frozen=True)
class CheapestPlan:
    """What a search came to."""

    order: list[int]
    """Lessons; empty if none reach the goal."""
    searched: int
    """Sets of skills of which the least cost was found before the goal's."""


def cheapest(lessons: Sequence[Lesson], goal: tuple[int, ...]) -> CheapestPlan:
    """The lessons of least cost that reach the goal from nothing, in order."""
    wanted = sum(1 << i for i in goal)
    needs = [sum(1 << i for i in lesson.needs) for lesson in lessons]
    teaches = [sum(1 << i for i in lesson.teaches) for lesson in lessons]
    prices = [lesson.cost for lesson in lessons]
    best: dict[int, int] = {0: 0}
    via: dict[int, tuple[int, int]] = {}
    queue = [(0, 0)]
    searched = 0
    while queue:
        cost, known = heappop(queue)
        if cost > best[known]:
            continue
        searched += 1
        if known & wanted == wanted:
            order = []
            while known:
                known, taken = via[known]
                order.append(taken)
            return CheapestPlan(order[::-1], searched)
        for i, price in enumerate(prices):
            then = known | teaches[i]
            if then == known or needs[i] & ~known:
                continue
            total = cost + price
            if total < best.get(then, total + 1):
                best[then] = total
                via[then] = (known, i)
                heappush(queue, (total, then))
    return CheapestPlan([], searched)


def _simple(x: Planning) -> dict[str, list[int]]:
    """What trivial strategies would take."""
    return {
        "cheapest lesson first": _greedy(x, lambda lesson: lesson.cost),
        "cheapest per skill first": _greedy(x, lambda lesson: lesson.cost / len(lesson.teaches)),
        "as listed": _greedy(x, lambda _: 0),
        "all that reach the goal directly": [
            i for i, lesson in enumerate(x.lessons) if set(lesson.teaches) & set(x.goal)
        ],
    }


def _greedy(x: Planning, price: Callable[[Lesson], float]) -> list[int]:
    known: set[int] = set()
    order: list[int] = []
    while not set(x.goal) <= known:
        possible = [
            i
            for i, lesson in enumerate(x.lessons)
            if set(lesson.needs) <= known and not set(lesson.teaches) <= known
        ]
        if not possible:
            break
        order.append(min(possible, key=lambda i: price(x.lessons[i])))
        known |= set(x.lessons[order[-1]].teaches)
    return order


def _right(x: Planning, order: list[int]) -> bool:
    known: set[int] = set()
    for i in order:
        if not set(x.lessons[i].needs) <= known:
            return False
        known |= set(x.lessons[i].teaches)
    reached = set(x.goal) <= known
    return reached and sum(x.lessons[i].cost for i in order) == x.optimum
