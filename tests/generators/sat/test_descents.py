"""Descents without search, and the bounded local searches, on puzzles whose outcome is known."""

from tasksynth.single import source
from tasksynth_sat.formulas.cnf import Cnf
from tasksynth_sat.solving import cliques, descents, walks
from tasksynth_sat.solving.descents import Cells, cells, descend

COLORS = [(0, 0), (1, 1), (2, 2)]


def colored(n: int, edges: list[tuple[int, int]]) -> Cells:
    return cells(n, 3, clashes=((u, v, COLORS) for u, v in edges), capacity=n)


def test_a_descent_on_an_easy_graph_is_a_coloring() -> None:
    wheel = [(0, v) for v in range(1, 7)] + [(v, v % 6 + 1) for v in range(1, 7)]
    for rule in ("tightest", "dsatur_gentle", "ratio_gentle", "dsatur_rare"):
        found = descend(colored(7, wheel), descents.RULES[rule], range(7), range(3))
        assert all(found[u] != found[v] for u, v in wheel)
    assert descents.share_of_starts(colored(7, wheel)) > 0


def test_a_descent_gets_stuck_where_there_is_no_solution() -> None:
    four = [(u, v) for v in range(4) for u in range(v)]
    for rule in descents.RULES.values():
        assert -1 in descend(colored(4, four), rule, range(4), range(3))
    assert descents.share_of_starts(colored(4, four)) == 0


def test_room_and_closed_values_are_kept() -> None:
    places = cells(4, 2, closed=[(0, 0), (1, 0)], capacity=2)
    for rule in descents.RULES.values():
        found = descend(places, rule, [3, 2, 1, 0], [1, 0])
        if -1 not in found:
            assert found == [1, 1, 0, 0]
    assert descents.settled(places)
    assert not descents.settled(cells(4, 2, closed=[(0, 0)], capacity=2))
    assert descents.settled(cells(2, 2, closed=[(0, 0), (0, 1)], capacity=2)), "refuted"


def test_greedy_finds_a_clique_that_stands_out_and_misses_one_that_hides() -> None:
    apart = [(u, v) for v in range(8) for u in range(v) if not (v < 4 or (u, v) == (4, 5))]
    friends = cliques.joined(8, apart)
    for rule in ("most_joined", "most_joined_left", "peel"):
        assert set(cliques.ways(friends, rule, 4, [range(8)])[0]) == {0, 1, 2, 3}
    assert set(cliques.ways(friends, "least_joined", 4, [range(8)])[0]) != {0, 1, 2, 3}
    assert cliques.share_of_starts(friends, 4) == 0.5


def test_walksat_finds_what_is_near_and_nothing_where_nothing_is() -> None:
    assert walks.share_of_starts(Cnf(n_vars=3, clauses=((1, 2), (-1, 3), (2, 3)))) == 1
    assert walks.share_of_starts(Cnf(n_vars=1, clauses=((1,), (-1,)))) == 0
    easy = source("sat.ksat", seed=1, level=0.0).draw(0).instance
    assert walks.share_of_starts(easy.cnf) > 0.5  # type: ignore[attr-defined]
