"""Tales say what their formula says, and are answered in their own language."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import registry
from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.single import Judge, source
from tasksynth_sat.families.assignment import AssignmentInstance
from tasksynth_sat.tales.telling import TONGUES, Cast, cast_of, tell
from tasksynth_sat.tales.tongue import Language
from tasksynth_sat.wording.questions import Problem, Told, choose_form
from tests.generators.sat.retelling import Clauses, retold

LANGUAGES: tuple[Language, ...] = get_args(Language)
KINDS = [
    *("decision", "assignment", "maxsat", "weighted", "count", "gambit"),
    *("mcs.smallest", "mcs.minimal", "mus.smallest", "mus.minimal"),
]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
ANSWER = {"en": "Answer: ", "zh": "答案：", "es": "Respuesta: ", "de": "Antwort: "}
NO = {"en": "not ", "zh": "不", "es": "no ", "de": "nicht "}
OR = {"en": " or ", "zh": "或", "es": " o ", "de": " oder "}


def told_alike(clauses: Clauses) -> list[list[int]]:
    return [sorted(clause) for clause in clauses]


@st.composite
def formulas(draw: st.DrawFn) -> tuple[int, Clauses]:
    n = draw(st.integers(1, 12))
    literal = st.sampled_from([*range(1, n + 1), *range(-n, 0)])
    clause = st.lists(literal, min_size=1, max_size=min(5, n), unique_by=abs)
    return n, tuple(map(tuple, draw(st.lists(clause, min_size=1, max_size=12))))


@in_each_language
@given(drawn=formulas(), wording=st.integers(0, (1 << 20) - 1), kind=st.sampled_from(KINDS))
def test_a_tale_says_its_formula(
    language: Language, drawn: tuple[int, Clauses], wording: int, kind: str
) -> None:
    n, clauses = drawn
    assert told_alike(retold(tell(language, kind, wording, n, clauses), language)) == told_alike(
        clauses
    )


@in_each_language
def test_every_setting_is_told_and_says_its_formula(language: Language) -> None:
    """Each of the eight settings, in each of its scenes, with every sentence of the language."""
    clauses = tuple(
        tuple(v if (u >> v) % 3 else -v for v in (u % 7 + 1, u % 5 + 8, u % 3 + 13)[: 2 + u % 2])
        for u in range(1, 40)
    )
    scenes = set()
    for wording in range(100):
        text = tell(language, KINDS[wording % len(KINDS)], wording, 15, clauses)
        assert told_alike(retold(text, language)) == told_alike(clauses)
        assert "\\boxed{" in text
        assert "{n}" not in text
        scenes.add(text[:12])
    assert len(scenes) >= 16
    assert len(TONGUES[language].settings) >= 8


@in_each_language
def test_no_tale_runs_out_of_names(language: Language) -> None:
    clauses = tuple((1 + i % 70, -(1 + (i + 7) % 70)) for i in range(100))
    text = tell(language, "mus.minimal", 12_345, 70, clauses)
    assert told_alike(retold(text, language)) == told_alike(clauses)
    cast = cast_of(language, 12_345, 500, 10_000)
    assert (len(set(cast.things)), len(set(cast.people))) == (500, 10_000)


@in_each_language
def test_no_name_hides_in_another(language: Language) -> None:
    for setting in TONGUES[language].settings:
        bare = [_bare(name) for name in setting.items]
        assert len(set(bare)) == 24
        for name in bare:
            others = [other for other in bare if other != name]
            if language == "zh":
                assert not any(name in other for other in others), name
            else:
                assert not any(name in other.split() for other in others), name


@in_each_language
def test_what_one_means_is_said(language: Language) -> None:
    for wording in range(40):
        text = tell(language, "assignment", wording, 3, ((1, -2), (2, 3)))
        setting = cast_of(language, wording, 3, 2).setting
        said = rf"1\D{{1,12}}{setting.on.label}\W{{1,4}}.{{0,4}}0\D{{1,12}}{setting.off.label}"
        assert re.search(said, text.rpartition("\n")[2]), text


def test_tale_draws_all_languages() -> None:
    drawn = {choose_form("tale", word, 5, 20) for word in range(8)}
    assert drawn == set(get_args(Told))


def _bare(name: str) -> str:
    article, space, rest = name.partition(" ")
    return rest if space and article in ("the", "der", "die", "das", "el", "la") else name


def _settings(language: Language) -> Iterator[tuple[AssignmentInstance, Cast]]:
    """A task for each setting."""
    made = source("sat.assignment", seed=2, params={"n_vars": 6, "format": f"tale_{language}"})
    seen = set()
    for index in range(60):
        x: Any = made.draw(index).instance
        cast = cast_of(language, x.wording, 6, len(x.cnf.clauses))
        if cast.setting.host not in seen:
            seen.add(cast.setting.host)
            yield x, cast
    assert len(seen) == 8


@in_each_language
def test_names_of_things_answer(language: Language) -> None:
    family = registry.get("sat.assignment")
    tongue, answer = TONGUES[language], ANSWER[language]
    colon, comma = ("：", "，") if language == "zh" else (": ", ", ")
    for x, cast in _settings(language):
        states = [cast.setting.on if bit == "1" else cast.setting.off for bit in x.solution]
        said = list(zip(cast.things, map(_bare, cast.things), states, strict=True))
        every = tongue.every["every"]
        digits = x.solution.translate({48: 0xFF10, 49: 0xFF11})
        right = [
            comma.join(f"{name}{colon}{state.label}" for _, name, state in said),
            comma.join(f"{thing} = {state.label}" for thing, _, state in said),
            comma.join(f"{name.capitalize()} ({state.label})" for _, name, state in said),
            comma.join(every([([thing], state)], cast.setting) for thing, _, state in said),
            "\n".join(f"- **{name}**: {state.label}" for _, name, state in said),
            comma.join(f"{name}={bit}" for (_, name, _), bit in zip(said, x.solution, strict=True)),
            digits,
            "，".join(digits),
        ]
        for text in right:
            assert family.verify(x, answer + text).status == "pass", text
        _, first, state = said[0]
        other = cast.setting.off if state is cast.setting.on else cast.setting.on
        wrong = [
            f"{right[0]}{comma}{first}{colon}{other.label}",
            right[0].replace(state.label, f"{state.label}{OR[language]}{other.label}", 1),
            right[0].replace(state.label, NO[language] + state.label, 1),
            right[0].partition(comma)[2],
            comma.join(name for _, name, state in said if state is cast.setting.on),
        ]
        for text in wrong:
            assert family.verify(x, answer + text).status != "pass", text


@in_each_language
def test_names_of_people_answer(language: Language) -> None:
    family = registry.get("sat.mus")
    tongue, answer = TONGUES[language], ANSWER[language]
    made = source("sat.mus", seed=2, params={"n_vars": 5, "format": f"tale_{language}"})
    for index in range(4):
        x: Any = made.draw(index).instance
        people = cast_of(language, x.wording, 5, len(x.cnf.clauses)).people
        numbers = [int(number) for number in family.solve(x)[7:-1].split(", ")]
        names = [people[number - 1] for number in numbers]
        named = [f"{name} ({number})" for name, number in zip(names, numbers, strict=True)]
        listed = tongue.listed(names)
        for text in (
            listed,
            ", ".join(names),
            "\n".join(named),
            tongue.listed([*map(str, numbers)]),
        ):
            assert family.verify(x, answer + text).status == "pass", text
        last = OR[language].join(names[-2:])
        shifted = [
            f"{name} ({number % 5 + 1})" for name, number in zip(names, numbers, strict=True)
        ]
        for text in (NO[language] + listed, ", ".join([*names[:-2], last]), ", ".join(shifted)):
            assert family.verify(x, answer + text).status != "pass", text


@in_each_language
@pytest.mark.parametrize("problem", [*get_args(Problem), "weighted", "count", "qbf"])
def test_the_pack_of_answer_forms_passes(problem: str, language: Language) -> None:
    family = registry.get(f"sat.{problem}")
    size = {"count": {"n_vars": 6}, "qbf": {"n_first": 5, "n_then": 6}}.get(problem, {"n_vars": 5})
    params = {**size, "format": f"tale_{language}"}
    draws = [source(family.name, seed=4, params=params).draw(index) for index in range(12)]
    references = [family.solve(draw.instance) for draw in draws]
    judge = Judge(draws[0].task)
    for shape in right_shapes(references[0]):
        assert judge.grade(shape.text).status == "pass", shape
    wrong = next(text for text in references if judge.grade(text).status != "pass")
    for shape in near_misses(references[0], wrong):
        assert judge.grade(shape.text).status != "pass", shape


@in_each_language
def test_a_decision_is_given_in_the_language_of_the_question(language: Language) -> None:
    family = registry.get("sat.decision")
    made = source("sat.decision", seed=1, params={"n_vars": 5, "format": f"tale_{language}"})
    words = {TONGUES[language].yes, TONGUES[language].no}
    drawn = [made.draw(index) for index in range(12)]
    assert {family.solve(draw.instance)[7:-1] for draw in drawn} == words
    for draw in drawn:
        assert all(word in draw.task.text for word in words)
