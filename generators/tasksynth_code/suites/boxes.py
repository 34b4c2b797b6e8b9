"""Lists, sets and dictionaries by the places where they are made: what is ever in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tasksynth_code.suites.values import INF, Bound, BoxAt, Known, either, times, widened


class NothingInIt:
    """What is in a box that nobody has put anything into."""


NOTHING = NothingInIt()


@dataclass
class HeldBox:
    """All that are made at one place, at all times."""

    item: Known | NothingInIt = NOTHING
    """Elements, or values."""
    key: Known | NothingInIt = NOTHING
    least: Bound = INF
    begun: Bound = 0
    """Elements when it is made."""
    grown: dict[int, Bound] = field(default_factory=dict)
    """Elements that come in later, by the place where that is done."""

    @property
    def most(self) -> Bound:
        return self.begun + sum(self.grown.values())


class Boxes:
    """What was put where, until it is known all: then going through a program changes nothing."""

    def __init__(self) -> None:
        self.all: dict[int, HeldBox] = {}
        self.changed = False
        self.hasty = False
        """Whether what still grows is taken to grow without end."""
        self.times: Bound = 1
        """How often the place is come to that is looked at."""

    def made(
        self,
        place: int,
        item: Known | NothingInIt = NOTHING,
        *,
        key: Known | NothingInIt = NOTHING,
        least: Bound = 0,
        most: Bound = 0,
    ) -> BoxAt:
        """A new one, with so many of these in it."""
        box = self.all.setdefault(place, HeldBox())
        self._put(box, item, key)
        least, most = min(box.least, least), max(box.begun, most)
        if (least, most) != (box.least, box.begun):
            box.least, box.begun = least, INF if self.hasty and most > box.begun else most
            self.changed = True
        return BoxAt(frozenset({place}))

    def added(
        self,
        to: BoxAt,
        by: int,
        item: Known | NothingInIt,
        *,
        key: Known | NothingInIt = NOTHING,
        count: Bound = 1,
    ) -> None:
        """Each time that a place is come to, so many may come in."""
        for box in self._of(to):
            self._put(box, item, key)
            most = times(self.times, count)
            if most > box.grown.get(by, 0):
                box.grown[by] = INF if self.hasty else most
                self.changed = True

    def set_in(self, to: BoxAt, item: Known) -> None:
        """Elements are replaced."""
        for box in self._of(to):
            self._put(box, item, NOTHING)

    def shrunk(self, some: BoxAt) -> None:
        """Elements are taken out."""
        for box in self._of(some):
            if box.least:
                box.least, self.changed = 0, True

    def item(self, some: BoxAt) -> Known | NothingInIt:
        return _joined(box.item for box in self._of(some))

    def key(self, some: BoxAt) -> Known | NothingInIt:
        return _joined(box.key for box in self._of(some))

    def sizes(self, some: BoxAt) -> tuple[Bound, Bound]:
        boxes = list(self._of(some))
        return min(box.least for box in boxes), max(box.most for box in boxes)

    def _of(self, some: BoxAt) -> Iterable[HeldBox]:
        return (self.all[place] for place in sorted(some.places))

    def _put(self, box: HeldBox, item: Known | NothingInIt, key: Known | NothingInIt) -> None:
        for name, new in (("item", item), ("key", key)):
            old = getattr(box, name)
            both = _joined((old, new))
            if both is not old and both != old:
                if self.hasty and not isinstance(old, NothingInIt):
                    both = widened(old, both)  # type: ignore[arg-type]
                setattr(box, name, both)
                self.changed = True


def _joined(some: Iterable[Known | NothingInIt]) -> Known | NothingInIt:
    found: Known | NothingInIt = NOTHING
    for one in some:
        if isinstance(found, NothingInIt):
            found = one
        elif not isinstance(one, NothingInIt):
            found = either(found, one)
    return found
