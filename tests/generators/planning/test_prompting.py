"""Edits change a scorer's mind exactly if the program says so, and none of fewer nodes does."""

import json
from itertools import product
from typing import Any

import pytest

from benchmarks.proofs.colours import fewest_nudges
from tasksynth import registry
from tasksynth.single import source
from tasksynth_planning.families.prompting import GraphPromptInstance
from tasksynth_planning.scorers.models import MessageLayer, Scorer
from tasksynth_planning.scorers.searching import GraphWish, margins, nudges
from tasksynth_planning.scorers.strategies import tried

FAMILY: Any = registry.get("graph.prompt")
PATH = Scorer(
    nodes=4,
    edges=((0, 1), (1, 2), (2, 3)),
    layers=(MessageLayer(own=1, beside=-1, plus=0),),
    heads=(MessageLayer(own=2, beside=0, plus=0), MessageLayer(own=0, beside=1, plus=1)),
)
"""A - B - C - D: red counts twice what exceeds neighbours, blue what neighbours exceed, plus 1."""
DONE = "red counts for 8 then, blue for 8"
"""What is said of A +1, B -1, D +1."""


def task(**changes: Any) -> GraphPromptInstance:
    given = {"scorer": PATH, "numbers": (5, 4, 3, 3), "wanted": 0, "fewest": 2, "limit": 3}
    return GraphPromptInstance.model_validate(given | {"notation": "edges"} | changes)


def tasks(count: int, level: float = 0.0, **params: Any) -> list[Any]:
    made = source("graph.prompt", seed=29, level=level, params=params)
    return [made.draw(index) for index in range(count)]


def test_a_small_scorer_counts_as_its_formulas_say() -> None:
    # y is 1, 0, 0, 0: red counts twice that, blue 1 at every node and 1 more beside A.
    assert PATH.scores((5, 4, 3, 3)) == (2, 5)
    assert PATH.model_copy(update={"given": (0, 4)}).scores((6, 3, 3, 4)) == (8, 12)
    prompt = FAMILY.prompt(task())
    assert "y(v) = max(0, x(v) - Nx(v))" in prompt
    assert "blue(v) = max(0, Ny(v) + 1)" in prompt


@pytest.mark.parametrize("notation", ["edges", "neighbours", "pairs"])
def test_another_program_finds_the_same_optimum_in_the_words_of_the_prompt(notation: str) -> None:
    for level in (0.25, 0.6):
        (draw,) = tasks(1, level, notation=notation)
        assert fewest_nudges(draw.task.text) == draw.instance.fewest


def test_trying_all_edits_one_by_one_finds_the_same_fewest() -> None:
    for x in (draw.instance for draw in tasks(2) + tasks(1, 0.3)):
        before = x.scorer.scores(x.numbers)
        assert before[x.wanted] < before[1 - x.wanted]
        edits = list(product((-1, 0, 1), repeat=x.scorer.nodes))
        after = [tuple(a + b for a, b in zip(x.numbers, one, strict=True)) for one in edits]
        scores = [x.scorer.scores(one) for one in after]
        counts = [
            sum(map(abs, one))
            for one, of in zip(edits, scores, strict=True)
            if of[x.wanted] > of[1 - x.wanted]
        ]
        assert min(counts) == x.fewest <= x.limit
        assert FAMILY.measure(x)["optimal"] == counts.count(x.fewest)
        few = nudges(x.scorer.nodes, 2)
        told = [of[0] - of[1] for of in map(x.scorer.scores, (few + x.numbers).tolist())]
        assert margins(x.scorer, few + x.numbers, 0).tolist() == told


def test_the_reference_is_best_and_rules_of_thumb_earn_nothing() -> None:
    for x in (draw.instance for draw in tasks(4) + tasks(3, 1.0)):
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        answers = FAMILY.baselines(x)
        for name in (
            tried(GraphWish(x.scorer, x.numbers, x.wanted), x.fewest).keys() & answers.keys()
        ):
            assert FAMILY.verify(x, answers[name]).reward == 0


