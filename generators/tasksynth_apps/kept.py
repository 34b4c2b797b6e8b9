"""What is worked out again and again for one task, and kept then: for a group of transcripts."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memo(Generic[T]):
    """So many results, by the object that they are about, which never changes, and a key.

    The object is known by its identity, which holds as long as it is kept. A result is kept when
    it is asked for the second time: most are wanted once, and to hold what nobody wants again
    costs the garbage collector as much as it takes to make it. Who knows that it will be wanted
    again has it kept the first of `times`.
    """

    def __init__(self, most: int, *, times: int = 2) -> None:
        self.most, self.times = most, times
        self._found: OrderedDict[Hashable, tuple[object, T]] = OrderedDict()
        self._asked: OrderedDict[int, None] = OrderedDict()
        """Hashes of what was asked for once."""

    def of(self, about: object, key: Hashable, work_out: Callable[[], T]) -> T:
        """What was found, or is found now."""
        place = id(about), key
        if (found := self._found.get(place)) is not None:
            return found[1]
        result = work_out()
        mark = hash(place)
        if self.times == 1 or mark in self._asked:
            self._found[place] = about, result
            if len(self._found) > self.most:
                self._found.popitem(last=False)
        else:
            self._asked[mark] = None
            if len(self._asked) > 16 * self.most:
                self._asked.popitem(last=False)
        return result


class Visits:
    """Who was here before, of the last so many objects; one that is gone may pass for another."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._ids: OrderedDict[int, None] = OrderedDict()

    def before(self, thing: object) -> bool:
        """Whether this is not the first time that it is asked for."""
        if (mark := id(thing)) in self._ids:
            return True
        self._ids[mark] = None
        if len(self._ids) > self.most:
            self._ids.popitem(last=False)
        return False
