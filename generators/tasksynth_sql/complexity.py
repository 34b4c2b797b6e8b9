"""Queries that explode while SQLite compiles them, where no operation is counted yet.

A chain of CTEs that each name the last one twice, or nested subqueries that repeat a column,
make a compiler copy an expression exponentially often: 1 kB of SQL can take all memory.
`expansion` bounds the copies from above by counting names; what it cannot clear is compiled
once in a process of its own, which may be killed.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tasksynth_sql.reading import word_set

SUSPECT = 1e6
"""Tokens after copying, beyond which a query is compiled elsewhere first."""
COMPILE_TIMEOUT_S = 1.0
COMPILE_BYTES = 192 * 2**20

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
    """An upper bound on the size, in tokens, that compiling may blow a query up to.

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

    return cost(0) * len(tokens)


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


_COMPILE = """
import resource, sqlite3, sys
size, space, seconds = map(int, sys.argv[1:4])
image = sys.stdin.buffer.read(size)
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
db = sqlite3.connect(":memory:")
db.deserialize(image)
for limit in sys.argv[4:]:
    db.setlimit(*map(int, limit.split("=")))
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
space = space if hard == resource.RLIM_INFINITY else min(space, hard)
resource.setrlimit(resource.RLIMIT_AS, (space, space))
try:
    db.execute("EXPLAIN " + sys.stdin.buffer.read().decode())
except sqlite3.Error as e:
    sys.exit(3 if "out of memory" in str(e) else 0)
"""


def compiles(image: bytes, sql: str, limits: dict[int, int]) -> bool:
    """Can SQLite compile this query within the time and memory? A query with an error can."""
    space = COMPILE_BYTES + 3 * len(image)
    args = [str(len(image)), str(space), str(round(COMPILE_TIMEOUT_S))]
    args += [f"{limit}={value}" for limit, value in limits.items()]
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _COMPILE, *args],
            input=image + sql.encode("utf-8", "replace"),
            capture_output=True,
            timeout=COMPILE_TIMEOUT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
