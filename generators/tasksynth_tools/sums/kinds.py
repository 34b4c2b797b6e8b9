"""Kinds of problems: each has numbers, words for them, a value, and two programs that find it.

`quick` is the program that a good programmer writes; `slow` does what the words say, step by step.
Both are for MicroPython, and define `f(n)`; the value is found here by another way than by `quick`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

import numpy as np

from tasksynth_tools.dice import Chance

Numbers = dict[str, int]
PRIMES = (9973, 99_991, 999_983, 9_999_991)


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem about a number n, and other numbers."""

    name: str
    sizes: tuple[int, ...]
    """About how large n is, by size: the first by hand, the last by a thought-out program."""
    draw: Callable[[Chance, int], Numbers]
    """The other numbers, for a size."""
    words: str
    """What is asked for, as a phrase."""
    value: Callable[..., int]
    quick: str
    slow: str
    steps: Callable[..., int]
    """Elementary steps of `quick`, by count."""

    def say(self, numbers: Numbers) -> str:
        """The phrase."""
        return self.words.format(weekday=WEEKDAYS[numbers.get("w", 0)], **numbers)

    def find(self, n: int, numbers: Numbers) -> int:
        """The value."""
        return self.value(n, **numbers)

    def program(self, name: str, numbers: Numbers, *, slow: bool = False) -> str:
        """A function of n, of a name."""
        head = "".join(f"    {one} = {value}\n" for one, value in numbers.items())
        return f"def {name}(n):\n{head}{self.slow if slow else self.quick}"


