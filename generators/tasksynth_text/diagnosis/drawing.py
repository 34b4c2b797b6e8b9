"""Draw a network, and a case of which it is clear enough what is the matter."""

from tasksynth.rng import Dice
from tasksynth_text.diagnosis.networks import CauseNet, Seen, Sign

_CHANCES = (5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
_STRENGTHS = (0, 0, 0, 20, 40, 60, 80, 90)


def draw_one(dice: Dice, causes: int, signs: int, dependent: int) -> CauseNet:
    """Exactly one of the causes is there; so many of the findings depend on others."""
    priors = [5] * causes
    for _ in range(20 - causes):
        priors[dice.below(causes)] += 5

    def chances() -> tuple[int, ...]:
        return tuple(dice.of(_CHANCES) for _ in range(causes))

    found = [Sign(chances=chances()) for _ in range(signs - dependent)]
    for _ in range(dependent):
        parent = dice.below(signs - dependent)
        found.append(Sign(chances=chances(), parent=parent, otherwise=chances()))
    return CauseNet(several=False, priors=tuple(priors), signs=tuple(found))


def draw_several(dice: Dice, causes: int, signs: int) -> CauseNet:
    """Any number of causes may be there; each finding is brought about by one at least."""
    found = []
    for _ in range(signs):
        chances = [dice.of(_STRENGTHS) for _ in range(causes)]
        chances[dice.below(causes)] = dice.of(_STRENGTHS[3:])
        found.append(Sign(chances=tuple(chances), alone=dice.of((2, 5, 10, 20))))
    priors = tuple(dice.of((10, 15, 20, 25, 30, 40)) for _ in range(causes))
    return CauseNet(several=True, priors=priors, signs=tuple(found))


def draw_seen(dice: Dice, net: CauseNet, unseen: int) -> Seen:
    """What is found in a case of chance, after the network; so many findings nobody looks for."""
    present: list[bool] = []
    there = _present(dice, net)
    for sign in net.signs:
        if net.several:
            hits = [dice.below(100) < sign.chances[cause] for cause in there]
            present.append(any(hits) or dice.below(100) < sign.alone)
        else:
            plain = sign.parent is None or present[sign.parent]
            chances = sign.chances if plain else sign.otherwise
            present.append(dice.below(100) < chances[there[0]])
    order = list(range(len(present)))
    dice.shuffle(order)
    hidden = set(order[:unseen])
    return tuple(None if i in hidden else one for i, one in enumerate(present))


def _present(dice: Dice, net: CauseNet) -> list[int]:
    if net.several:
        return [cause for cause, prior in enumerate(net.priors) if dice.below(100) < prior]
    at = dice.below(sum(net.priors))
    for cause, prior in enumerate(net.priors):
        at -= prior
        if at < 0:
            return [cause]
    return []
