"""What a passage says holds at its end, whoever overlooks what; and answers in all layouts."""

import json
import re
import unicodedata
from typing import Any

import pytest

from benchmarks.optima import PROOFS
from tasksynth import registry
from tasksynth.single import grade, source
from tasksynth_text.relations.models import StoryEntity, StorySentence, excluded, fact, held_after
from tasksynth_text.relations.tongues import PASSAGE_TONGUES

SLOT = re.compile(r"\{(h|t|was)\}")
OTHERS = [language for language in PASSAGE_TONGUES if language != "en"]
FAMILY: Any = registry.get("text.relation")
_OF_TWO = ("were wed.", "got married.", "were divorced.", "paid for a concert.", "on a train.")
RIGHT = "Ada Low | owns | Mead Mills | 1\nPip Low | child of | Ada Low | 2"


@pytest.fixture
def x() -> Any:
    """Ada owns Mead Mills and is Pip's mother; Pip lives in Yarm no longer."""
    entities = (
        StoryEntity(name="Ada Low", sort="person", she=True),
        StoryEntity(name="Pip Low", sort="person"),
        StoryEntity(name="Mead Mills", sort="company"),
        StoryEntity(name="Yarm", sort="town"),
    )
    owns, child, lives = fact("owns", 0, 2), fact("child of", 1, 0), fact("lives in", 1, 3)
    works = fact("works for", 1, 2)
    sentences = (
        StorySentence(text="Mead Mills belongs to Ada Low.", deed="state", holds=(owns,)),
        StorySentence(
            text="She is the mother of Pip Low.", deed="state", holds=(child,), tail_first=True
        ),
        StorySentence(text="Yarm is home to Pip Low.", deed="state", holds=(lives,)),
        StorySentence(
            text="Pip Low has never worked for Mead Mills.", deed="deny", unsaid=(works,)
        ),
        StorySentence(text="Yarm is no longer the home of Pip Low.", deed="end", ended=(lives,)),
    )
    return FAMILY.Instance(entities=entities, sentences=sentences)


@pytest.mark.parametrize(
    "answer",
    [
        f"<answer>\n{RIGHT}\n</answer>",
        "<answer>2. pip low | child of | ada low | 2\n1. ADA LOW | owns | Mead Mills | 1</answer>",
        f"Two hold.\n\n```\n{RIGHT}\n```",
        "Answer: Ada Low owns Mead Mills [1]; Pip Low is a child of Ada Low [2]",
        "<answer>(Ada Low, owns, Mead Mills, 1), (Pip Low, child_of, Ada Low, 2)</answer>",
        '<answer>[["Ada Low", "owns", "Mead Mills", 1], ["Pip", "child of", "Ada", 2]]</answer>',
        """<answer>[{"sentence": 1, "tail": "Mead Mills", "relation": "owns", "head": "Ada Low"},
        {"head": "Pip Low", "relation": "child of", "tail": "Ada Low", "sentence": 2}]</answer>""",
        """<answer>
        | First | Relation | Second | Sentence |
        |---|---|---|---|
        | Ada Low | **owns** | Mead Mills | 1 |
        | Pip Low | child of | Ada Low | 2 |
        </answer>""",
        "<answer>- Ada Low — owns — Mead Mills (sentence 1)\n- Pip → child of → Ada, 2</answer>",
        """<answer>first | relation | second | sentence
        Ada | owns | Mead Mills | no. 1
        Pip | child of | Ada | S2</answer>""",
        r"\boxed{\text{Ada Low | owns | Mead Mills | 1} \\ \text{Pip | child of | Ada | 2}}",
    ],
)
def test_a_right_answer_passes_in_any_layout(x: Any, answer: str) -> None:
    assert FAMILY.verify(x, answer).reward == 1, FAMILY.verify(x, answer).why


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (RIGHT.replace("| 1", "| 3"), "sentence 3 is not the one that says"),
        ("Ada Low | owns | Mead Mills | 1", "1 of 2 relations are missing"),
        (RIGHT.replace("Pip Low | child of | Ada Low", "Ada Low | child of | Pip Low"), "does not"),
        (f"{RIGHT}\nPip Low | lives in | Yarm | 3", "“Pip Low | lives in | Yarm” does not hold"),
        (f"{RIGHT}\nPip Low | works for | Mead Mills | 4", "does not hold at the end"),
        (f"{RIGHT}\nAda Low | owns | Mead Mills | 3", "is there twice"),
        (RIGHT.replace("owns", "owns or runs"), "want two names, a relation"),
        (RIGHT.replace("owns", "never owns"), "'never' in"),
        (RIGHT.replace("owns", "no owns"), "'no' in"),
        (RIGHT.replace("| 1", "| 1 ✗"), "'✗' in"),
        (RIGHT.replace("| 1", "| 1?"), "'?' in"),
        (f"\u202e{RIGHT}", "direction of writing"),
        (RIGHT.replace("| 1", "| 1 or 3"), "want two names"),
        (RIGHT.replace("| 2", "| 12"), "there is no sentence 12"),
        ("nothing holds", "is not understood"),
    ],
)
def test_a_wrong_answer_earns_nothing_and_is_told_why(x: Any, answer: str, why: str) -> None:
    verdict = FAMILY.verify(x, f"<answer>\n{answer}\n</answer>")
    assert verdict.reward == 0
    assert why in verdict.why


