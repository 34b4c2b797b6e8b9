"""Puzzles in four languages: what is told is what is meant, and answers may be in the language."""

import re
from functools import cache
from itertools import combinations
from typing import Any, get_args

import pytest

from tasksynth import registry
from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.single import Judge, source
from tasksynth_sat.families.coloring import Coloring
from tasksynth_sat.tales.tongue import Language
from tasksynth_schemas import text_of

LANGUAGES: tuple[Language, ...] = get_args(Language)
TINY: dict[str, dict[str, Any]] = {
    "sat.coloring": {"n_nodes": 7, "n_colors": 3},
    "sat.clique": {"n_nodes": 8, "size": 3},
    "sat.independent": {"n_nodes": 8, "size": 3, "kind": "independent"},
    "sat.pigeonhole": {"n_pigeons": 5, "spare_holes": 1, "apart_share": 1},
    "sat.parity": {"n_vars": 7},
    "sat.scheduling": {"n_jobs": 6, "n_slots": 4},
}
EARLIER = {
    "en": r"in an earlier|in a round before",
    "zh": "早于",
    "es": "anterior a",
    "de": "früheren .* als",
}
LATER = {"en": "later", "zh": "更晚", "es": "posterior a", "de": "späteren .* als"}
NEEDS = {
    "en": r"results of|reads what",
    "zh": "要用到",
    "es": "hacen falta",
    "de": "braucht man Ergebnisse",
}
ODD = {"en": r"\bodd\b", "zh": "奇数", "es": r"\bimpar\b", "de": r"\bungerade"}
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def drawn(name: str, language: Language, count: int) -> list[Any]:
    params = {**TINY[name], "max_guess": 1, "status": "either", "language": language}
    made = source(name.replace("independent", "clique"), seed=6, params=params)
    return [made.draw(index) for index in range(count)]


def facts(x: Any, prompt: str) -> list[tuple[str, list[int], list[int]]]:
    """Each fact, with the items that it names, in that order, and its numbers."""
    names = "|".join(sorted(map(re.escape, x.names), key=len, reverse=True))
    number = {name: u for u, name in enumerate(x.names)}
    found = []
    for line in prompt.splitlines():
        if line.startswith("- "):
            named = [number[name] for name in re.findall(names, line)]
            found.append((line, named, [int(n) - 1 for n in re.findall(r"\d+", line)]))
    return found


def apart(named: list[int]) -> list[tuple[int, int]]:
    """The first item with each of the others; it may be named again."""
    first, *others = dict.fromkeys(named)
    return [(min(first, u), max(first, u)) for u in others]


def order(line: str, named: list[int], language: Language) -> tuple[int, int] | None:
    """(earlier, later), where a fact is about order."""
    if re.search(f"{NEEDS[language]}|{LATER[language]}", line):
        return (named[1], named[0])  # the later one is named first
    return (named[0], named[1]) if re.search(EARLIER[language], line) else None


@in_each_language
@pytest.mark.parametrize("name", TINY)
def test_a_puzzle_tells_its_constraints(name: str, language: Language) -> None:
    for draw in drawn(name, language, 12):
        x, told = draw.instance, facts(draw.instance, text_of(draw.task.prompt))
        n = len(x.names)
        if name == "sat.parity":
            odd = re.compile(ODD[language])
            said = {(tuple(sorted(named)), bool(odd.search(fact))) for fact, named, _ in told}
            assert said == {(row, bool(right)) for row, right in x.equations}
            continue
        numbered = [(named[0], place) for _, named, places in told for place in places]
        pairs = {pair for _, named, places in told if not places for pair in apart(named)}
        if name == "sat.coloring":
            assert pairs == set(x.edges)
        elif name == "sat.independent":
            assert pairs == set(x.clashes)
        elif name == "sat.clique":
            assert pairs == set(combinations(range(n), 2)) - set(x.clashes)
        elif name == "sat.pigeonhole":
            every = {(u, hole) for u in range(n) for hole in range(x.n_holes)}
            assert (pairs, every - set(numbered)) == (set(x.apart), set(x.closed))
        else:
            related = [
                (order(fact, named, language), apart(named)[0])
                for fact, named, places in told
                if not places
            ]
            assert {ordered for ordered, _ in related if ordered} == set(x.before)
            assert {pair for ordered, pair in related if not ordered} == set(x.apart)
            assert set(numbered) == set(x.closed)


@in_each_language
@pytest.mark.parametrize("name", TINY)
def test_the_pack_of_answer_forms_passes(name: str, language: Language) -> None:
    draws = drawn(name, language, 12)
    family = registry.get(draws[0].task.ref.family)
    references = [family.solve(draw.instance) for draw in draws]
    solved = next(i for i, draw in enumerate(draws) if draw.instance.solution is not None)
    impossible = next(i for i, draw in enumerate(draws) if draw.instance.solution is None)
    for i in (solved, impossible):
        judge = Judge(draws[i].task)
        for shape in right_shapes(references[i]):
            assert judge.grade(shape.text).status == "pass", shape
        wrong = next(text for text in references if judge.grade(text).status != "pass")
        for shape in near_misses(references[i], wrong):
            assert judge.grade(shape.text).status != "pass", shape


TOLD = {
    "de": ("{} sitzt an {}", "Antwort: ", ", ", " oder ", "Es ist unmöglich, denn"),
    "es": ("{} se sienta en {}", "Respuesta: ", ", ", " o ", "Es imposible, porque"),
    "zh": ("{}坐{}", "答案：", "，", "或", "不可能，因为"),
}


@pytest.mark.parametrize("language", TOLD)
def test_sentences_of_the_language_are_read(language: Language) -> None:
    family = Coloring()
    says, answer, comma, either, impossible = TOLD[language]
    seated = [d.instance for d in drawn("sat.coloring", language, 12) if d.instance.skin == 1]
    assert seated
    for x in seated:
        if x.solution is None:
            assert family.verify(x, f"{answer}{impossible} …").status == "pass"
            continue
        pairs = family.write(x, x.solution).split(", ")
        told = [says.format(*pair.split("=")) for pair in pairs]
        assert family.verify(x, answer + comma.join(told)).status == "pass"
        values = sorted({pair.partition("=")[2] for pair in pairs})
        doubtful = comma.join(told).replace(values[0], either.join(values[:2]), 1)
        assert family.verify(x, answer + doubtful).status == "unparsable"
        assert family.verify(x, answer + impossible).status == "fail"


def test_english_is_no_part_of_an_address() -> None:
    english = source("sat.coloring", seed=1, params={**TINY["sat.coloring"], "max_guess": 1})
    named = source(
        "sat.coloring", seed=1, params={**TINY["sat.coloring"], "max_guess": 1, "language": "en"}
    )
    task = english.make(3)
    assert task == named.make(3)
    assert "language" not in task.ref.model_dump()["params"]
    assert "language" not in task.instance
