"""What is most probable is so by Bayes' rule, and exactly the findings that decide it are right."""

from itertools import chain, combinations
from typing import Any

import pytest

from benchmarks.optima import diagnosis
from tasksynth import registry
from tasksynth.single import Judge, source
from tasksynth_text.diagnosis.networks import CauseNet, Sign, Weigher
from tasksynth_text.diagnosis.skins import SKINS
from tasksynth_text.diagnosis.telling import CaseNames

FAMILY: Any = registry.get("text.diagnosis")


def drawn(level: float, count: int, **params: Any) -> list[Any]:
    tasks = source("text.diagnosis", seed=71, level=level, params=params)
    return [tasks.draw(index) for index in range(count)]


def case(net: CauseNet, *seen: bool | None) -> Any:
    """A case of the garden: rust, mildew, aphids, ...; yellow leaves, holes, sticky stems, ..."""
    names = CaseNames(
        skin="garden",
        causes=SKINS["garden"].causes[: len(net.priors)],
        signs=tuple(range(len(net.signs))),
        table=True,
        report=tuple(range(len(net.signs))),
        opinions=(),
    )
    return FAMILY.Instance(net=net, seen=seen, names=names)


def two() -> Any:
    """Rust is likelier than mildew; holes, and that nothing sticks, speak for mildew."""
    net = CauseNet(
        several=False,
        priors=(60, 40),
        signs=(Sign(chances=(50, 50)), Sign(chances=(30, 90)), Sign(chances=(50, 40))),
    )
    return case(net, True, True, False)


def test_a_case_that_is_worked_out_by_hand() -> None:
    x = two()
    # 60 * 50 * 30 * 50 against 40 * 50 * 90 * 60; without holes 60 * 50 against 40 * 60
    assert Weigher(x.net).weights(x.seen) == [4_500_000, 10_800_000]
    assert FAMILY.solve(x) == "Answer: mildew, holes"
    assert "Without holes: rust 55.6%, mildew 44.4%; another answer" in FAMILY.work(x)
    wrong = FAMILY.verify(x, "Answer: mildew, holes, sticky stems")
    assert (wrong.reward, wrong.why) == (0, "'sticky stems' is not what decides it")
    assert wrong.parts == {"solved": 0, "causes": 1, "findings": pytest.approx(2 / 3)}
    assert FAMILY.verify(x, "Answer: rust, holes").why == "'rust' is not what is most probable"
    assert FAMILY.verify(x, "Answer: mildew").why == "1 of 1 are not named: what decides it"


def test_what_nobody_looked_for_is_summed_over() -> None:
    ants = Sign(chances=(80, 20), parent=0, otherwise=(10, 60))
    net = CauseNet(several=False, priors=(50, 50), signs=(Sign(chances=(90, 30)), ants))
    # 90 % * 80 % + 10 % * 10 % against 30 % * 20 % + 70 % * 60 %
    assert Weigher(net).weights((None, True)) == [50 * 7300, 50 * 4800]
    assert Weigher(net).weights((True, True)) == [50 * 90 * 80, 50 * 30 * 20]
    assert Weigher(net).weights((False, None)) == [50 * 10 * 100, 50 * 70 * 100]
    assert Weigher(net).weights((None, None)) == [50, 50]


def test_one_cause_explains_another_away() -> None:
    sign = Sign(chances=(90, 90), alone=0)
    net = CauseNet(several=True, priors=(40, 40), signs=(sign,))
    found = dict(zip(Weigher(net).hypotheses, Weigher(net).weights((True,)), strict=True))
    assert found[()] == 0
    assert found[0,] == found[1,] == 40 * 60 * 90 * 100 * 100
    assert found[0, 1] == 40 * 40 * (100**3 - 100 * 10 * 10) < found[0,]


