"""Tables: what a hand does is carried out exactly, any clear way passes, and nothing else pays."""

import json
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.answers import Unreadable
from tasksynth.answers.points import read_way
from tasksynth.single import source
from tasksynth_vision.tables.doing import done, hasty, solved
from tasksynth_vision.tables.shapes import Rounded, apart, gap, wall

FAMILY: Any = registry.get("vision.affordance")
WAY = ((12, 30), (40, 50), (60.5, 70))


def drawn(level: float, count: int, **fixed: Any) -> list[Any]:
    params = FAMILY.Params.at(level, **fixed).model_dump()
    made = source("vision.affordance", seed=8, params=params)
    return [made.draw(index).instance for index in range(count)]


TASKS = drawn(0.2, 14) + drawn(1.0, 5)


def judged(x: Any, hand: Any) -> Any:
    scale = {"pixels": 1, "thousandths": 1000 / x.scene.side, "fractions": 1 / x.scene.side}
    return FAMILY.verify(x, json.dumps([[a * scale[x.units], b * scale[x.units]] for a, b in hand]))


def right(x: Any) -> list[Any]:
    return solved(x.scene, x.errand, x.gap + 1.0) or []


@pytest.mark.parametrize(
    "said",
    [
        "Answer: [[12, 30], [40, 50], [60.5, 70]]",
        "(12, 30) -> (40, 50) -> (60.5, 70)",
        "Not (1, 2), which is the rim.\n\n**Answer:** (12,30), (40,50), (60.5,70).",
        '```json\n{"grasp": [12, 30], "waypoints": [[40, 50]], "release": [60.5, 70]}\n```',
        '{"release": {"x": 60.5, "y": 70}, "path": [{"x": 40, "y": 50}], "grasp": [12, 30]}',
        "x=12, y=30; x=40, y=50; x=60.5, y=70",
        "1. (12, 30)\n2. (40, 50)\n3. (60.5, 70)",
        "12, 30\n40, 50\n60.5, 70",
        "| x | y |\n|---|---|\n| 12 | 30 |\n| 40 | 50 |\n| 60.5 | 70 |",
        "\\boxed{[(12, 30), (40, 50), (60.5, 70)]}",
        "<answer>[12, 30, 40, 50, 60.5, 70]</answer>",
        "Answer: [[[12, 30], [40, 50]], [[60.5, 70]]]",
        "Answer:\n- Grasp: (12, 30)\n- Waypoint 1: (40, 50)\n- Release: (60.5, 70)",
        "Answer: [[12, 30], [40, 50], [60.5, 70]]\n\nThis keeps clear of the bowl at (7, 9).",
        "Answer: [[12, 30], [40, 50], [60.5, 70]] (clear of the bowl at (7, 9)).",
        '[{"point_2d": [12, 30], "label": "a"}, {"label": "2", "xy": [40, 50]}, [60.5, 70]]',
    ],
)
def test_points_in_order_are_read_in_any_usual_form(said: str) -> None:
    assert read_way(said) == WAY


@pytest.mark.parametrize(
    "said",
    ["", "Answer: 5", "Answer: [[12, 30], [40]]", "Answer: [[12, 30]] or [[40, 50]]",
     "not [[12, 30], [40, 50]]", "[[1, NaN], [2, 3]]",
     "[[1, 2], [NaN, NaN], [3, 4]]", "(5, 6)", "[[1, 2], [3, 4]] (or (5, 6))",
     "[[1, 2], [3, 4]] and then on to (5, 6)",
     "[[1, 2], [3, 4]]\n\nThe last one should be (5, 6).", "[[true, 2], [3, 4]]", "[" * 9000,
     "(1, 2) or maybe (3, 4)", "[[1, 2, 3], [4, 5, 6]]", "(1, 2) " * 900],
)  # fmt: skip
def test_no_points_or_a_choice_of_them_are_none(said: str) -> None:
    with pytest.raises(Unreadable):
        read_way(said)


def test_the_distance_between_shapes_is_exact() -> None:
    disc, bar = Rounded(((0, 0),), 5), Rounded(((20, -9), (20, 9)), 2)
    box = Rounded(((-40, -5), (-30, -5), (-30, 5), (-40, 5)), 0)
    assert (gap(disc, bar), gap(disc, box)) == (13, 25)
    assert gap(bar.moved((-55, 0)), box) < 0
    corners, r = wall(box, disc)
    assert apart(corners, (-50, 9), (0, 9)) == 4
    assert r == 5
    assert apart(corners, (-35, 40), (-35, -40)) == 0


def test_there_is_a_way_with_a_margin_and_seldom_the_plainest() -> None:
    verbs = set()
    for x in TASKS:
        hand = right(x)
        assert not done(x.scene, x.errand, hand, margin=x.gap).why
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        verbs.add(x.errand.verb)
        if x.errand.verb != "open" and x in TASKS[14:]:
            assert {judged(x, plain).status for plain in hasty(x.scene, x.errand)} == {"fail"}
    assert verbs == {"carry", "pour", "push", "open"}