def _prime(size: int) -> int:
    return PRIMES[min(size // 2, len(PRIMES) - 1)]


def _powers(n: int, m: int) -> int:
    return sum(pow(k, k, m) for k in range(1, n + 1)) % m


def _digit_sums(n: int, d: int, s: int) -> int:
    values = np.arange(d, n + 1, d)
    sums, left = np.zeros_like(values), values.copy()
    while left.any():
        sums += left % 10
        left //= 10
    return int(values[sums % 7 == s].sum())


def _paths(n: int, a: int, b: int, c: int, m: int) -> int:
    columns = np.arange(n + 1)
    row = np.zeros(n + 1, dtype=np.int64)
    row[0] = 1
    for i in range(n + 1):
        shut = ((a * i + b * columns) % c == 0) & ((columns > 0) | (i > 0))
        shut[n] &= i < n
        for j in range(n + 1):
            row[j] = 0 if shut[j] else (row[j] + (row[j - 1] if j else 0)) % m
    return int(row[n])


def _orbit(n: int, x: int, a: int, c: int, m: int) -> int:
    """By Floyd's hare and tortoise, where `quick` keeps what it has seen."""

    def step(value: int) -> int:
        return (a * value * value + c) % m

    slow, fast = step(x), step(step(x))
    while slow != fast:
        slow, fast = step(slow), step(step(fast))
    length, fast = 1, step(slow)
    while slow != fast:
        fast, length = step(fast), length + 1
    start, value, ahead = 0, x, x
    for _ in range(length):
        ahead = step(ahead)
    while value != ahead:
        value, ahead, start = step(value), step(ahead), start + 1
    for _ in range(n if n < start else start + (n - start) % length):
        x = step(x)
    return x


def _triples(n: int, a: int, b: int, c: int) -> int:
    total = 0
    for z in range(1, n // c + 1):
        y = np.arange(1, max(1, (n - c * z) // b + 1))
        left = n - c * z - b * y
        fit = (left > 0) & (left % a == 0)
        total += int((left[fit] // a * y[fit]).sum()) * z
    return total


def _prime_sum(n: int, a: int, d: int, r: int) -> int:
    sieve = np.ones(n + 1, dtype=bool)
    sieve[:2] = False
    for p in range(2, int(n**0.5) + 1):
        if sieve[p]:
            sieve[p * p :: p] = False
    found = np.flatnonzero(sieve)
    return int(found[(found >= a) & (found % d == r)].sum())


def _days(n: int, y: int, w: int, d: int) -> int:
    first = date(y, 1, 1)
    days = (first + timedelta(k) for k in range(n))
    return sum(one.day * one.month for one in days if one.weekday() == w and one.day % d == 0)


_CALENDAR = """    def leap(year):
        return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    def length(year, month):
        if month == 2:
            return 29 if leap(year) else 28
        return 30 if month in (4, 6, 9, 11) else 31
    def weekday(year):
        return (year - 1 + (year - 1) // 4 - (year - 1) // 100 + (year - 1) // 400) % 7
"""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _powers_numbers(chance: Chance, size: int) -> Numbers:
    if size == 0:  # a modulus beyond the sum would leave the same sum in many tasks
        return {"m": 2 * chance.between(150, 1600) + 1}
    return {"m": _prime(size) - 2 * chance.below(50)}


def _digits_numbers(chance: Chance, size: int) -> Numbers:
    d = chance.of((3, 4, 5, 6, 7, 8, 10))
    return {"d": d, "s": chance.below(7)}


def _paths_numbers(chance: Chance, size: int) -> Numbers:
    a, b = chance.between(2, 9), chance.between(2, 9)
    return {"a": a, "b": b, "c": chance.between(7, 23), "m": _prime(max(size, 2))}


def _orbit_numbers(chance: Chance, size: int) -> Numbers:
    m = _prime(size) - 2 * chance.below(50)
    return {
        "x": chance.between(2, 99),
        "a": chance.between(2, 9),
        "c": chance.between(1, 99),
        "m": m,
    }


def _triples_numbers(chance: Chance, size: int) -> Numbers:
    most = 11 if size == 0 else 9  # or there would be few small ones
    a, b, c = sorted(chance.sample(range(2, most + 1), 3))
    return {"a": a, "b": b, "c": c}


def _primes_numbers(chance: Chance, size: int) -> Numbers:
    a, d = chance.between(2, 25), chance.between(3, 8)
    return {"a": a, "d": d, "r": chance.of([r for r in range(1, d) if gcd(r, d) == 1])}


def _days_numbers(chance: Chance, size: int) -> Numbers:
    return {"y": chance.between(1900, 2090), "w": chance.below(7), "d": chance.between(2, 4)}


KINDS = (
    ProblemKind(
        name="powers",
        sizes=(7, 14, 40, 150, 600, 1500, 3000),
        draw=_powers_numbers,
        words="the sum of k^k over all whole numbers k from 1 to n, modulo {m}",
        value=_powers,
        quick="    return sum(pow(k, k, m) for k in range(1, n + 1)) % m\n",
        slow="    return sum(k ** k for k in range(1, n + 1)) % m\n",
        steps=lambda n, m: n * n.bit_length(),
    ),
    ProblemKind(
        name="digits",
        sizes=(130, 200, 700, 5000, 60_000, 500_000, 3_000_000),
        draw=_digits_numbers,
        words="the sum of all multiples of {d} from 1 to n whose digit sum leaves the remainder "
        "{s} when it is divided by 7",
        value=_digit_sums,
        quick="""    table = {(0, 0, 1): (1, 0)}
    for digit in str(n):
        top, new = int(digit), {}
        for (q, r, tight), (count, total) in table.items():
            for z in range((top if tight else 9) + 1):
                key = ((q + z) % 7, (r * 10 + z) % d, int(tight and z == top))
                a, b = new.get(key, (0, 0))
                new[key] = (a + count, b + 10 * total + z * count)
        table = new
    return sum(v for (q, r, _), (_, v) in table.items() if q == s and r == 0)
""",
        slow="""    return sum(k for k in range(d, n + 1, d)
               if sum(int(c) for c in str(k)) % 7 == s)
""",
        steps=lambda n, d, s: min(n // d, 70 * d * len(str(n))),
    ),
    ProblemKind(
        name="paths",
        sizes=(6, 8, 13, 25, 50, 90, 130),
        draw=_paths_numbers,
        words="the number of ways from the point (0, 0) to the point (n, n), each step adding 1 to "
        "one of the two coordinates, that between these two never stand on a point (i, j) for "
        "which {a}i + {b}j is divisible by {c}, modulo {m}",
        value=_paths,
        quick="""    row = [0] * (n + 1)
    row[0] = 1
    for i in range(n + 1):
        for j in range(n + 1):
            if (a * i + b * j) % c == 0 and 0 < i + j < 2 * n:
                row[j] = 0
            elif j:
                row[j] = (row[j] + row[j - 1]) % m
    return row[n]
""",
        slow="""    def ways(i, j):
        if i < 0 or j < 0 or ((a * i + b * j) % c == 0 and 0 < i + j < 2 * n):
            return 0
        return 1 if i + j == 0 else ways(i - 1, j) + ways(i, j - 1)
    return ways(n, n) % m
""",
        steps=lambda n, a, b, c, m: (n + 1) ** 2,
    ),
    ProblemKind(
        name="orbit",
        sizes=(5, 10, 100, 10_000, 10**6, 10**9, 10**12),
        draw=_orbit_numbers,
        words="x(n), where x(0) = {x} and x(k + 1) is {a} times the square of x(k), plus {c}, "
        "modulo {m}",
        value=_orbit,
        quick="""    seen, path = {}, []
    while x not in seen:
        seen[x] = len(path)
        path.append(x)
        x = (a * x * x + c) % m
    first = seen[x]
    return path[n] if n < len(path) else path[first + (n - first) % (len(path) - first)]
""",
        slow="""    for _ in range(n):
        x = (a * x * x + c) % m
    return x
""",
        steps=lambda n, x, a, c, m: min(n, int(2 * m**0.5)),
    ),
    ProblemKind(
        name="triples",
        sizes=(60, 75, 110, 180, 320, 600, 900),
        draw=_triples_numbers,
        words="the sum of the products xyz over all positive whole numbers x, y and z for which "
        "{a}x + {b}y + {c}z = n",
        value=_triples,
        quick="""    total = 0
    for z in range(1, n // c + 1):
        for y in range(1, (n - c * z) // b + 1):
            left = n - c * z - b * y
            if left > 0 and left % a == 0:
                total += left // a * y * z
    return total
""",
        slow="""    total = 0
    for x in range(1, n // a + 1):
        for y in range(1, n // b + 1):
            for z in range(1, n // c + 1):
                if a * x + b * y + c * z == n:
                    total += x * y * z
    return total
""",
        steps=lambda n, a, b, c: n * n // (2 * b * c),
    ),
    ProblemKind(
        name="primes",
        sizes=(70, 130, 400, 1500, 6000, 14_000, 25_000),
        draw=_primes_numbers,
        words="the sum of all prime numbers from {a} to n that leave the remainder {r} when they "
        "are divided by {d}",
        value=_prime_sum,
        quick="""    sieve = [1] * (n + 1)
    total = 0
    for p in range(2, n + 1):
        if sieve[p]:
            if p >= a and p % d == r:
                total += p
            for k in range(p * p, n + 1, p):
                sieve[k] = 0
    return total
""",
        slow="""    return sum(p for p in range(a, n + 1)
               if p % d == r and all(p % k for k in range(2, p)))
""",
        steps=lambda n, a, d, r: 3 * n,
    ),
    ProblemKind(
        name="days",
        sizes=(100, 130, 200, 500, 3000, 8000, 15_000),
        draw=_days_numbers,
        words="the sum, over those of the n days that begin with 1 January {y} which are a "
        "{weekday} and whose day of the month is divisible by {d}, of the day of the month times "
        "the number of the month",
        value=_days,
        quick=_CALENDAR
        + """    total, day, month, year, at = 0, 1, 1, y, weekday(y)
    for _ in range(n):
        if at == w and day % d == 0:
            total += day * month
        day, at = day + 1, (at + 1) % 7
        if day > length(year, month):
            day, month = 1, month + 1
            if month > 12:
                month, year = 1, year + 1
    return total
""",
        slow=_CALENDAR
        + """    total = 0
    for k in range(n):
        day, month, year = k + 1, 1, y
        while day > length(year, month):
            day, month = day - length(year, month), month + 1
            if month > 12:
                month, year = 1, year + 1
        if (weekday(y) + k) % 7 == w and day % d == 0:
            total += day * month
    return total
""",
        steps=lambda n, y, w, d: n,
    ),
)
