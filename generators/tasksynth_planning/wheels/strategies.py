"""Ways to bet that are quick to think of, and ways that believe less than could be known."""

from collections.abc import Callable, Sequence

from tasksynth_planning.wheels.models import Board, Wheel, WheelBelief

Bet = Callable[[Sequence[Board]], int]
"""The lever to pull by the boards of all rounds so far."""


def tried(wheel: Wheel) -> dict[str, Bet]:
    """Rules by which laws are drawn: of some laws, the one is kept in which they do worst."""
    rules: dict[str, Bet] = {
        "the best on average": lambda boards: wheel.best(wheel.begin()),
        "the last round alone": remembering(wheel, 1),
        "one position at a time": _tracking(wheel),
    }
    for last in (1, 2, 4, 8):
        rules[f"the best share of {last}"] = _share(wheel, last)
        rules[f"the likeliest position of {last}"] = _likeliest(wheel, last, turn=False)
        rules[f"the likeliest position of {last}, turned"] = _likeliest(wheel, last, turn=True)
    return rules


def untried(wheel: Wheel) -> dict[str, Bet]:
    """Rules like those, by which no law is drawn."""
    return {
        "the best share of all": _share(wheel, 10**6),
        "as if the wheel stood for 2 rounds": _standing(wheel, 2),
        "as if the wheel stood for 3 rounds": _standing(wheel, 3),
        "as if the wheel stood for 6 rounds": _standing(wheel, 6),
        "as if the wheel always stood": _standing(wheel, 10**6),
        "the likeliest position of 3, turned": _likeliest(wheel, 3, turn=True),
        "the likeliest position of 6, turned": _likeliest(wheel, 6, turn=True),
        "stays until it fails": _stays(wheel),
        "always the first": lambda boards: 0,
        "always the last": lambda boards: wheel.levers - 1,
    }


def remembering(wheel: Wheel, rounds: int) -> Bet:
    """What is best by the last rounds alone."""
    return lambda boards: wheel.best(wheel.after(boards[max(0, len(boards) - rounds) :]))


def rounded(wheel: Wheel, digits: int) -> Bet:
    """What is best by beliefs that are rounded to so many digits after each round."""
    unit = 10**digits

    def bet(boards: Sequence[Board]) -> int:
        b = wheel.begin()
        for board in boards:
            exact = wheel.turned(wheel.weighed(b, board))
            total = sum(exact)
            b = tuple((2 * unit * weight + total) // (2 * total) for weight in exact)
        return wheel.best(b)

    return bet


def _share(wheel: Wheel, last: int) -> Bet:
    """The lever that paid most often in the last rounds; of several the best on average."""
    average = wheel.values(wheel.begin())

    def bet(boards: Sequence[Board]) -> int:
        paid = [sum(board[lever] for board in boards[-last:]) for lever in range(wheel.levers)]
        return max(range(wheel.levers), key=lambda lever: (paid[lever], average[lever], -lever))

    return bet


def _likeliest(wheel: Wheel, last: int, *, turn: bool) -> Bet:
    """The best lever of the position likeliest in the last rounds, if the wheel stood there."""

    def bet(boards: Sequence[Board]) -> int:
        one = _sure(_stood(wheel, boards[-last:]))
        return wheel.best(wheel.turned(one) if turn else one)

    return bet


def _standing(wheel: Wheel, last: int) -> Bet:
    """The likeliest lever, if the wheel stood in the last rounds."""
    return lambda boards: wheel.best(_stood(wheel, boards[-last:]))


def _tracking(wheel: Wheel) -> Bet:
    """Takes the likeliest position for the true one after each round."""

    def bet(boards: Sequence[Board]) -> int:
        b = wheel.begin()
        for board in boards:
            b = wheel.turned(_sure(wheel.weighed(b, board)))
        return wheel.best(b)

    return bet


def _stays(wheel: Wheel) -> Bet:
    """Goes on with a lever until it fails, then with the next one."""

    def bet(boards: Sequence[Board]) -> int:
        lever = 0
        for board in boards:
            lever = lever if board[lever] else (lever + 1) % wheel.levers
        return lever

    return bet


def _stood(wheel: Wheel, boards: Sequence[Board]) -> WheelBelief:
    b = wheel.begin()
    for board in boards:
        b = wheel.weighed(b, board)
    return b


def _sure(b: WheelBelief) -> WheelBelief:
    """All on the likeliest position, the first of them."""
    most = b.index(max(b))
    return tuple(int(at == most) for at in range(len(b)))
