"""Ways to press that are quick to think of: each leaves out something that matters."""

from collections.abc import Iterable, Iterator
from itertools import product

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.pomdps.models import TENTHS, Belief, History, Policy, Pomdp, worth
from tasksynth_planning.pomdps.solving import (
    BeliefValues,
    Choose,
    policy_of,
    seen_after,
    seen_values,
)


class SeenPlan:
    """What would be best for who saw the states from the next press on."""

    def __init__(self, machine: Pomdp) -> None:
        self.machine = machine
        self.values = seen_values(machine)
        self.after = [
            [seen_after(machine, then, one, left) for one in range(machine.buttons)]
            for left, then in enumerate(self.values[:-1], 1)
        ]

    def average(self, b: Belief, shown: History) -> int:
        """The button that is best on average over the states (QMDP; Littman et al., 1995)."""
        return _first_best(_dot(b, of) for of in self._of(shown))

    def likeliest(self, b: Belief, shown: History) -> int:
        """The button that is best in the likeliest state (Nourbakhsh et al., 1995)."""
        state = b.index(max(b))
        return _first_best(of[state] for of in self._of(shown))

    def voted(self, b: Belief, shown: History) -> int:
        """The button that is most likely the best one (Simmons and Koenig, 1995)."""
        votes = [0] * self.machine.buttons
        for chance, column in zip(b, zip(*self._of(shown), strict=True), strict=True):
            votes[_first_best(column)] += chance
        return _first_best(votes)

    def _of(self, shown: History) -> list[tuple[int, ...]]:
        return self.after[self.machine.presses - len(shown) - 1]


def tried(machine: Pomdp) -> Iterator[tuple[str, Policy]]:
    """The policies that may not be best in any task, with their names.

    Those that look at values are tried once more with the buttons the other way round, so that they
    take the last of equally good ones.
    """
    mirrored = machine.mirrored()
    looking, turned = _looking(machine), _looking(mirrored)
    for name, choose in looking.items():
        yield name, policy_of(machine, choose)
        policy = policy_of(mirrored, turned[name])
        last = machine.buttons - 1
        yield f"{name}, last of them", {shown: last - one for shown, one in policy.items()}
        if name == "the average state":  # what is best most often comes first, to save time
            yield "without a look", blind(machine)
    for button in range(machine.buttons):
        yield f"always {'ABCD'[button]}", policy_of(machine, _always((button,) * machine.presses))
        for name in ("the average state", "what pays now"):
            then = looking[name]
            yield f"{'ABCD'[button]}, then {name}", policy_of(machine, _first(button, then))
    yield "in turn", policy_of(machine, lambda b, shown: len(shown) % machine.buttons)
    for seed in (1, 2):
        yield f"by lot {seed}", policy_of(machine, by_lot(machine, seed))
    yield "one press ahead, then as if seen", ahead(machine, 1, seen=True)
    yield "all presses but two ahead", ahead(machine, machine.presses - 2)


def untried(machine: Pomdp) -> dict[str, Policy]:
    """Policies like those, with which no draw is tried: what they get is what the floor allows."""
    plan = SeenPlan(machine)
    found: dict[str, Choose] = {
        "look until 7 in 10 sure, then the likeliest state": _looks(machine, plan.likeliest, 7),
        "look until 9 in 10 sure, then the likeliest state": _looks(machine, plan.likeliest, 9),
        "look until 3 in 4 sure, then the average state": _looks(machine, plan.average, 7.5),
        "look to the last, then the likeliest state": _looks(machine, plan.likeliest, 10),
    }
    return {name: policy_of(machine, choose) for name, choose in found.items()}


def _looking(machine: Pomdp) -> dict[str, Choose]:
    plan = SeenPlan(machine)

    def pays_now(b: Belief, shown: History) -> int:
        return _first_best(machine.paid(b, one) for one in range(machine.buttons))

    return {
        "what pays now": pays_now,
        "the average state": plan.average,
        "the likeliest state": plan.likeliest,
        "states vote": plan.voted,
        "the fast informed bound": informed(machine),
        "look, then the average state": _looks(machine, plan.average),
        "look, then the likeliest state": _looks(machine, plan.likeliest),
        "look, then what pays now": _looks(machine, pays_now),
    } | {
        f"look until {enough} in 10 sure, then the average state": _looks(
            machine, plan.average, enough
        )
        for enough in (6, 7, 8, 9, 10)
    }


def informed(machine: Pomdp) -> Choose:
    """What is best by a bound that knows of the next colours alone (Hauskrecht, 2000)."""
    pays = np.array(machine.pays)  # (buttons, states)
    shown = np.einsum("bst,btc->bcst", np.array(machine.moves), np.array(machine.lamps))
    bounds = [pays]
    for left in range(1, machine.presses):
        later = np.einsum("bcst,nt->bcsn", shown, bounds[-1]).max(axis=3).sum(axis=1)
        bounds.append(pays * TENTHS ** (2 * left) + later)
    listed = [bound.tolist() for bound in bounds]
    return lambda b, seen: _first_best(
        _dot(b, of) for of in listed[machine.presses - len(seen) - 1]
    )


