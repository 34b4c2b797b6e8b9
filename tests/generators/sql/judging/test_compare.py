"""The comparison against brute force, and the laws that it keeps."""

from collections import Counter
from contextlib import suppress
from itertools import permutations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tasksynth_sql.judging.compare import Expected, Run, bag, close, difference, sequence, settle
from tasksynth_sql.judging.complexity import SUSPECT, expansion
from tasksynth_sql.judging.reading import MAX_SQL, UnreadableQuery, read_reply, read_statement

cells = st.sampled_from([None, 0, 1, 2, 1.5, 0.1 + 0.2, "", "a", "1", b"a"])


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, list[list[tuple[object, ...]]]]:
    width = draw(st.integers(1, 4))
    row = st.tuples(*[cells] * width)
    return width, draw(st.lists(st.lists(row, max_size=6), min_size=1, max_size=3))


@given(tables(), st.randoms(use_true_random=False), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is slow
def test_one_column_order_for_all_databases_is_found(
    drawn: tuple[int, list[list[tuple[object, ...]]]], rnd: object, spoil: bool
) -> None:
    width, wanted = drawn
    order = list(range(width))
    rnd.shuffle(order)  # type: ignore[attr-defined]
    got = [[tuple(row[c] for c in order) for row in rows] for rows in wanted]
    if spoil:
        got = [[(*row[:-1], "other") for row in rows] for rows in got]
    for rows in got:
        rnd.shuffle(rows)  # type: ignore[attr-defined]
    brute = any(
        all(
            Counter(tuple(row[c] for c in p) for row in rows) == Counter(want)
            for rows, want in zip(got, wanted, strict=True)
        )
        for p in permutations(range(width))
    )
    said = difference([bag(settle(rows)) for rows in wanted], got, permute=True)
    assert (said is None) == brute


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8), st.data())
def test_a_cut_takes_any_of_the_tied_rows(keys: list[int], data: st.DataObject) -> None:
    """`ORDER BY key LIMIT n OFFSET m`: right exactly if some stable order gives these rows."""
    rows = sorted((key, at % 2) for at, key in enumerate(keys))
    skip = data.draw(st.integers(0, len(rows)))
    limit = data.draw(st.integers(0, len(rows)))
    asked = data.draw(st.booleans())
    got = data.draw(st.lists(st.sampled_from([(x,) for _, x in rows]), max_size=limit))
    runs, at = [], 0
    for key in sorted(set(keys)):
        run = [(x,) for k, x in rows if k == key]
        take = min(at + len(run), skip + limit) - max(at, skip)
        if take > 0:
            runs.append(Run(run, take))
        at += len(run)
    answers = {
        tuple((x,) for _, x in order[skip : skip + limit])
        for order in permutations(rows[:6])
        if [k for k, _ in order] == sorted(k for k, _ in order)
    }
    if len(rows) <= 6:
        right = {tuple(sorted(a)) for a in answers} if not asked else answers
        shown = tuple(got) if asked else tuple(sorted(got))
        assert (difference([Expected(runs, asked)], [got], permute=False) is None) == (
            shown in right
        )


@given(st.floats(-1e12, 1e12), st.floats(-1e-7, 1e-7))
def test_close_is_symmetric_and_whole_numbers_are_exact(x: float, relative: float) -> None:
    y = x * (1 + relative)
    assert close(x, y) == close(y, x)
    assert close(x, x)
    assert not close(round(x), round(x) + 1)
    assert not close(float(round(x)), float(round(x) + 1))


def test_differences_name_the_row() -> None:
    assert difference([bag([(1, "a")])], [[(1, "b")]], permute=False) == (
        "database 1: the row (1, 'a') is missing; the row (1, 'b') is wrong"
    )
    assert difference([sequence([(1,), (2,)])], [[(2,), (1,)]], permute=False) == (
        "database 1: row 1 is (2), want (1)"
    )
    two = difference([bag([(1,)]), bag([(None,)])], [[(1,)], []], permute=True)
    assert two == "database 2: the row (NULL) is missing; 0 rows came, want 1"


def test_noise_does_not_break_ties_and_values_do() -> None:
    assert settle([(0.1 + 0.2,), (0.3,)]) == [(0.3,), (0.3,)]
    assert settle([(1e6 + 0.1,), (1e6 + 0.2,)]) == [(1e6 + 0.1,), (1e6 + 0.2,)]
    assert settle([(2**53,), (2**53 + 1,), (0.5,)])[1] == (2**53 + 1,)


@given(st.text(max_size=400))
def test_reading_is_total(text: str) -> None:
    with suppress(UnreadableQuery):
        statement = read_reply(text)
        assert len(statement.sql) <= MAX_SQL
        assert read_statement(statement.sql).tokens == statement.tokens


def test_ordinary_queries_are_not_suspected() -> None:
    chain = "WITH a AS (SELECT x, y, x + y AS z FROM t WHERE x > y GROUP BY x, y)" + "".join(
        f", {name} AS (SELECT p.x, p.z, q.y FROM {last} p JOIN {last} q ON p.x = q.x)"
        for last, name in ("ab", "bc", "cd")
    )
    query = f"{chain} SELECT x, SUM(z) FROM d GROUP BY x HAVING SUM(z) > 3 ORDER BY SUM(z), x"
    assert expansion(read_statement(query).tokens) < SUSPECT
