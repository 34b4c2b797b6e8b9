"""Databases made for one query: rows that its every branch sees, and what each of them hides.

A database starts as a random neighbour and gets joined rows planted that are made for a scope of
the query. Of some every test holds, of others all but one, or one alone; a test fails just beside
its constant, far from it, or by NULL. In rows that pass, each column that may be NULL is so in
turn, whether or not the query reads it; groups, children and results have every size that a
constant of the query tells apart, none and one among them; numbers have digits of different
length and either sign, texts capitals, spaces and nothing in them. What the query does not bind
is drawn at random, so that what holds by chance on one database does not on the next.
"""

from tasksynth_sql.databases.rows import Rows, neighbour_rows
from tasksynth_sql.making.dice import QueryDice
from tasksynth_sql.suites.rows.plant import AimHabits, SuiteAim
from tasksynth_sql.suites.rows.site import RowSite

TUPLES = (1, 3, 8, 14, 20, 30)
"""Joined rows that are planted in one database."""


def aimed_rows(site: RowSite) -> Rows:
    """A database for a query; it keeps every promise of the schema."""
    world, dice, used, tops = site.world, site.dice, site.used, site.tops
    each = len(tops) > 1 and dice.chance(0.35)
    planted = dice.pick(TUPLES) if tops else 0
    base = neighbour_rows(world, dice, site.hints, used, most=1 if each or planted == 1 else 4)
    aim = SuiteAim(site, base, _drawn_habits(dice, sparse=each), odd=False)
    # A row or two for each scope alone show what one side, or one subquery, adds to the others.
    chosen = tops * (1 + dice.below(2)) if each else [dice.pick(tops) for _ in range(planted)]
    for scope in chosen:
        aim.plant(scope)
    if used and dice.chance(0.2):
        aim.blank(dice.pick(sorted(used)))
    return aim.shuffled()


def _drawn_habits(dice: QueryDice, *, sparse: bool) -> AimHabits:
    return AimHabits(
        passing=1.0 if sparse else dice.pick([0.0, 0.4, 0.7, 0.7, 1.0, 1.0]),
        null=dice.pick([0.0, 0.2, 0.5]),
        shared=dice.pick([0.2, 0.5, 0.8]),
        odd=dice.pick([0.2, 0.5, 0.9]),
        few=dice.pick([1, 2, 3, 6, 12]),
        dense=dice.chance(0.7 if sparse else 0.4),
    )