@pytest.mark.parametrize(
    "answer",
    [
        "A +1, B -1, D +1",
        "The final answer is A +1, B -1, D +1.",
        "A +1 B -1 D +1",
        "A+1; B\u22121; D+1",
        "a: +1\nb: -1\nd: +1",
        "```\nA: +1\nB: -1\nD: +1\n```",
        "1. A +1\n2. B -1\n3. D +1",
        "**A +1**, **B -1**, **D +1**",
        r"$\{A\,{+1},\; B\,{-1},\; D\,{+1}\}$",
        "x(A)+1, x(B)-1, x(D)+1",
        "$x_A + 1$, $x_B - 1$, $x_D + 1$",
        "{(A, +1), (B, -1), (D, +1)}",
        "A+, B-, D+",
        "A^{+1}, B^{-1}, D^+",
        "A +1, B -1, D +1 (then the graph is blue)",
        "A +1, B -1, D +1, and the graph turns blue.",
        "A=+1, B=-1, D=+1",
        "x(A) += 1; x(B) -= 1; x(D) += 1",
        r"$\Delta x_A = +1$, $x_B \to 3$, $x_D{+}1$",
        "A++, B--, D++",
        "+A, -B, +D",
        "A +1, B -1, D +1; all others are unchanged",
        '{"nodes": ["A", "B", "D"], "changes": [1, -1, 1]}',
        "A \u2191, B \u2193, D \u2191",
        "node A up by 1, node B down by 1, node D up by 1",
        "A and D +1, B -1",
        "+1: A, D\n-1: B",
        "+1 to A, -1 to B, +1 to D",
        "change A by +1, B by -1, and D by +1",
        "Increase A and D by 1, decrease B by 1.",
        "add 1 to A, subtract 1 from B, add 1 to D",
        "raise A by 1 (5 -> 6), lower B by 1 (4 -> 3), raise D (from 3 to 4)",
        "A +1 (5 \u2192 6), B \u22121 (4 \u2192 3), D +1 (3 \u2192 4)",
        "A: 5 -> 6, B: 4 \u2192 3 and D from 3 to 4",
        "A: 5 + 1 = 6, B: 4 - 1 = 3, D: 3 + 1 = 4",
        "x(A) = 6, x(B) = 3, x(D) = 4",
        "new x(A) = 6, new x(B) = 3, new x(D) = 4",
        '{"x": {"A": 6, "B": 3, "D": 4}}',
        "| node | change |\n| --- | --- |\n| A | +1 |\n| B | -1 |\n| D | +1 |",
        "| v | x | by | y |\n|-|-|-|-|\n| A | 5 | 1 | 6 |\n| B | 4 | -1 | 3 |\n| D | 3 | 1 | 4 |",
        '{"A": 1, "B": -1, "C": 0, "D": "+1"}',
        "{'A': +1, 'B': -1, 'D': +1}",
        '{"up": ["A", "D"], "down": ["B"]}',
        '{"edits": {"increase": ["A", "D"], "decrease": ["B"], "unchanged": []}}',
        '[{"node": "A", "by": 1}, {"node": "B", "change": -1}, {"node": "D", "from": 3, "to": 4}]',
        '{"edits": [{"node": "A", "by": "+1"}, {"node": "B", "by": -1}, {"node": "D", "by": 1}]}',
        '[["A", 1], ["B", -1], ["D", 1]]',
        "[1, -1, 0, 1]",
    ],
)
def test_edits_are_read_in_any_dress(answer: str) -> None:
    said = f"<think>A +1 or B?</think>With C +1 it fails.\n<answer>{answer}</answer>"
    assert FAMILY.verify(task(wanted=1), said).why == DONE
    if "\n" not in answer:
        assert FAMILY.verify(task(wanted=1), f"With C +1 it fails.\n\nAnswer: {answer}").why == DONE


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("A +2", "want a node with +1 or -1"),
        ("A +1.5", "want a node with +1 or -1"),
        ("A --1", "want a node with +1 or -1"),
        ("A = - -1", "want a node with +1 or -1"),
        ("A unchanged, B +1", "want a node with +1 or -1, got 'unchanged'"),
        ("A +10", "want a node with +1 or -1"),
        ("A +1, A -1", "A is named twice"),
        ("A +1, A +1", "A is named twice"),
        ("E +1", "there is no node E"),
        ("A +1 or B -1", "want a node with +1 or -1, got 'or'"),
        ("not A +1", "want a node with +1 or -1, got 'not'"),
        ("A: 4 -> 5", "want a node with +1 or -1"),
        ("A: 5 -> 7", "want a node with +1 or -1"),
        ("A up (5 -> 4)", "what is changed from 5 to 4?"),
        ("lower A by +1", "want each node with +1 or -1"),
        ("change A by 1", "want each node with +1 or -1"),
        ("A and B +1, -1", "want each node with +1 or -1"),
        ("A +1, B", "want each node with +1 or -1"),
        ("+1, -1", "want each node with +1 or -1"),
        ('{"A": 6}', "want a node with +1 or -1"),
        ("C 0", "want nodes with +1 or -1"),
        ("A +1, B -1 (then the graph is blue)", "want a node with +1 or -1, got 'graph'"),
        ("A +1 (then the graph is not red)", "want a node with +1 or -1, got 'graph'"),
        ('{"A": 1, "C": -1, "A": -1, "C": 1}', "a key is there twice"),
        ('{"up": [], "down": []}', "want nodes"),
        ("none", "want a node with +1 or -1"),
        ("", "want nodes"),
        ("A" + " " * 1900 + "+ 1 or", "want a node with +1 or -1, got 'or'"),
        ("A" + " 1" * 900 + "x", "want a node with +1 or -1"),
    ],
)
def test_other_answers_say_what_is_wrong(answer: str, why: str) -> None:
    verdict = FAMILY.verify(task(), f"<answer>{answer}</answer>")
    assert verdict.status == "unparsable"
    assert why in verdict.why


