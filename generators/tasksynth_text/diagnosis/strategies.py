"""Cheap guesses at what is the matter, and what the worked-out answer looks like."""

from fractions import Fraction

from tasksynth_text.diagnosis.networks import CauseNet, Causes, Seen, Weigher, looked_for

Guess = tuple[Causes, tuple[int, ...]]
"""Causes, and findings that are said to decide."""


def cheap(net: CauseNet, seen: Seen, opinions: tuple[int, ...]) -> dict[str, Guess]:
    """Guesses for which nothing is multiplied: a cause by one of three scores, and findings."""
    known, all_causes = list(looked_for(seen)), range(len(net.priors))
    fits = [sum(_fits(net, cause, seen, i) for i in known) for cause in all_causes]
    sums = [sum(_shown(net, cause, seen, i) for i in known) for cause in all_causes]
    guesses: dict[str, Guess] = {}
    scores = {"highest prior": list(net.priors), "most findings fit": fits, "highest sum": sums}
    for name, score in scores.items():
        first, second, *_ = sorted(all_causes, key=lambda cause: -score[cause])
        best, next_one, *_ = sorted(known, key=lambda i: -_tells(net, first, seen, i))
        other = max(known, key=lambda i: _tells(net, second, seen, i))
        guesses[f"{name}, its best finding"] = ((first,), (best,))
        guesses[f"{name}, its second finding"] = ((first,), (next_one,))
        guesses[f"{name}, its two best findings"] = ((first,), (best, next_one))
        guesses[f"second by {name}, its best finding"] = ((second,), (other,))
    fitting = fits.index(max(fits))
    there = tuple(i for i in known if seen[i])
    guesses["most findings fit, all of these"] = (
        (fitting,),
        tuple(i for i in known if _fits(net, fitting, seen, i)),
    )
    guesses["most findings fit, all that are there"] = ((fitting,), there)
    for name, weight in (("", 0), (", priors once", 1), (", priors twice", 2)):
        guesses[f"added up{name}"] = _added(net, seen, weight)
    if opinions:
        best = max(known, key=lambda i: _tells(net, opinions[0], seen, i))
        guesses["what somebody thinks, its best finding"] = ((opinions[0],), (best,))
    return guesses


def _added(net: CauseNet, seen: Seen, weight: int) -> Guess:
    """Worked out with sums in place of products."""
    known, all_causes = list(looked_for(seen)), range(len(net.priors))
    sums = [
        weight * net.priors[cause] + sum(_shown(net, cause, seen, i) for i in known)
        for cause in all_causes
    ]
    best = max(all_causes, key=sums.__getitem__)
    without = {
        i: max(all_causes, key=lambda cause: sums[cause] - _shown(net, cause, seen, i))
        for i in known
    }
    return (best,), tuple(i for i in known if without[i] != best)


def ignoring_priors(net: CauseNet, seen: Seen) -> Guess:
    """Worked out as if all causes were equally frequent."""
    even = tuple(50 if net.several else 10 for _ in net.priors)
    found = Weigher(net.model_copy(update={"priors": even})).decided(seen)
    return found.causes, found.findings


def of_what_is_there(net: CauseNet, seen: Seen) -> Guess:
    """Worked out without the findings that were absent."""
    found = Weigher(net).decided(tuple(True if there else None for there in seen))
    return found.causes, found.findings


def first_ones(net: CauseNet, seen: Seen, count: int) -> Guess:
    """Worked out from so many of the findings."""
    known = list(looked_for(seen))[:count]
    kept = tuple(one if i in known else None for i, one in enumerate(seen))
    found = Weigher(net).decided(kept)
    return found.causes, found.findings


def _shown(net: CauseNet, cause: int, seen: Seen, i: int) -> int:
    """How often a cause shows what was seen, out of 100, as far as one number says so."""
    chance = max(net.signs[i].chances[cause], net.signs[i].alone)
    return chance if seen[i] else 100 - chance


def _fits(net: CauseNet, cause: int, seen: Seen, i: int) -> bool:
    return _shown(net, cause, seen, i) >= 50


def _tells(net: CauseNet, cause: int, seen: Seen, i: int) -> Fraction:
    """The share that a cause has in all that shows what was seen."""
    of = [_shown(net, one, seen, i) for one in range(len(net.priors))]
    return Fraction(of[cause] + 1, sum(of) + 1)
