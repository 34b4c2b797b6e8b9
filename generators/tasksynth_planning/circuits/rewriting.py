"""Circuits written otherwise: shortened where neighbours cancel, and disguised."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import permutations

import numpy as np

from tasksynth.rng import Dice
from tasksynth_planning.circuits.gates import INVERSE, ONE, TWO, Placed, merged, placed
from tasksynth_planning.circuits.searching import applied, forms_of, start

Word = tuple[Placed, ...]
_LONGEST = 3
"""Gates of a word that one or two gates are replaced by."""
_TRIES = 200


def shortened(circuit: Sequence[Placed], allowed: Sequence[str]) -> list[Placed]:
    """The circuit after neighbours have cancelled, or become one gate, as long as any do.

    Neighbours are gates on the same qubits with nothing on any of these between them; `allowed` are
    the gates that two may become.
    """
    gates = list(circuit)
    i = 0
    while i < len(gates):
        if (j := _next(gates, i)) is None or gates[j][1] != gates[i][1]:
            i += 1
            continue
        both = _both(gates[i][0], gates[j][0])
        if both == "":
            del gates[j], gates[i]
            i = 0
        elif both is not None and both in allowed:
            gates[j] = (both, gates[i][1])
            del gates[i]
            i = 0
        else:
            i += 1
    return gates


def _both(first: str, second: str) -> str | None:
    """The gate that two gates on the same qubits are; "" for none, None if none is the same."""
    if first in ONE and second in ONE:
        return merged(first, second)
    return "" if INVERSE[first] == second else None


def _next(gates: Sequence[Placed], i: int) -> int | None:
    """The next gate on any of the qubits of gate i."""
    on = set(gates[i][1])
    return next((j for j in range(i + 1, len(gates)) if on & set(gates[j][1])), None)


def disguised(dice: Dice, circuit: Sequence[Placed], qubits: int, length: int) -> list[Placed]:
    """A circuit of so many gates, or few more, that does the same.

    One gate or two are replaced by two or three that do the same, again and again; then gates that
    share no qubit change places.
    """
    gates = list(circuit)
    for _ in range(_TRIES):
        if len(gates) >= length:
            break
        at = dice.below(len(gates))
        window = gates[at : at + 1 + dice.below(2)]
        if word := _otherwise(dice, window, qubits):
            gates[at : at + len(window)] = word
    for _ in range(2 * len(gates)):
        i = dice.below(len(gates) - 1)
        if not set(gates[i][1]) & set(gates[i + 1][1]):
            gates[i], gates[i + 1] = gates[i + 1], gates[i]
    return gates


def _otherwise(dice: Dice, window: Sequence[Placed], qubits: int) -> list[Placed]:
    """Other gates that do the same as one or two; none where there are none."""
    here = sorted({qubit for _, on in window for qubit in on})
    if len(here) == 1 and qubits > 1:
        here.append(dice.of([qubit for qubit in range(qubits) if qubit != here[0]]))
    if len(here) > 2:
        return []
    classes, words = _words(len(here))
    word = tuple(placed(name, [here.index(qubit) for qubit in on]) for name, on in window)
    if word not in classes:
        return []
    others = [one for one in words[classes[word]] if len(one) >= max(2, len(word)) and one != word]
    if not others:
        return []
    return [placed(name, [here[qubit] for qubit in on]) for name, on in dice.of(others)]


@cache
def _words(qubits: int) -> tuple[dict[Word, int], list[list[Word]]]:
    """Words of up to three gates on one or two qubits: the class of each, and the classes.

    Words of a class do the same. Words whose neighbours cancel are in none.
    """
    gates = [placed(name, (qubit,)) for name in ONE for qubit in range(qubits)]
    if qubits > 1:
        gates += dict.fromkeys(placed(name, on) for name in TWO for on in permutations(range(2)))
    words: list[Word] = [()]
    states = start(qubits, state=False)
    classes: dict[bytes, list[Word]] = defaultdict(list)
    for _ in range(_LONGEST):
        longer = [(*word, gate) for word in words for gate in gates]
        after = np.stack([applied(states, gate) for gate in gates], axis=1)
        after = after.reshape(-1, *states.shape[1:])  # (words * gates, entries, columns)
        kept = [i for i, word in enumerate(longer) if len(shortened(word, tuple(ONE))) == len(word)]
        words, states = [longer[i] for i in kept], after[kept]
        for word, form in zip(words, forms_of(states), strict=True):
            classes[form.tobytes()].append(word)
    found = list(classes.values())
    return {word: i for i, row in enumerate(found) for word in row}, found
