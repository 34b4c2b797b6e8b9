"""Queries that are dear where no operation is counted, and a process in which they may be.

A chain of CTEs that each name the last one twice, or nested subqueries that repeat a column,
make a compiler copy an expression exponentially often: 1 kB of SQL can take all memory. And one
`trim` of a long text by a long set of characters is one operation, of which thousands may stand
between two counts. `copies` bounds from above how often a name is copied; what that bound cannot
clear is tried once in a process of its own, which is killed at its limit.
"""

import math
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tasksynth import FamilyError
from tasksynth_sql.judging.reading import word_set

SUSPECT = 1e6
"""Tokens after copying, beyond which a query is compiled elsewhere first."""
COMPILE_CPU_S = 0.3
TRIAL_CPU_S = 0.6
TRIAL_BYTES = 192 * 2**20
WALL_S = 60.0
"""The CPU seconds decide; only a machine that is too busy takes so long."""

_LONGEST: dict[str, Callable[[float], float]] = {
    "trim": lambda calls: math.sqrt(3e9 / max(_STRETCH, calls)),  # 1.6 ns a pair of letters
    "like": lambda calls: 2.5e6 / max(_STRETCH, calls),  # 0.8 ns a letter, by 200 of the pattern
    "glob": lambda calls: 2.5e6 / max(_STRETCH, calls),
    "instr": lambda calls: math.sqrt(1.5e11 / max(_STRETCH, calls)),  # 0.01 ns a pair
    "replace": lambda calls: math.sqrt(1.5e11 / max(_STRETCH, calls)),
    "json_patch": lambda calls: math.sqrt(5e10 / max(_STRETCH, calls)),
    "jsonb_patch": lambda calls: math.sqrt(5e10 / max(_STRETCH, calls)),
    "json": lambda calls: 3e6 / calls,  # each keeps up to four texts, 8 bytes a letter: 100 MB
}
"""How long the texts may be, by function, for this many calls; measured."""
_ANY = 10**9
_SHORT = 1000
"""Bytes of a text that is always short enough."""
_STRETCH = 350
"""Calls of one function that may always come before the operations are counted again."""

_RESERVED = word_set(
    "all and as between by case collate distinct else escape except exists from group having in "
    "intersect is isnull join left limit not notnull null on or order select then union using "
    "values when where with"
)
_QUERY = frozenset({"select", "with", "values"})


@dataclass
class _Scope:
    """One SELECT: the names in it, and the SELECTs that stand inside it."""

    names: Counter[str] = field(default_factory=Counter)
    inner: list[int] = field(default_factory=list)


def expansion(tokens: Sequence[str]) -> float:
    """An upper bound on the size, in tokens, that compiling may blow a query up to."""
    return copies(tokens) * len(tokens)


def copies(tokens: Sequence[str]) -> float:
    """An upper bound on how often compiling may copy any one token of a query.

    `tokens` are the query's tokens without white space and comments. Per SELECT it multiplies
    the most frequent name by what stands inside; a CTE stands wherever it is named.
    """
    lower = [token.lower() for token in tokens]
    scopes = [_Scope()]
    stack = [0]
    opened: list[int] = []
    ctes: dict[str, list[int]] = {}
    partner: dict[int, int] = {}
    for at, token in enumerate(lower):
        if token == "(":  # noqa: S105 - a token of SQL
            opened.append(at)
            if at + 1 < len(lower) and lower[at + 1] in _QUERY:
                name = _cte_name(lower, at, partner)
                scopes.append(_Scope())
                if name is None:
                    scopes[stack[-1]].inner.append(len(scopes) - 1)
                else:
                    ctes.setdefault(name, []).append(len(scopes) - 1)
                stack.append(len(scopes) - 1)
            else:
                stack.append(stack[-1])
        elif token == ")" and opened:  # noqa: S105 - a token of SQL
            partner[at] = opened.pop()
            stack.pop()
        elif _is_name(token) and lower[at + 1 : at + 2] != ["."]:
            scopes[stack[-1]].names[_bare(token)] += 1
    if len(ctes) > 100:
        return float("inf")
    costs: dict[int, float] = {}

    def cost(scope: int) -> float:
        if scope not in costs:
            costs[scope] = 0.0  # a recursive CTE is not copied into itself
            here = scopes[scope]
            below = sum(cost(n) for n in here.inner) + sum(
                count * sum(cost(n) for n in ctes[name])
                for name, count in here.names.items()
                if name in ctes
            )
            costs[scope] = max(here.names.values(), default=1) * (1.0 + below)
        return costs[scope]

    return cost(0)