def test_taught_by_turns_the_two_round(x: Any) -> None:
    taught = StorySentence(
        text="Ada Low taught Pip Low.", holds=(fact("taught", 0, 1),), deed="state"
    )
    x = FAMILY.Instance(entities=x.entities, sentences=(taught,))
    for row, reward in (("Ada | was taught by | Pip | 1", 0), ("Pip | was taught by | Ada | 1", 1)):
        assert FAMILY.verify(x, f"<answer>{row}</answer>").reward == reward


def drawn(level: float, *, seed: int, count: int) -> list[Any]:
    tasks = source("text.relation", seed=seed, level=level)
    return [tasks.draw(index) for index in range(count)]


def test_what_comes_to_be_so_ends_what_was_so_before() -> None:
    for draw in drawn(1.0, seed=4, count=20):
        held = held_after(draw.instance.sentences)
        for relation in ("works for", "lives in", "runs"):
            who = [one.head for one in held if one.relation == relation]
            assert len(who) == len(set(who))
        for relation in ("owns", "runs", "founded"):
            what = [one.tail for one in held if one.relation == relation]
            assert len(what) == len(set(what))


def test_a_clause_stands_in_no_list_of_two() -> None:
    """“A, the head of B, and C were wed” may speak of three."""
    texts = [one.text for d in drawn(1.0, seed=4, count=30) for one in d.instance.sentences]
    assert any(", " in text for text in texts)
    assert not [text for text in texts if ", and " in text and text.endswith(_OF_TWO)]


def test_a_correction_is_right_from_the_start_or_from_now_on() -> None:
    """Nothing in between would have ended what it says."""
    x: Any = source("text.relation", seed=9, level=1.0).draw(110).instance
    for index, one in enumerate(x.sentences):
        if one.deed == "correct":
            first = int(one.text.split()[1])
            between = [held for each in x.sentences[first:index] for held in each.holds]
            assert not excluded(between, one.holds[0])


@pytest.mark.parametrize("language", PASSAGE_TONGUES)
@pytest.mark.parametrize("level", [0.0, 1.0])
def test_a_reader_that_knows_none_of_the_phrases_finds_the_same(
    level: float, language: str
) -> None:
    read, said = PROOFS["text.relation"]
    tasks = source("text.relation", seed=6, level=level, params={"language": language})
    for draw in (tasks.draw(index) for index in range(10)):
        assert read(draw.task.text) == said(draw.instance)


def test_no_relation_is_left_without_the_sentence_that_is_cited_for_it() -> None:
    """A passage without the cited sentence does not say so: the citation is no ornament."""
    read, _ = PROOFS["text.relation"]
    task = drawn(0.0, seed=6, count=3)[2]
    for one, index in held_after(task.instance.sentences).items():
        text = task.instance.sentences[index].text
        without = read(task.task.text.replace(f"[{index + 1}] {text}", f"[{index + 1}] Rain fell."))
        names = task.instance.entities[one.head].name, task.instance.entities[one.tail].name
        assert (names[0], one.relation, names[1]) not in {found[:3] for found in without}


def test_an_answer_without_end_is_judged_soon() -> None:
    task = source("text.relation", seed=6, level=0.0).make(0)
    for answer in ("Ada | owns | " * 50_000, "[" * 100_000, "Ada owns Mead 1\n" * 20_000):
        assert grade(task, f"<answer>{answer}</answer>").reward == 0


def test_all_languages_tell_of_the_same_under_the_same_traps() -> None:
    tasks = source("text.relation", seed=8, level=0.8, params={"parallel": True})
    for index in range(0, 16, 4):
        english, *others = told = [passage(tasks, index + i) for i in range(4)]
        assert [x.language for x in told] == list(PASSAGE_TONGUES)
        for x in others:
            assert [*FAMILY.canonical(english), x.language] == FAMILY.canonical(x)
            for one, other in zip(english.sentences, x.sentences, strict=True):
                same = {"deed", "holds", "ended", "unsaid", "tail_first", "pronoun"}
                assert one.model_dump(include=same) == other.model_dump(include=same)
                assert named(english, one.text) == named(x, other.text)
            assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
            assert FAMILY.verify(english, FAMILY.solve(x)).reward == 0


