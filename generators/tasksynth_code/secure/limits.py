"""Flaws of numbers: bounds that nobody looks at, sums that run over, amounts below nothing."""

from collections.abc import Mapping
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.secure.weakness import Weakness


def _memory(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    memory, starts = list[int](), list[int]()
    for _ in range(dice.between(1, 4)):
        starts.append(len(memory))
        size = dice.between(0, 4)
        memory += [size, *(dice.between(10, 99) for _ in range(size))]
    start = dice.of(starts)
    size = memory[start]
    count = dice.of((
        dice.between(0, size), size, dice.between(0, size), size + 1, size + dice.between(1, 4),
        len(memory), len(memory) + 1, -1, -dice.between(1, len(memory) + 3), -start - 2,
    ))  # fmt: skip
    return [memory, start, count]


BOUNDS = Weakness(
    name="read out of bounds",
    cwe=125,
    rank=0,
    arguments=("a", "b", "c"),
    say="""`$a` is a list of whole numbers: records, one after the other, each of them its
    size, 0 or more, and then so many values. `$b` is the index at which a record begins,
    and `$c` is a whole number. Returns the list of the first `$c` values of this record; an
    empty list if `$c` is negative, or more than the record's size.""",
    safe="""
def $f($a, $b, $c):
    size = $a[$b]
    if $c < 0 or $c > size:
        return []
    return $a[$b + 1 : $b + 1 + $c]
""",
    flaws=(
        (("    if $c < 0 or $c > size:\n        return []\n", ""), ("    size = $a[$b]\n", "")),
        (("$c > size", "$c > len($a)"),),
        (("$c < 0 or $c > size", "$c > size"),),
        (("$c < 0 or $c > size", "$c < 0 or size == 0"),),
    ),
    words={
        "f": ("values_of", "read", "echo", "payload"),
        "a": ("memory", "buffer", "block", "data", "heap", "cells", "page", "stream", "frame"),
        "b": ("start", "at", "offset", "begin", "place", "where", "head", "position"),
        "c": ("count", "length", "claimed", "many", "wanted", "n", "asked", "number"),
    },
    draw=_memory,
    refusal="[]",
)


def _order(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    """Orders below the limit, next to it, and such as run over the register, alone or together."""
    most, bits = int(w["most"]), int(w["bits"])
    style = dice.below(5)
    if style == 0:
        near = most - dice.below(2) + dice.below(2)
        return [[[1, near], [dice.below(2), 0]][: dice.between(1, 2)]]
    if style == 1:
        count = bits // most + 1
        each = dice.between(-(-bits // count), min(most, (bits + most) // count))
        return [[[1, each]] * count]
    lines = []
    for _ in range(dice.between(1, 3)):
        pieces = dice.of((1, 2, 3, dice.between(0, 20)))
        price = dice.of((
            dice.between(0, most), dice.between(0, most // 4), bits // pieces if pieces else 1,
            (bits + dice.between(0, most)) // max(1, pieces), bits + dice.between(0, 99),
        ))  # fmt: skip
        lines.append([pieces, price])
    return [lines]


OVERFLOW = Weakness(
    name="integer overflow",
    cwe=190,
    rank=1,
    arguments=("b",),
    say="""`$b` is a list of up to 8 orders [pieces, price] of whole numbers from 0 to 20,000. The
    sum is that of pieces times price, over all orders. If the sum is more than $most, returns
    None. Otherwise returns a list of two: the sum, and what is left over when $by times the sum
    is divided by $bits.""",
    safe="""
def $h(number):
    return number % $bits


def $f($b):
    total = 0
    for pieces, price in $b:
        total += pieces * price
    if total > $most:
        return None
    return [total, $h(total * $by)]
""",
    flaws=(
        (("total += pieces * price", "total = $h(total + pieces * price)"),),
        (("if total > $most", "if $h(total) > $most"),),
        (("total += pieces * price", "total += $h(pieces * price)"),),
        (
            (
                "        total += pieces",
                (
                    "        if pieces and price > $most:\n            return None\n"
                    "        total += pieces"
                ),
            ),
            ("if total > $most", "if $h(total) > $most"),
        ),
    ),
    words={
        "f": ("total_of", "billed", "checked_sum", "invoice"),
        "h": ("fit", "cut", "register", "low_bits"),
        "b": ("orders", "lines", "items", "basket"),
        "bits": ("4096", "8192"),
        "most": ("1500", "1800", "2000", "2400", "2500", "3000", "3500"),
        "by": ("521", "997", "1013", "701", "619"),
    },
    draw=_order,
)


def _transfer(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    names = ["ann", "bob", "cleo", "O'Neil"][: dice.between(1, 4)]
    accounts = {name: dice.between(0, 20) for name in names}
    giver = dice.of(names)
    taker = dice.of((*names, giver, "new"))
    held = accounts[giver]
    amount = dice.of((
        dice.between(1, max(1, held)), held, dice.between(1, 9), 0, -dice.between(1, 20),
        held + dice.between(1, 5), 1, -1,
    ))  # fmt: skip
    return [accounts, giver, taker, amount]


TRANSFER = Weakness(
    name="improper validation of a quantity",
    cwe=1284,
    rank=0,
    arguments=("a", "b", "c", "d"),
    say="""`$a` is a dictionary from names to whole numbers, what accounts hold. `$b` is
    one of the names, `$c` is a name, and `$d` is a whole number. Returns `$a` as it is
    after `$d` was moved from the account of `$b` to that of `$c`, which is made if it is
    not there. Nothing is changed, and no account made, if `$d` is not positive, or more
    than `$b` holds. What an account moves to itself leaves it as it was.""",
    safe="""
def $f($a, $b, $c, $d):
    if $d <= 0 or $d > $a[$b]:
        return $a
    $a[$b] -= $d
    $a[$c] = $a.get($c, 0) + $d
    return $a
""",
    absent=2,
    flaws=(
        (("$d <= 0 or $d > $a[$b]", "$d > $a[$b]"),),
        (("$d <= 0 or $d > $a[$b]", "$d <= 0"),),
        (("    $a[$b] -= $d\n    $a[$c] = $a.get($c, 0) + $d\n",
          "    held = $a.get($c, 0)\n    $a[$b] -= $d\n    $a[$c] = held + $d\n"),),
        (("$d <= 0 or $d > $a[$b]", "abs($d) > $a[$b]"),),
    ),
    words={
        "f": ("moved", "transfer", "pay", "send"),
        "a": ("accounts", "books", "ledger", "money", "wallets", "balances"),
        "b": ("giver", "source", "payer", "debtor", "sender"),
        "c": ("taker", "target", "payee", "receiver", "friend"),
        "d": ("amount", "sum_moved", "coins", "value", "points", "credits"),
    },
    draw=_transfer,
)  # fmt: skip

LIMITS = (BOUNDS, OVERFLOW, TRANSFER)
"""What this module adds."""
