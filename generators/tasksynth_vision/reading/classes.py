"""Classify by what was seen of a sheet: the labels are taken as known, the things are not."""

from collections import Counter
from collections.abc import Sequence

from tasksynth_vision.classes.ruling import ShownExample, agreeing, likest
from tasksynth_vision.reading.scenes import SeenThing
from tasksynth_vision.scenes.things import Looks


def classified(seen: Sequence[SeenThing], labels: Sequence[str], *, columns: int, cell: int) -> str:
    """The class that most rules which agree with what was seen give to the last thing.

    Where none agrees, for something was seen wrong, it is that of the thing which is most alike.
    """
    known: dict[int, Looks] = {}
    for one in seen:
        number = int(one.y // cell) * columns + int(one.x // cell)
        known[number] = Looks.model_validate(
            {name: getattr(one, name) for name in ("kind", "colour", "size", "pattern")}
        )
    asked = known.get(len(labels) - 1)
    examples = [ShownExample(looks=known[i], word=word)
                for i, word in enumerate(labels[:-1]) if i in known]  # fmt: skip
    if asked is None or not examples:
        return labels[0]
    votes = Counter(agreeing(examples, asked).values())
    if votes:
        return max(sorted(votes), key=votes.__getitem__)
    return min(likest(examples, asked))
