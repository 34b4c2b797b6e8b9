"""Texts about things of one kind, drawn so that each fulfils a known number of points."""

from collections.abc import Sequence

from tasksynth import Model
from tasksynth_tools.dice import Chance
from tasksynth_tools.ranking.subjects import SUBJECTS, TALK, RankPoint, told

LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""Of ids: they spell no words."""
EXAMPLES = ("BCD", "FGH", "JKL", "MNP", "QRS", "TVW", "XZB", "CDF", "GHJ", "KLM")
"""Ids that a prompt shows, which no text has."""


class WantedPoint(Model):
    """A point that is asked for."""

    point: int
    """Of its subject, by number."""
    limit: int = 1
    """A number's; of other points, 1."""


class Paper(Model):
    """A text about a thing."""

    id: str
    text: str
    values: dict[int, int]
    """What holds of the thing, by the numbers of points, as far as the text says it."""


def fulfilled(paper: Paper, subject: int, wanted: Sequence[WantedPoint]) -> int:
    """How many points a text fulfils."""
    points = SUBJECTS[subject].points
    return sum(
        one.point in paper.values and holds(points[one.point], paper.values[one.point], one.limit)
        for one in wanted
    )


def holds(point: RankPoint, value: int, limit: int) -> bool:
    """Whether a value fulfils a point."""
    if not point.values:
        return value == 1
    return value <= limit if point.at_most else value >= limit


def asked_for(subject: int, one: WantedPoint) -> str:
    """A point as it is asked for."""
    return SUBJECTS[subject].points[one.point].ask.format(one.limit)


def draw_wanted(chance: Chance, subject: int, count: int, numbers: int) -> tuple[WantedPoint, ...]:
    """So many points of a subject, some of them numbers, with limits that many values keep to."""
    points = SUBJECTS[subject].points
    plain = [number for number, point in enumerate(points) if not point.values]
    counted = [number for number, point in enumerate(points) if point.values]
    found = []
    chosen = chance.sample(counted, numbers)
    chosen += chance.sample(plain, count - len(chosen))
    for number in sorted(chosen):
        values = points[number].values
        limit = values[chance.between(len(values) // 4, len(values) * 3 // 4)] if values else 1
        found.append(WantedPoint(point=number, limit=limit))
    return tuple(found)


def draw_papers(
    chance: Chance,
    subject: int,
    wanted: tuple[WantedPoint, ...],
    *,
    count: int,
    paraphrase: float,
    silent: float,
    talk: int,
) -> tuple[Paper, ...]:
    """Texts that fulfil all numbers of points about equally often, in no order.

    Args:
        chance: chance.
        subject: what they are about.
        wanted: the points.
        count: how many texts.
        paraphrase: chance of each statement to be made in other words than those asked with.
        silent: chance of what does not hold to be left out instead of denied.
        talk: sentences that say nothing.
    """
    papers: list[Paper] = []
    ids: list[str] = []
    while len(ids) < count:
        name = "".join(chance.of(LETTERS) for _ in range(3))
        if name not in EXAMPLES and name not in ids:
            ids.append(name)
    for name in ids:
        met = set(chance.sample(range(len(wanted)), chance.below(len(wanted) + 1)))
        values = _values(chance, subject, wanted, met, silent)
        text = _text(chance, subject, values, paraphrase, talk)
        papers.append(Paper(id=name, text=text, values=values))
    return tuple(papers)


def _values(
    chance: Chance, subject: int, wanted: tuple[WantedPoint, ...], met: set[int], silent: float
) -> dict[int, int]:
    """What a text says: of the wanted points what is to hold or not, of others anything."""
    points = SUBJECTS[subject].points
    values: dict[int, int] = {}
    left_out: list[int] = []
    for place, one in enumerate(wanted):
        point, right = points[one.point], place in met
        options = [v for v in point.values or (0, 1) if holds(point, v, one.limit) == right]
        if not right and not point.values and chance.hits(silent):
            left_out.append(one.point)
        elif options:
            values[one.point] = chance.of(options)
    # As many statements in all, so that their number does not tell how many are right.
    asked = {one.point for one in wanted}
    others = [number for number in range(len(points)) if number not in asked]
    while len(values) + len(others) <= len(wanted):
        values[left_out.pop()] = 0
    for number in chance.sample(others, len(wanted) + 1 - len(values)):
        values[number] = chance.of(points[number].values or (0, 1))
    return values


def _text(
    chance: Chance, subject: int, values: dict[int, int], paraphrase: float, talk: int
) -> str:
    points = SUBJECTS[subject].points
    said = [
        told(points[number], value, otherwise=chance.hits(paraphrase))
        for number, value in values.items()
    ]
    said += chance.sample(TALK, talk)
    chance.shuffle(said)
    return " ".join(said)
