"""Truth-tellers and liars in German, Spanish and Chinese."""

import re
from typing import Any

import pytest

from tasksynth.answers.shapes import near_misses, right_shapes
from tasksynth.rng import Stream
from tasksynth.single import Judge, source
from tasksynth_puzzles.dice import Dice
from tasksynth_puzzles.drawing.talk import draw_statements
from tasksynth_puzzles.families.knights import TONGUES, Knights
from tasksynth_puzzles.solving.claims import table as meant
from tasksynth_puzzles.solving.claims import truthful
from tasksynth_puzzles.telling.islands import Language, tell_of
from tests.generators.puzzles.claim_reading import readings

FAMILY = Knights()
in_each_language = pytest.mark.parametrize("language", TONGUES)
SAID = re.compile(
    r"^(.*?)(?: sagt| behauptet| dice| afirma|说|声称)?(?:: ?|：)[„«“](.*?)[.。]?[“»”]\.?$"
)


def drawn(language: Language, count: int, **params: Any) -> list[Any]:
    made = source("puzzle.knights", seed=7, params={**params, "language": language})
    return [made.draw(index) for index in range(count)]


@in_each_language
@pytest.mark.parametrize("talk", ["plain", "mixed", "nested"])
def test_a_statement_can_be_read_in_one_way(language: Language, talk: Any) -> None:
    """And that is the way it is meant."""
    n, tongue = 6, TONGUES[language]
    names = tongue.names[:n]
    truth = truthful(n)
    for draw in range(12):
        dice = Dice(Stream(b"islands").rng(draw))
        statements = draw_statements(dice, n, dice.below(1 << n), talk) or []
        prompt = tell_of(tongue, draw % 2, names, statements, draw)
        told = [match for line in prompt.splitlines() if (match := SAID.match(line))]
        assert len(told) == len(statements) > 0
        for line, statement in zip(told, statements, strict=True):
            assert line[1] == names[statement.by]
            (read,) = readings(line[2], statement.by, names, language)
            table = meant(statement.claim, n)
            for case in range(1 << n):
                honest = tuple(bool(truth[i] >> case & 1) for i in range(n))
                at = sum(1 << (n - 1 - i) for i, one in enumerate(honest) if one)
                assert read[at] == bool(table >> case & 1), line[2]


@in_each_language
def test_the_pack_of_answer_forms_passes(language: Language) -> None:
    draws = drawn(language, 8, people=6)
    references = [FAMILY.solve(draw.instance) for draw in draws]
    judge = Judge(draws[0].task)
    assert references[0].startswith(TONGUES[language].answer)
    for shape in right_shapes(references[0]):
        assert judge.grade(shape.text).status == "pass", shape
    wrong = next(text for text in references if judge.grade(text).status != "pass")
    for shape in near_misses(references[0], wrong):
        assert judge.grade(shape.text).status != "pass", shape
    assert judge.grade(draws[0].task.text).status == "unparsable"


SENTENCES = {
    "de": ("{} ist ein {}", ", ", " oder "),
    "es": ("{} es un {}", ", ", " o "),
    "zh": ("{}是{}", "，", "或"),
}


@in_each_language
def test_sentences_of_the_language_are_read(language: Language) -> None:
    says, comma, either = SENTENCES[language]
    for draw in drawn(language, 4, people=6):
        x, answer = draw.instance, TONGUES[language].answer
        island = TONGUES[language].islands[x.theme]
        kinds = [island.honest.label if told else island.liar.label for told in x.honest]
        told = [says.format(name, kind) for name, kind in zip(x.names, kinds, strict=True)]
        assert FAMILY.verify(x, answer + comma.join(told)).reward == 1
        both = either.join((island.honest.label, island.liar.label))
        doubtful = [says.format(x.names[0], both), *told[1:]]
        assert FAMILY.verify(x, answer + comma.join(doubtful)).status == "unparsable"


def test_english_is_no_part_of_an_address() -> None:
    task = source("puzzle.knights", seed=1, params={"language": "en"}).make(2)
    assert task == source("puzzle.knights", seed=1, params={}).make(2)
    assert "language" not in task.ref.model_dump()["params"]
    assert "language" not in task.instance