def _is_name(token: str) -> bool:
    return token[0] in '"`[' or ((token[0].isalpha() or token[0] == "_") and token not in _RESERVED)


def _bare(token: str) -> str:
    return token[1:-1] if token[0] in '"`[' else token


def _cte_name(lower: Sequence[str], opening: int, partner: dict[int, int]) -> str | None:
    """The name of the CTE whose body opens here: `name [(columns)] AS [[NOT] MATERIALIZED] (`."""
    at = opening - 1
    if at >= 0 and lower[at] == "materialized":
        at -= 2 if lower[at - 1] == "not" else 1
    if at < 1 or lower[at] != "as":
        return None
    at -= 1
    if lower[at] == ")":
        at = partner.get(at, 0) - 1
    return _bare(lower[at]) if at >= 0 and _is_name(lower[at]) else None


def longest_text(tokens: Sequence[str]) -> int:
    """How long texts may be for all calls in one stretch to take less than half a second.

    Only functions whose cost is a product of two lengths count, and those that keep their texts.
    """
    called = Counter(_bare(token.lower()) for token in tokens)
    called["trim"] = _two_sided(tokens)
    called["json"] = sum(
        count for name, count in called.items() if name.startswith(("json_", "jsonb_"))
    )
    called["json"] += sum(pair == ("-", ">") for pair in pairwise(tokens))
    dear = {name: called[name] for name in _LONGEST if called[name]}
    if not dear:
        return _ANY
    times = copies(tokens)
    return max(_SHORT, min(int(_LONGEST[name](times * calls)) for name, calls in dear.items()))


def _two_sided(tokens: Sequence[str]) -> int:
    """Calls of `trim` and its kin that give the characters to trim."""
    open_calls: list[bool] = []
    found = 0
    for before, token in pairwise(["", *tokens]):
        if token == "(":  # noqa: S105 - a token of SQL
            open_calls.append(_bare(before.lower()) in ("trim", "ltrim", "rtrim"))
        elif token == ")" and open_calls:  # noqa: S105 - a token of SQL
            open_calls.pop()
        elif token == "," and open_calls and open_calls[-1]:  # noqa: S105 - a token of SQL
            found += 1
    return found


_APART = """
import resource, signal, sqlite3, sys
seconds, space, ways, sizes, *limits = sys.argv[1:]
images = [sys.stdin.buffer.read(int(size)) for size in sizes.split(",")]
sql = sys.stdin.buffer.read().decode()
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
space = int(space) if hard == resource.RLIM_INFINITY else min(int(space), hard)
resource.setrlimit(resource.RLIMIT_AS, (space, space))
signal.setitimer(signal.ITIMER_PROF, float(seconds))
try:
    for way in range(int(ways)):
        for image in images:
            db = sqlite3.connect(":memory:")
            db.deserialize(image)
            db.execute(f"PRAGMA reverse_unordered_selects = {way}")
            for limit in limits:
                db.setlimit(*map(int, limit.split("=")))
            for row in db.execute(sql):
                pass
            db.close()
except (MemoryError, sqlite3.Error) as e:
    sys.exit(3 if "memory" in (str(e) or "memory") else 0)
"""


def compiles(image: bytes, sql: str, limits: dict[int, int]) -> bool:
    """Can SQLite compile this query within the time and memory? A query with an error can."""
    return _survives([image], "EXPLAIN " + sql, limits, seconds=COMPILE_CPU_S, ways=1)


def runs(images: Sequence[bytes], sql: str, limits: dict[int, int]) -> bool:
    """Can SQLite run it on all databases, in either scan order, within the time and memory?

    The query must have passed the authorizer: here nothing is fenced.
    """
    return _survives(images, sql, limits, seconds=TRIAL_CPU_S, ways=2)


def _survives(
    images: Sequence[bytes], sql: str, limits: dict[int, int], *, seconds: float, ways: int
) -> bool:
    space = TRIAL_BYTES + 3 * sum(map(len, images))
    args = [str(seconds), str(space), str(ways), ",".join(str(len(image)) for image in images)]
    args += [f"{limit}={value}" for limit, value in limits.items()]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _APART, *args],
            input=b"".join(images) + sql.encode("utf-8", "replace"),
            capture_output=True,
            timeout=WALL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FamilyError(f"SQLite got too little of the machine in {WALL_S:.0f} s") from None
    return done.returncode == 0