def _first(button: int, then: Choose) -> Choose:
    return lambda b, shown: then(b, shown) if shown else button


def _looks(machine: Pomdp, then: Choose, enough: float = 0) -> Choose:
    """Looks once, or as long as no state is likelier than `enough` tenths and there is a press
    left after it; and then does something else (Cassandra et al., 1996).
    """

    def choose(b: Belief, shown: History) -> int:
        last = len(shown) + 1 == machine.presses
        sure = TENTHS * max(b) > enough * sum(b) if enough else bool(shown)
        return then(b, shown) if last or sure else _telling(machine, b)

    return choose


def _telling(machine: Pomdp, b: Belief) -> int:
    """The button after which one knows best which state it is."""
    return _first_best(
        sum(max(then) for _, then in machine.shown(b, one)) for one in range(machine.buttons)
    )


def by_lot(machine: Pomdp, seed: int) -> Choose:
    """Draws lots each time."""
    dice = Dice(np.random.Generator(np.random.Philox(key=seed)))
    return lambda b, shown: dice.below(machine.buttons)


def blind(machine: Pomdp) -> Policy:
    """The best row of presses for who does not look at the lamp."""

    def paid(row: tuple[int, ...]) -> int:
        b, total = machine.begin, 0
        for button in row:
            total = TENTHS * total + machine.paid(b, button)
            b = machine.moved(b, button)
        return total

    best = max(product(range(machine.buttons), repeat=machine.presses), key=paid)
    return policy_of(machine, _always(best))


def _always(row: tuple[int, ...]) -> Choose:
    """The same presses, whatever is shown."""
    return lambda b, shown: row[len(shown)]


def by_last_colour(machine: Pomdp) -> Policy:
    """The best of those that press the same button whenever the same colour was the last."""

    def by(row: tuple[int, ...]) -> Choose:
        return lambda b, shown: row[shown[-1] if shown else -1]

    rows = product(range(machine.buttons), repeat=machine.colours + 1)
    policies = [policy_of(machine, by(row)) for row in rows]
    return max(policies, key=lambda policy: worth(machine, policy))


def ahead(machine: Pomdp, presses: int, *, seen: bool = False) -> Policy:
    """What is best by so many presses, this one and those after it. What comes later counts for
    nothing, or, if `seen`, for what it would be for who saw the states then.
    """
    values, plan = BeliefValues(machine), SeenPlan(machine)

    def of(b: Belief, depth: int, left: int) -> int:
        if not left:
            return 0
        if not depth:
            return _dot(b, plan.values[left]) * int(TENTHS ** (left - 1)) if seen else 0
        return max(after(b, one, depth, left) for one in range(machine.buttons))

    def after(b: Belief, button: int, depth: int, left: int) -> int:
        now = machine.paid(b, button) * int(TENTHS ** (2 * left - 2))
        return now + sum(of(then, depth - 1, left - 1) for _, then in machine.shown(b, button))

    def choose(b: Belief, shown: History) -> int:
        left = machine.presses - len(shown)
        if left <= presses:
            return values.best(b, left)
        return _first_best(after(b, one, presses, left) for one in range(machine.buttons))

    return policy_of(machine, choose)


def rounded(machine: Pomdp, digits: int) -> Policy:
    """What is best by beliefs that are rounded to so many digits after each look."""
    unit = 10**digits
    known: dict[tuple[Belief, int], float] = {}

    def rough(b: Belief) -> Belief:
        total = sum(b)
        return tuple((2 * unit * chance + total) // (2 * total) for chance in b)

    def of(b: Belief, left: int) -> float:
        if left and (b, left) not in known:
            known[b, left] = max(after(b, one, left) for one in range(machine.buttons))
        return known[b, left] if left else 0.0

    def after(b: Belief, button: int, left: int) -> float:
        total = sum(b)
        value = machine.paid(b, button) / total
        for _, then in machine.shown(b, button) if left > 1 else ():
            value += sum(then) / (TENTHS**2 * total) * of(rough(then), left - 1)
        return value

    def choose(b: Belief, shown: History) -> int:
        near, left = rough(b), machine.presses - len(shown)
        values = [after(near, one, left) for one in range(machine.buttons)]
        return values.index(max(values))

    return policy_of(machine, choose)


def _dot(b: Belief, of: Iterable[int]) -> int:
    return sum(chance * value for chance, value in zip(b, of, strict=True))


def _first_best(values: Iterable[int]) -> int:
    listed = list(values)
    return listed.index(max(listed))
