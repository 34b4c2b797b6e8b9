"""Fields of a text: what a program asks of each, in guards, and a text that passes them.

Each draws its witness first, so that what is asked for can be had. In the code `$s` is the field,
`$t` the field before it, and `STOP` leaves the program.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from tasksynth.rng import Dice

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class DrawnField:
    """The code that reads a field, and what may stand in it."""

    code: str
    witness: str


@dataclass(frozen=True)
class FieldKind:
    """A way to ask for a text."""

    name: str
    rank: int
    """0: undo one step; 1: meet two or three conditions; 2: search, or reckon over all of it."""
    draw: Callable[[Dice, str], DrawnField]
    """From chance and the witness of the field before."""


def _word(dice: Dice, low: int, high: int, some: str = LETTERS) -> str:
    return "".join(dice.of(some) for _ in range(dice.between(low, high)))


def _mirrored(dice: Dice, _before: str) -> DrawnField:
    word = _word(dice, 4, 7)
    return DrawnField(f"if $s[::-1] != {word[::-1]!r}:\n    STOP", word)


def _shifted(dice: Dice, _before: str) -> DrawnField:
    word, by = _word(dice, 4, 7), dice.between(3, 23)
    made = "".join(chr((ord(c) - 97 + by) % 26 + 97) for c in word)
    return DrawnField(
        f"$made = ''\nfor $c in $s:\n    $made += chr((ord($c) - 97 + {by}) % 26 + 97)\n"
        f"if $made != {made!r}:\n    STOP",
        word,
    )


def _halves(dice: Dice, _before: str) -> DrawnField:
    one, other = _word(dice, 3, 3), _word(dice, 3, 3)
    word = "".join(a + b for a, b in zip(one, other, strict=True))
    return DrawnField(
        f"if $s[::2] != {one!r}:\n    STOP\nif $s[1::2] != {other!r}:\n    STOP", word
    )


def _number(dice: Dice, _before: str) -> DrawnField:
    n, m = dice.between(200, 900), dice.between(31, 60)
    low = n - dice.between(5, m - 5)
    return DrawnField(
        f"if not $s.isdigit():\n    STOP\n$n = int($s)\nif $n < {low}:\n    STOP\n"
        f"if $n >= {low + m}:\n    STOP\nif $n % {m} != {n % m}:\n    STOP",
        str(n),
    )


def _two_remainders(dice: Dice, _before: str) -> DrawnField:
    p, q = dice.of(((29, 31), (23, 37), (19, 41), (17, 43), (37, 41), (43, 47)))
    n = dice.between(p * q, 4 * p * q)
    return DrawnField(
        f"if not $s.isdigit():\n    STOP\n$n = int($s)\nif $n % {p} != {n % p}:\n    STOP\n"
        f"if $n % {q} != {n % q}:\n    STOP\nif $n // {p * q} != {n // (p * q)}:\n    STOP",
        str(n),
    )


def _walk(dice: Dice, _before: str) -> DrawnField:
    word = _word(dice, 9, 13, "lrud")
    x, y = word.count("r") - word.count("l"), word.count("u") - word.count("d")
    turns = sum(a != b for a, b in pairwise(word))
    return DrawnField(
        "$x = 0\n$y = 0\n$turns = 0\nfor $i in range(len($s)):\n"
        "    if $s[$i] == 'r':\n        $x += 1\n"
        "    elif $s[$i] == 'l':\n        $x -= 1\n    elif $s[$i] == 'u':\n        $y += 1\n"
        "    elif $s[$i] == 'd':\n        $y -= 1\n    if $i > 0 and $s[$i] != $s[$i - 1]:\n"
        f"        $turns += 1\nif len($s) != {len(word)}:\n    STOP\nif $x != {x}:\n    STOP\n"
        f"if $y != {y}:\n    STOP\nif $turns != {turns}:\n    STOP",
        word,
    )


def _depth(dice: Dice, _before: str) -> DrawnField:
    left, word, depth = dice.between(4, 6), "", 0
    while left or depth:
        deeper = left > 0 and (depth == 0 or dice.below(2) == 0)
        word += "u" if deeper else "d"
        left, depth = left - deeper, depth + (1 if deeper else -1)
    deepest, depth, area = 0, 0, 0
    for c in word:
        depth += 1 if c == "u" else -1
        deepest, area = max(deepest, depth), area + depth
    return DrawnField(
        "$now = 0\n$top = 0\n$low = 0\n$area = 0\nfor $c in $s:\n"
        "    if $c == 'u':\n        $now += 1\n"
        "    elif $c == 'd':\n        $now -= 1\n    $top = max($top, $now)\n"
        "    $low = min($low, $now)\n    $area += $now\nif $low < 0:\n    STOP\n"
        "if $now != 0:\n    STOP\n"
        f"if $top != {deepest}:\n    STOP\nif $area != {area}:\n    STOP",
        word,
    )


def _bits(dice: Dice, _before: str) -> DrawnField:
    word = _word(dice, 7, 10, "01")
    m = dice.of((19, 23, 29))
    return DrawnField(
        "$value = 0\n$ones = 0\nfor $c in $s:\n    $value = $value * 2\n    if $c == '1':\n"
        f"        $value += 1\n        $ones += 1\nif len($s) != {len(word)}:\n    STOP\n"
        f"if $ones != {word.count('1')}:\n    STOP\n"
        f"if $value % {m} != {int(word, 2) % m}:\n    STOP",
        word,
    )


def _runs(dice: Dice, _before: str) -> DrawnField:
    lengths = [dice.between(1, 4) for _ in range(dice.between(3, 5))]
    word, last = "", ""
    for length in lengths:
        last = dice.of([c for c in "abcde" if c != last])
        word += last * length
    total = sum(ord(c) - 96 for c in word)
    return DrawnField(
        "$runs = 0\n$run = 0\n$best = 0\n$total = 0\nfor $i in range(len($s)):\n"
        "    if $i > 0 and $s[$i] == $s[$i - 1]:\n        $run += 1\n    else:\n        $run = 1\n"
        "        $runs += 1\n    $best = max($best, $run)\n    $total += ord($s[$i]) - 96\n"
        f"if $runs != {len(lengths)}:\n    STOP\nif $best != {max(lengths)}:\n    STOP\n"
        f"if len($s) != {len(word)}:\n    STOP\nif $total != {total}:\n    STOP",
        word,
    )


def _hashed(dice: Dice, _before: str) -> DrawnField:
    word, by, m = _word(dice, 4, 4), dice.of((7, 11, 13, 17)), dice.of((211, 307, 401))
    state = 0
    for c in word:
        state = (state * by + ord(c) - 96) % m
    return DrawnField(
        "if not $s.isalpha():\n    STOP\n$state = 0\nfor $c in $s:\n"
        f"    $state = ($state * {by} + ord($c) - 96) % {m}\nif len($s) != {len(word)}:\n    STOP\n"
        f"if $s[0] != {word[0]!r}:\n    STOP\nif $state != {state}:\n    STOP",
        word,
    )


def _machine(dice: Dice, _before: str) -> DrawnField:
    """Digits go on a stack; a adds the top two, m multiplies them, s subtracts."""
    while True:
        word, stack = "", list[int]()
        while len(word) < 9 or len(stack) > 1:
            if len(stack) > 1 and (len(word) >= 7 or dice.below(2) == 0):
                op, b, a = dice.of("ams"), stack.pop(), stack.pop()
                stack.append({"a": a + b, "m": a * b, "s": a - b}[op])
                word += op
            else:
                stack.append(dice.between(2, 7))
                word += str(stack[-1])
        if 60 <= stack[0] <= 2000 and len(word) <= 13:
            break
    return DrawnField(
        "$stack = []\nfor $c in $s:\n    if $c >= '2' and $c <= '7':\n"
        "        $stack.append(int($c))\n"
        "    elif len($stack) > 1:\n        $b = $stack.pop()\n        $a = $stack.pop()\n"
        "        if $c == 'a':\n            $stack.append($a + $b)\n        elif $c == 'm':\n"
        "            $stack.append($a * $b)\n        elif $c == 's':\n"
        f"            $stack.append($a - $b)\nif len($s) > {len(word)}:\n    STOP\n"
        f"if len($stack) != 1:\n    STOP\nif $stack[0] != {stack[0]}:\n    STOP",
        word,
    )


def _checked(dice: Dice, before: str) -> DrawnField:
    m, by = dice.of((89, 97, 101)), dice.between(2, 9)
    total = sum((i + by) * ord(c) for i, c in enumerate(before)) % m
    return DrawnField(
        f"$total = 0\nfor $i in range(len($t)):\n    $total += ($i + {by}) * ord($t[$i])\n"
        f"if not $s.isdigit():\n    STOP\nif int($s) != $total % {m}:\n    STOP",
        str(total),
    )


def _ordered(dice: Dice, _before: str) -> DrawnField:
    word = list(dict.fromkeys(_word(dice, 9, 9)))[:6]
    dice.shuffle(word)
    total = sum((i + 1) * (ord(c) - 96) for i, c in enumerate(word))
    m = dice.of((67, 71, 73))
    return DrawnField(
        "$total = 0\nfor $i in range(len($s)):\n    $total += ($i + 1) * (ord($s[$i]) - 96)\n"
        f"if ''.join(sorted($s)) != {''.join(sorted(word))!r}:\n    STOP\n"
        f"if $s[0] != {word[0]!r}:\n    STOP\nif $total % {m} != {total % m}:\n    STOP",
        "".join(word),
    )


def _as_long(dice: Dice, before: str) -> DrawnField:
    by, m = dice.between(2, 5), dice.of((7, 9, 11))
    some = dice.of(("xyz", "pqr", "efg"))
    word = _word(dice, 5, 5, some)
    word = (word * 4)[: len(before) * by % m + 3]
    return DrawnField(
        f"$size = len($t) * {by} % {m} + 3\nif len($s) != $size:\n    STOP\n"
        f"if $s.count({some[0]!r}) != {word.count(some[0])}:\n    STOP\n"
        f"if $s.count({some[1]!r}) != {word.count(some[1])}:\n    STOP\n"
        f"if $s[-1] != {word[-1]!r}:\n    STOP",
        word,
    )


KINDS = (
    FieldKind("mirrored", 0, _mirrored), FieldKind("shifted", 0, _shifted),
    FieldKind("halves", 0, _halves), FieldKind("number", 0, _number),
    FieldKind("two remainders", 1, _two_remainders), FieldKind("walk", 1, _walk),
    FieldKind("depth", 1, _depth), FieldKind("bits", 1, _bits), FieldKind("runs", 1, _runs),
    FieldKind("as long", 1, _as_long), FieldKind("hashed", 2, _hashed),
    FieldKind("machine", 2, _machine), FieldKind("checked", 2, _checked),
    FieldKind("ordered", 2, _ordered),
)  # fmt: skip
"""All of them."""
LINKED = ("as long", "checked")
"""What hangs on the field before, and cannot be first."""
