"""All orders of frames that told rules allow, by a search over them: what frames show decides."""

from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

from tasksynth_vision.shelves.props import FLOOR, Rule

Frames = Sequence[Sequence[float]]
"""What each frame shows of each thing."""
Order = tuple[int, ...]


def orders(frames: Frames, rules: Sequence[Rule], *, apart: float = 0.5) -> Iterator[Order]:
    """Each order of the frames that breaks no rule, once.

    Args:
        frames: what they show, in any order.
        rules: that of each thing.
        apart: the least by which two values differ; nearer ones are the same.
    """
    hidden = [at for at, rule in enumerate(rules) if rule == "oneway"]
    met: set[Order] = set()
    for senses in product((1, -1), repeat=len(hidden)):
        sense = dict(zip(hidden, senses, strict=True))
        for order in _search(frames, rules, sense, apart):
            if order not in met:
                met.add(order)
                yield order


def only_order(frames: Frames, rules: Sequence[Rule]) -> Order | None:
    """The one order that the rules allow; None where they allow none, or several."""
    found = list(islice(orders(frames, rules), 2))
    return found[0] if len(found) == 1 else None


def fewest(frames: Frames, rules: Sequence[Rule]) -> int:
    """How many things, at least, one has to look at to know the order."""
    telling = [at for at, rule in enumerate(rules) if rule != "free"]
    for count in range(1, len(telling)):
        for some in combinations(telling, count):
            seen = [[frame[at] for at in some] for frame in frames]
            if only_order(seen, [rules[at] for at in some]):
                return count
    return len(telling)


def _search(
    frames: Frames, rules: Sequence[Rule], sense: dict[int, int], apart: float
) -> Iterator[Order]:
    """Depth first: what must come before a frame has to be taken before it."""
    count = len(frames)
    ways = {"rise": 1, "fall": -1}
    signs = [ways.get(rule, sense.get(at, 0)) for at, rule in enumerate(rules)]
    earlier = [
        {i for i in range(count)
         if any(sign * (frames[j][at] - frames[i][at]) >= apart for at, sign in enumerate(signs))}
        for j in range(count)
    ]  # fmt: skip
    near = [at for at, rule in enumerate(rules) if rule == "near"]
    once = [at for at, rule in enumerate(rules) if rule == "once"]

    def may_follow(taken: list[int], i: int) -> bool:
        if not earlier[i] <= set(taken):
            return False
        if taken and any(abs(frames[i][at] - frames[taken[-1]][at]) > 1.5 * FLOOR for at in near):
            return False
        return not any(_returns([frames[j][at] > apart for j in (*taken, i)]) for at in once)

    def grow(taken: list[int]) -> Iterator[Order]:
        if len(taken) == count:
            yield tuple(taken)
            return
        for i in range(count):
            if i not in taken and may_follow(taken, i):
                yield from grow([*taken, i])

    return grow([])


def _returns(there: list[bool]) -> bool:
    """Whether something that had gone is there again."""
    return there[-1] and not there[-2] and any(there[:-2]) if len(there) > 1 else False