def test_more_points_and_other_ways_pass() -> None:
    for x in TASKS:
        hand = right(x)
        if x.errand.verb == "push":
            halves = [((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
                      for a, b in zip(hand[::2], hand[1::2], strict=True)]  # fmt: skip
            twice = [p for a, m, b in zip(hand[::2], halves, hand[1::2], strict=True)
                     for p in (a, m, m, b)]  # fmt: skip
            assert judged(x, twice).status == "pass"
            continue
        there = hand[0], *((a + 1, b - 1) for a, b in hand[1:-1]), hand[-1]
        assert judged(x, there).status == "pass"
        assert judged(x, [*hand, *hand[::-1], *hand]).status == "pass"  # there, back and there


def test_what_is_held_elsewhere_or_stays_earns_nothing() -> None:
    for x in TASKS:
        hand, target = right(x), x.scene.props[x.errand.target]
        stays = [hand[0]] * (2 * len(hand))
        back = [*hand[:2], hand[0]] if x.errand.verb != "push" else stays
        for nothing in (stays, back):
            verdict = judged(x, nothing)
            assert (verdict.status, verdict.reward) == ("fail", 0)
        if x.errand.verb in ("carry", "pour"):
            ax, ay = target.axis
            toward = 0.8 * target.r * (-1 if target.kind == "watering can" else 1)
            rim = (target.x + toward * ax, target.y + toward * ay)
            moved = [(rim[0] + a - hand[0][0], rim[1] + b - hand[0][1]) for a, b in hand]
            assert judged(x, moved).reward == 0  # at the very end of the handle, but on the body
        beside = [(a + 2 * target.r, b + 2 * target.r) for a, b in hand]
        assert judged(x, beside).reward == 0
        for other in (one for one in x.scene.props if one != target and one.kind == target.kind):
            a, b = (other.x - target.x, other.y - target.y)
            assert judged(x, [(p + a, q + b) for p, q in hand]).reward < 0.4


def test_part_of_the_way_pays_and_running_into_things_no_more() -> None:
    paid = []
    for x in TASKS:
        hand = right(x)
        if x.errand.verb in ("carry", "pour") and len(hand) > 3:
            half = judged(x, hand[: len(hand) // 2 + 1])
            assert half.status == "fail"
            assert half.reward < 0.4
            paid.append(half.reward > 0)  # unless a shorter way squeezes through elsewhere
            other = x.scene.props[-1]
            target = x.scene.props[x.errand.target]
            into = hand[0][0] + other.x - target.x, hand[0][1] + other.y - target.y
            crashed = judged(x, [*hand[: len(hand) // 2 + 1], into, *hand[len(hand) // 2 :]])
            assert crashed.status == "fail"
            assert crashed.reward == half.reward
    assert sum(paid) > len(paid) / 2


def test_a_block_is_pushed_at_its_sides_and_a_drawer_along_its_rail() -> None:
    for x in TASKS:
        hand = right(x)
        if x.errand.verb == "push":
            block = x.scene.props[x.errand.target]
            assert judged(x, [(block.x, block.y), *hand[1:]]).reward == 0
            assert judged(x, hand[:-1]).status == "unparsable"
        if x.errand.verb == "open":
            (a, b), (c, d) = hand
            assert judged(x, [(a, b), (c + d - b + 0.0, d + c - a)]).status == "fail"
            assert judged(x, [(a, b), ((a + c) / 2, (b + d) / 2)]).reward == pytest.approx(
                0.2, abs=0.2
            )
            assert judged(x, [(a, b), (2 * c - a, 2 * d - b)]).status == "fail"


def test_who_reads_the_pixels_finds_a_way_and_what_is_drawn_does_not_overlap_on_it() -> None:
    """Of 50 tasks: `benchmarks/vision.py --family vision.affordance --truth 50`."""
    np = pytest.importorskip("numpy")
    pytest.importorskip("PIL.Image")
    from tasksynth_vision.drawing.tables import draw_table
    from tasksynth_vision.reading.tables import acted, overlaid, see_table, understood
    from tasksynth_vision.tables.telling import names_of

    passed = 0
    for x in TASKS[:3] + TASKS[14:15]:
        picture = np.asarray(draw_table(x.scene))
        seen = see_table(picture)
        errand = understood(seen, x.errand.verb, names_of(x.scene, x.errand))
        passed += judged(x, acted(seen, errand) or [(0, 0)] * 2).status == "pass"
        if x.errand.verb in ("carry", "push"):
            outcome = done(x.scene, x.errand, right(x))
            target = x.scene.props[x.errand.target]
            assert overlaid(picture, (target.x, target.y), outcome.moved, None) == 0
    assert passed >= 3