def passage(tasks: Any, index: int) -> Any:
    return tasks.draw(index).instance


def named(x: Any, text: str) -> list[str]:
    return [one.name for one in x.entities if one.name in text]


@pytest.mark.parametrize("language", OTHERS)
def test_phrases_of_a_language_are_those_of_another_one_by_one(language: Any) -> None:
    english, tongue = PASSAGE_TONGUES["en"], PASSAGE_TONGUES[language]
    for relation, phrases in english.phrases.items():
        for kind, some in vars(phrases).items():
            for one, other in zip(some, getattr(tongue.phrases[relation], kind), strict=True):
                assert set(SLOT.findall(one)) == set(SLOT.findall(other))
                if kind not in ("of_head", "of_tail", "correct"):
                    assert SLOT.findall(one)[0] == SLOT.findall(other)[0]
                    assert bool(SLOT.match(one)) == bool(SLOT.match(other))
    for sorts, noise in english.noise.items():
        for one, other in zip(noise, tongue.noise[sorts], strict=True):
            assert SLOT.findall(one) == SLOT.findall(other)


@pytest.mark.parametrize(
    ("language", "owns", "child"),
    [
        ("de", "besitzt", "Kind von"),
        ("es", "posee", "hijo de"),
        ("es", "es dueña de", "es hijo de"),
        ("fr", "possède", "enfant de"),
        ("fr", "POSSÈDE", "fils de"),
    ],
)
def test_answers_are_read_in_the_language_of_the_task(
    x: Any, language: str, owns: str, child: str
) -> None:
    x = x.model_copy(update={"language": language})
    rows = (("Ada Low", owns, "Mead Mills", "1"), ("Pip Low", child, "Ada Low", "2"))
    dressed = (
        "\n".join(" | ".join(row) for row in rows),
        "; ".join(f"{' '.join(row[:3])} [{row[3]}]" for row in rows),
        json.dumps(rows, ensure_ascii=False),
    )
    for answer in dressed:
        assert FAMILY.verify(x, f"<answer>\n{answer}\n</answer>").reward == 1
        for word in ("nicht", "no", "jamais", "oder", "o", "ou"):
            wrong = answer.replace(owns, f"{word} {owns}")
            assert FAMILY.verify(x, f"<answer>\n{wrong}\n</answer>").reward == 0


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("de", "gründete"),
        ("de", "gruendete"),
        ("es", "fundó"),
        ("fr", "a fondé"),
        ("en", "founded"),
    ],
)
def test_letters_are_read_however_they_are_composed(x: Any, language: str, label: str) -> None:
    entities = StoryEntity(name="Käthe Groß", sort="person"), x.entities[2]
    about = StorySentence(text="…", holds=(fact("founded", 0, 1),), deed="state")
    x = FAMILY.Instance(entities=entities, sentences=(about,), language=language)
    for said in (f"Käthe Groß | {label} | Mead Mills | 1", f"Käthe; {label}; Mead Mills; 1;"):
        for form in ("NFC", "NFD"):
            answer = f"<answer>{unicodedata.normalize(form, said)}</answer>"
            assert FAMILY.verify(x, answer).reward == 1
    assert FAMILY.verify(x, f"Answer: Kaethe Gross | {label} | Mead Mills | S. 1").reward == 1
    assert FAMILY.verify(x, f"Answer: Kathe Gros | {label} | Mead Mills | 1").reward == 0


def test_a_semicolon_is_between_rows_or_what_is_in_them(x: Any) -> None:
    for rows in (RIGHT.replace(" | ", "; "), RIGHT.replace(" | ", ";").replace("\n", "; ")):
        assert FAMILY.verify(x, f"<answer>\n{rows}\n</answer>").reward == 1
        for wrong in (rows.replace("1", "1; 3"), rows.replace("owns", "owns; not")):
            assert FAMILY.verify(x, f"<answer>\n{wrong}\n</answer>").reward == 0


def test_names_sound_right_before_them() -> None:
    for language, wrong in (("fr", r"\b(?:de|que) [AEIOU]"), ("es", r"\by H?I")):
        tasks = source("text.relation", seed=8, level=1.0, params={"language": language})
        texts = " ".join(one.text for i in range(9) for one in passage(tasks, i).sentences)
        assert not re.search(wrong, texts)


def test_english_addresses_are_as_they_were() -> None:
    ref: Any = source("text.relation", seed=0, level=0.0).make(0).ref
    assert {"language", "parallel"}.isdisjoint(ref.params)
    ref = source("text.relation", seed=0, level=0.0, params={"language": "de"}).make(0).ref
    assert ref.params["language"] == "de"