@pytest.mark.parametrize("kind", ["one", "several"])
def test_another_program_finds_the_same_in_the_words_of_the_prompt(kind: str) -> None:
    for level in (0.3, 0.8):
        for draw in drawn(level, 4, kind=kind):
            x, (causes, findings) = draw.instance, diagnosis(draw.task.text)
            assert FAMILY.verify(x, f"Answer: {', '.join([*causes, *findings])}").reward == 1


def test_of_all_answers_one_is_right() -> None:
    for draw in drawn(0.0, 2):
        x = draw.instance
        findings = x.names.findings()
        cited = chain.from_iterable(combinations(findings, n) for n in range(len(findings) + 1))
        answers = [[cause, *some] for some in cited for cause in x.names.causes]
        passed = [one for one in answers if FAMILY.verify(x, f"Answer: {', '.join(one)}").reward]
        assert [f"Answer: {', '.join(one)}" for one in passed] == [FAMILY.solve(x)]


@pytest.mark.parametrize(
    "said",
    [
        "Answer: mildew, holes",
        "Answer: holes; mildew",
        "Answer: Mildew (holes)",
        "Answer: the cause is mildew, decided by the holes",
        "Answer: mildew because of holes",
        "**Answer:** Mildew \u2014 holes",
        "Answer:\n- Cause: mildew\n- Deciding findings: holes",
        "Answer:\n1. mildew\n2. holes",
        "Answer: cause = mildew; findings = {holes}",
        'Answer: {"cause": "mildew", "findings": ["holes"]}',
        '{"answer": {"cause": "mildew", "findings": ["holes"]}}',
        "Answer: mildew | holes",
        "Answer: mildew, presence of holes",
        "Answer: mildew, holes (present)",
        "Answer: mildew + holes",
        "Answer: (1) mildew, (2) holes",
        r"Answer: $\text{mildew}, \text{holes}$",
        "Answer: MILDEW, HOLES.",
        r"\boxed{\text{mildew}}, \boxed{\text{holes}}",
        "Answer: mildew, holes, mildew",
        "Answer: mildew with the finding holes",
        "Answer: Mildew. Deciding findings: holes.",
        "Answer: mildew (61 %), holes",
        "Answer: __mildew, holes__",
    ],
)
def test_answers_may_be_written_in_many_ways(said: str) -> None:
    verdict = FAMILY.verify(two(), said)
    assert verdict.reward == 1, verdict.why


def test_absence_may_be_cited_as_such_and_no_contrary() -> None:
    net = CauseNet(
        several=False, priors=(60, 40), signs=(Sign(chances=(50, 50)), Sign(chances=(90, 20)))
    )
    x = case(net, True, False)
    for said in ("holes", "no holes", "absence of holes", "holes (absent)", "the missing holes"):
        assert FAMILY.verify(x, f"Answer: mildew, {said}").reward == 1, said
    wrong = FAMILY.verify(x, "Answer: mildew, holes are present")
    assert (wrong.reward, wrong.why) == (0, "the report does not say so of 'holes'")
    for said in ("mildew or rust, holes", "holes", "mildew, holes, bees", "mildew / rust, holes"):
        assert FAMILY.verify(x, f"Answer: {said}").status == "unparsable", said


def test_every_sentence_of_a_world_names_its_finding_and_says_no_only_of_what_is_absent() -> None:
    for world in SKINS.values():
        names = [name.removeprefix("a ").removeprefix("an ") for name, _, _ in world.signs]
        for name, (_, there, absent) in zip(names, world.signs, strict=True):
            for sentence in (there.lower(), absent.lower()):
                assert [other for other in names if other in sentence] == [name]
            assert not {"no", "not", "without"} & set(there.lower().split())
            assert {"no", "not", "without"} & set(absent.lower().split())
        assert len({*names, *world.causes}) == len(names) + len(world.causes)


def test_guesses_earn_nothing_and_one_is_named_for_each_score() -> None:
    for draw in drawn(0.5, 6):
        told = FAMILY.baselines(draw.instance)
        assert len(told) == 18
        judge = Judge(draw.task)
        assert not any(judge.grade(answer).reward for answer in told.values())