@pytest.mark.parametrize("way", ["up", "Increase"])
def test_no_node_goes_the_other_way(way: str) -> None:
    other = {"up": "down", "Increase": "Decrease"}[way]
    x = task(numbers=(6, 3, 3, 4), fewest=2)
    for value in ({way: ["A", "D"], other: []}, {other: [], way: ["A", "D"]}, {way: ["A", "D"]}):
        assert FAMILY.verify(x, f"<answer>{json.dumps(value)}</answer>").reward == 1


def test_a_number_that_may_be_the_change_or_what_comes_of_it_is_no_answer() -> None:
    for old, said in ((2, "A = 1"), (1, "A = 0"), (2, "| a | b | c |\n|-|-|-|\n| A | 2 | 1 |")):
        verdict = FAMILY.verify(task(numbers=(old, 4, 3, 3)), f"<answer>{said}</answer>")
        assert verdict.status == "unparsable"
    # Where one of the two is no change by 1, the other is meant.
    assert "there" not in FAMILY.verify(task(), "<answer>A = 1</answer>").why
    assert FAMILY.verify(task(numbers=(2, 4, 3, 3)), "<answer>A: 2 -> 1</answer>").status == "fail"


def test_more_nodes_than_it_takes_earn_a_part_up_to_a_limit() -> None:
    x = task(numbers=(6, 3, 3, 4), fewest=1, limit=3)
    assert FAMILY.verify(x, "<answer>A +1</answer>").reward == 1
    verdict = FAMILY.verify(x, "<answer>A +1, D +1</answer>")
    assert verdict.why == "2 nodes are changed, 1 are enough"
    assert verdict.reward == pytest.approx(0.4 * 2 / 3)
    assert FAMILY.verify(x.model_copy(update={"limit": 1}), "A +1, D +1").reward == 0
    assert FAMILY.verify(x, "<answer>A -1</answer>").reward == 0
