"""Strategies that are quick to think of, and most of which lose something sooner or later."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.worlds.bandits import PARTS, Counts, Levers
from tasksynth_planning.worlds.beliefs import Belief
from tasksynth_planning.worlds.rooms import Cell, DarkRoom, Searched

Strategy = Callable[[Belief], str]


def thumbs(world: Levers | DarkRoom) -> dict[str, Strategy]:
    """The strategies for a world, by name."""
    if isinstance(world, Levers):
        found = _curious(world, flat=(0.5, 1.0), ahead=(0.25, 0.5))  # first: most draws end here
        found |= _favourites(world, stays=False) | _of_levers(world)
    else:
        found = _of_rooms(world)
        found |= {f"{name}, last of them": of for name, of in _of_rooms(world, last=True).items()}
    return found | {f"by lot {seed}": by_lot(world, seed) for seed in (1, 2)}


def untried(world: Levers | DarkRoom) -> dict[str, Strategy]:
    """Strategies like those, with which no draw is tried: what they get is what floors allow."""
    if isinstance(world, DarkRoom):
        return {
            f"{name}{', last of them' * last}": of
            for last in (False, True)
            for name, of in _other_of_rooms(world, last=last).items()
        }
    others = _curious(world, flat=(0.3, 0.75), ahead=(0.1, 0.35))
    return _favourites(world, stays=True) | others


def by_lot(world: Levers | DarkRoom, seed: int) -> Strategy:
    """Draws lots among all choices."""
    dice = Dice(np.random.Generator(np.random.Philox(key=seed)))
    return lambda b: dice.of(world.choices(b))


def _of_levers(world: Levers) -> dict[str, Strategy]:
    def in_turn(b: Counts) -> str:
        return world.choices(b)[sum(pulled for pulled, _ in b) % len(b)]

    def likeliest(b: Counts) -> str:
        return max(world.choices(b), key=lambda one: world.mean(b, one))

    def likeliest_last(b: Counts) -> str:
        return max(reversed(world.choices(b)), key=lambda one: world.mean(b, one))

    def share(b: Counts) -> str:
        """The best share of pulls that paid, each lever once at first."""
        rates = [paid / pulled if pulled else 2.0 for pulled, paid in b]
        return world.choices(b)[rates.index(max(rates))]

    def hopeful(b: Counts) -> str:
        """The largest chance that a lever may still have, twice as heavy as its mean."""
        return max(
            world.choices(b),
            key=lambda one: world.mean(b, one) + world.chances["ABCD".index(one)][-1] / (2 * PARTS),
        )

    def stay(b: Counts) -> str:
        """Goes on with a lever until it fails, then with the next one."""
        failed = sum(pulled - paid for pulled, paid in b)
        return world.choices(b)[failed % len(b)]

    def once_each(b: Counts) -> str:
        fresh = [one for one, (pulled, _) in zip(world.choices(b), b, strict=True) if not pulled]
        return fresh[0] if fresh else likeliest(b)

    return {
        "the likeliest": likeliest,
        "the likeliest, last of them": likeliest_last,
        "each once, then the likeliest": once_each,
        "the best share": share,
        "what may be best": hopeful,
        "stays until it fails": stay,
        "in turn": in_turn,
        "always the first": lambda b: world.choices(b)[0],
        "always the last": lambda b: world.choices(b)[-1],
    }


def _favourites(world: Levers, *, stays: bool) -> dict[str, Strategy]:
    """Those that pull the lever first of which they hope the most; the likeliest one then, or, if
    they stay, when it first fails.
    """

    def first(most: int, less: int) -> Strategy:
        ranks = [most * chances[-1] - less * chances[0] for chances in world.chances]
        best = ranks.index(max(ranks))

        def choose(b: Counts) -> str:
            pulled, paid = b[best]
            lucky = stays and pulled == paid == sum(pulls for pulls, _ in b)
            choices = world.choices(b)
            if not pulled or lucky:
                return choices[best]
            return max(choices, key=lambda one: world.mean(b, one))

        return choose

    then = "while it pays" if stays else "then the likeliest"
    return {f"the highest first, {then}": first(1, 0), f"the widest first, {then}": first(1, 1)}


def _curious(
    world: Levers, *, flat: tuple[float, ...], ahead: tuple[float, ...]
) -> dict[str, Strategy]:
    """Those that add to a lever's chance how far it may be off, or that for each pull to come."""

    def hoping(weight: float, *, ahead: bool) -> Strategy:
        def choose(b: Counts) -> str:
            left = world.pulls - sum(pulled for pulled, _ in b)
            times = weight * (left - 1 if ahead else 1)
            return max(
                world.choices(b),
                key=lambda one: world.mean(b, one) + times * world.deviation(b, one),
            )

        return choose

    rules = {f"{one} deviations above": hoping(one, ahead=False) for one in flat}
    return rules | {f"{one} deviations a pull to come": hoping(one, ahead=True) for one in ahead}


def _towards(
    world: DarkRoom,
    distances: Callable[[Cell], Mapping[Cell, int]],
    rank: Callable[[int, int], float],
    *,
    last: bool,
) -> Strategy:
    """Goes to the place of the lowest rank, by its number and its distance."""

    def choose(b: Searched) -> str:
        far = distances(b[0])
        order = b[1][::-1] if last else b[1]
        place = min(order, key=lambda one: rank(one, far[world.places[one]]))
        return _way(world, b[0], distances(world.places[place]), last=last)

    return choose


def _other_of_rooms(world: DarkRoom, *, last: bool) -> dict[str, Strategy]:
    chances, towards = world.chances, partial(_towards, world, cache(world.distances), last=last)
    return {
        "much chance a step": towards(lambda place, far: far / chances[place] ** 1.5),
        "near, then rather likely": towards(lambda place, far: far - chances[place] / 2),
        "near, then very likely": towards(lambda place, far: far - chances[place]),
    }


def _of_rooms(world: DarkRoom, *, last: bool = False) -> dict[str, Strategy]:
    chances, towards = world.chances, partial(_towards, world, cache(world.distances), last=last)
    return {
        "the nearest place": towards(lambda place, far: far),
        "the likeliest place": towards(lambda place, far: -chances[place]),
        "the most chance a step": towards(lambda place, far: far / chances[place]),
        "the most chance a step, squared": towards(lambda place, far: far / chances[place] ** 2),
        "near, then likely": towards(lambda place, far: far - chances[place] / 10),
        "the places in turn": towards(lambda place, far: place),
        "the places backwards": towards(lambda place, far: -place),
    }


def _way(world: DarkRoom, cell: Cell, far: Mapping[Cell, int], *, last: bool) -> str:
    """A first step of a shortest way to what is so far, the first of them or the last."""
    ways = world.choices((cell, (), 0))
    return min(
        ways[::-1] if last else ways, key=lambda way: far.get(world.beside(cell, way), 10**6)
    )
