"""Labels that another program proves from the words, the same in four languages, in any form."""

from typing import Any

import pytest

from benchmarks.optima import PROOFS
from tasksynth import registry
from tasksynth.single import source
from tasksynth_text.claims.items import NluItem
from tasksynth_text.claims.models import LESS, MORE, ClaimTrait, WorldClaim
from tasksynth_text.claims.strategies import cheap
from tasksynth_text.claims.tongues import TONGUES
from tasksynth_text.claims.tongues.tongue import ClaimTeller
from tasksynth_text.families.nlu import KINDS

FAMILY: Any = registry.get("text.nlu")
LANGUAGES: Any = ("en", "de", "es", "fr")
DOG, MARRIED = ClaimTrait(what=0), ClaimTrait(what=1)


def drawn(kind: str, *, level: float = 0.0, seed: int = 8, **params: Any) -> Any:
    return source("text.nlu", seed=seed, level=level, params={"kind": kind, **params})


def told(language: Any, claim: WorldClaim, wording: int = 0, **fault: Any) -> str:
    """A claim about Clara, Nora and Marco, who may have a dog and be married."""
    names, she = ("Clara", "Nora", "Marco"), (True, True, False)
    return ClaimTeller(TONGUES[language], names, she, (1, 6), 0).claim(claim, wording, **fault)


@pytest.mark.parametrize("kind", KINDS)
def test_another_program_labels_the_same_from_the_words_of_the_prompt(kind: str) -> None:
    read, said = PROOFS["text.nlu"]
    for level in (0.2, 0.8):
        for index in range(2):
            draw = drawn(kind, level=level).draw(index)
            assert read(draw.task.text) == said(draw.instance)


@pytest.mark.parametrize("kind", KINDS)
def test_the_world_and_its_labels_are_the_same_in_every_language(kind: str) -> None:
    made = drawn(kind, level=0.6, parallel=True)
    draws = [made.draw(index) for index in range(4)]
    assert [draw.instance.language for draw in draws] == [*LANGUAGES]
    assert len({draw.task.text for draw in draws}) == 4
    same = [draw.instance.model_copy(update={"language": "en"}) for draw in draws]
    assert all(x == same[0] for x in same)
    english = FAMILY.solve(draws[0].instance)
    for draw in draws:
        assert FAMILY.verify(draw.instance, FAMILY.solve(draw.instance)).reward == 1
        assert FAMILY.verify(draw.instance, english).reward == 1


@pytest.mark.parametrize(
    ("claim", "sentences"),
    [
        (
            WorldClaim(form="both", traits=(MARRIED,), who=(0, 1)),
            (
                "Both Clara and Nora are married.|Clara und Nora sind verheiratet.|"
                "Clara y Nora están casadas.|Clara et Nora sont mariées."
            ),
        ),
        (
            WorldClaim(form="both", traits=(DOG.turned(),), who=(0, 2)),
            (
                "Neither Clara nor Marco has a dog.|Weder Clara noch Marco hat einen Hund.|"
                "Ni Clara ni Marco tienen perro.|Ni Clara ni Marco n'ont de chien."
            ),
        ),
        (
            WorldClaim(
                form="if", traits=(MARRIED.turned(), ClaimTrait(what=MORE, whom=2)), who=(0, 1)
            ),
            (
                "If Clara is not married, Nora is older than Marco.|"
                "Wenn Clara nicht verheiratet ist, ist Nora älter als Marco.|"
                "Si Clara no está casada, Nora es mayor que Marco.|"
                "Si Clara n'est pas mariée, Nora est plus âgée que Marco."
            ),
        ),
        (
            WorldClaim(form="none", traits=(ClaimTrait(what=LESS, whom=0, denied=True), DOG)),
            (
                "Nobody who is not younger than Clara has a dog.|"
                "Niemand, der nicht jünger als Clara ist, hat einen Hund.|"
                "Ninguno de los que no son menores que Clara tiene perro.|"
                "Aucun de ceux qui ne sont pas plus jeunes que Clara n'a de chien."
            ),
        ),
        (
            WorldClaim(form="notall", traits=(MARRIED, DOG)),
            (
                "Not everyone who is married has a dog.|Nicht alle, die verheiratet sind, haben "
                "einen Hund.|No todos los que están casados tienen un perro.|"
                "Ceux qui sont mariés n'ont pas tous un chien."
            ),
        ),
    ],
)
def test_words_agree_in_every_language(claim: WorldClaim, sentences: str) -> None:
    assert [told(one, claim) for one in LANGUAGES] == sentences.split("|")


def test_a_fault_is_one_in_every_language() -> None:
    claim = WorldClaim(form="if", traits=(DOG, DOG), who=(2, 0))
    faulty = {
        "order": "Wenn Marco einen Hund hat, hat Clara Hund einen.",
        "number": "Wenn Marco einen Hund hat, haben Clara einen Hund.",
        "form": "Wenn Marco einen Hund hat, hat Clara eine Hund.",
    }
    for fault, sentence in faulty.items():
        assert told("de", claim, fault=fault, at=1) == sentence
    assert told("en", claim, fault="form") == "If Marco has an dog, Clara has a dog."
    for language in LANGUAGES:
        x = drawn("acceptability", level=1.0, language=language).draw(0).instance
        wrong = [one for one in x.items if one.fault]
        assert wrong
        text = FAMILY.prompt(x)
        right = FAMILY.work(x).splitlines()
        for i, item in enumerate(x.items):
            corrected = right[i].partition(": ")[2]
            assert bool(corrected) == bool(item.fault)
            assert not corrected or corrected not in text.split("\n")


def test_what_is_stored_as_incorrect_is_no_sentence_that_anybody_says() -> None:
    """No whole phrase moves behind another, and no clause is of what somebody has or wears."""
    seen: set[str] = set()
    for index in range(6):
        for item in drawn("acceptability", level=1.0).draw(index).instance.items:
            claim = item.claims[0]
            if item.fault == "number":
                assert claim.form not in ("none", "some")
                assert claim.form != "if" or item.at == 1
            seen.add(item.fault or "")
    assert seen == {"", "order", "number", "form"}
    dog = WorldClaim(form="is", traits=(DOG,), who=(0,))
    backwards = [told(one, dog, fault="order") for one in LANGUAGES]
    assert backwards == [
        *("Clara has dog a.", "Clara hat Hund einen."),
        *("Clara tiene perro un.", "Clara a chien un."),
    ]


def test_what_two_sentences_begin_with_does_not_tell_whether_they_say_the_same() -> None:
    right = []
    for level in (0.0, 1.0):
        for index in range(8):
            x = drawn("paraphrase", level=level).draw(index).instance
            guess = cheap("paraphrase", (), x.items)["same first"]
            right += [a == one.label for a, one in zip(guess, x.items, strict=True)]
    assert sum(right) / len(right) < 0.7


def labels(kind: str, *right: int) -> Any:
    """A task of that kind with these labels."""
    who = (0, 1) if kind == "coreference" else (0,)
    claim = WorldClaim(form="is", traits=(DOG,), who=who)
    asked: Any = "pronoun" if kind == "coreference" else "claim"
    items = [NluItem(asked=asked, claims=(claim,), wordings=(0,), label=one) for one in right]
    return FAMILY.Instance(
        kind=kind,
        language="de",
        people=(0, 12, 1),
        traits=(1, 6),
        dimension=0,
        claims=(),
        wordings=(),
        items=tuple(items),
    )


TRUTH = labels("entailment", 0, 1, 2, 1)


@pytest.mark.parametrize(
    "answer",
    [
        "Antwort: wahr, falsch, offen, falsch",
        "Answer: true, false, unknown, false",
        "Answer: 1. yes 2. no 3. unknown 4. no",
        "1) entailed\n2) contradicted\n3) neutral\n4) contradicted",
        "Answer: 3: offen; 1: wahr; 2, 4: falsch",
        "Answer: true: 1; false: 2, 4; unknown: 3",
        '{"answer": ["true", "false", "unknown", "false"]}',
        'Answer: {"1": "true", "2": "false", "3": "unknown", "4": "false"}',
        (
            '```json\n[{"id": 1, "label": "true"}, {"id": 2, "label": "false"}, {"id": 3, "label": '
            '"cannot be determined"}, {"id": 4, "label": "false"}]\n```'
        ),
        "**Antwort:** **wahr**, **falsch**, **offen**, **falsch**",
        (
            "<answer>\n| Nr | Label |\n|---|---|\n| 1 | wahr |\n| 2 | falsch |\n| 3 | offen |\n"
            "| 4 | falsch |\n</answer>"
        ),
        r"\boxed{\text{true, false, unknown, false}}",
        "Answer: T, F, U, F",
        "Answer: true ✓, false ✓, unknown ✓, false ✓",
        "So my answers, in order, are: true, false, unknown, false.",
        "Answer: true, false, unknown, false (as shown above)",
        "Answer: definitely true, certainly false, unknown, necessarily false",
        "Antwort: sicher wahr, bestimmt falsch, offen, definitiv falsch",
        "The answer is not: all true.\nAnswer: true, false, unknown, false",
        "Respuesta: verdadero, falso, indeterminado, falso",
        "Réponse : vrai, faux, indéterminé, faux",
        "Réponse: vrai, faux, inde\u0301termine\u0301, faux",
        (
            "Answer:\n- Statement 1: true\n- Statement 2: false\n- Statement 3: can\u2019t be "
            "determined\n- Statement 4: false"
        ),
    ],
)
def test_labels_are_read_in_many_forms(answer: str) -> None:
    verdict = FAMILY.verify(TRUTH, answer)
    assert verdict.reward == 1, verdict.why


@pytest.mark.parametrize(
    "answer",
    [
        "Answer: true, false, unknown",
        "Answer: true, false, unknown, false, false",
        "Answer: true or false, false, unknown, false",
        "Answer: not false, false, unknown, false",
        "Answer: 1. true 1. false 2. false 3. unknown 4. false",
        "Answer: 1. true false 2. false 3. unknown 4. false",
        "Answer: 0. true 1. false 2. unknown 3. false",
        "Answer: true, false, unknown?, false",
        "Answer: probably true, false, unknown, false",
        "Answer: not definitely true, false, unknown, false",
        "Answer: \u202etrue, false, unknown, false",
        "Answer: true, ≠ false, unknown, false",
        "Answer: true, false ✗, unknown, false",
        "Answer is not: true, false, unknown, false",
        "Die Antwort ist nicht: wahr, falsch, offen, falsch",
        '{"answer": "true, false, unknown, false", "alternative": "true, true, true, true"}',
        '{"alternative": "true, true, true, true", "answer": "true, false, unknown, false"}',
    ],
)
def test_what_is_no_label_for_each_is_not_read(answer: str) -> None:
    assert FAMILY.verify(TRUTH, answer).status == "unparsable"


def test_a_wrong_label_earns_nothing_and_is_told() -> None:
    verdict = FAMILY.verify(TRUTH, "Answer: true, false, false, false")
    assert (verdict.reward, verdict.why) == (0, "item 3 is labelled otherwise")
    assert verdict.parts == {"solved": 0, "right": 0.75}


def test_names_numbers_and_yes_are_read() -> None:
    who = labels("coreference", 0, 1, 0, 0)
    for said in ("Clara, Nora, Clara, Clara", "1. clara\n2. NORA\n3. Clara\n4. **Clara**"):
        assert FAMILY.verify(who, f"Answer: {said}").reward == 1
    assert FAMILY.verify(who, "Answer: Clara, Bruno, Clara, Clara").reward == 0
    shared = labels("similarity", 3, 0, 4, 1)
    for said in (
        *("3, 0, 4, 1", "1. 3\n2. 0\n3. 4\n4. 1", '{"1": 3, "2": 0, "3": 4, "4": 1}'),
        *("three, zero, four, one", "drei, null, vier, eins", "3.0, 0.0, 4.0, 1.0"),
        *("3/4, 0/4, 4/4, 1/4", "1. 3/4\n2. 0/4\n3. 4/4\n4. 1/4"),
        "3 von 4, 0 von 4, 4 von 4, 1 von 4",
        *("3 out of 4, 0 out of 4, 4 out of 4, 1 out of 4", "\u0663, \u0660, \u0664, \u0661"),
    ):
        assert FAMILY.verify(shared, f"Answer: {said}").reward == 1, said
    assert FAMILY.verify(shared, "Answer: 3, 0, 4").status == "unparsable"
    fine = labels("acceptability", 0, 1, 1, 0)
    doubtful = "Answer: 2/4, 1/4, 3/4, 4/4"  # or 4 for each item
    for wanted in ((2, 1, 3, 4), (4, 4, 4, 4)):
        assert FAMILY.verify(labels("similarity", *wanted), doubtful).status == "unparsable"
    zeros = labels("similarity", 0, 0, 0, 0)
    assert FAMILY.verify(zeros, "Answer: 1.0 2.0 3.0 4.0").reward == 1  # the numbers of items
    for said in (
        "ja, nein, nein, ja",
        "✓, ✗, ✗, ✓",
        "✅ ❌ ❌ ✅",
        "Y, N, N, Y",
        "sí, no, no y sí",
    ):
        assert FAMILY.verify(fine, f"Answer: {said}").reward == 1, said
    for said in ("correct, incorrect, not acceptable, acceptable",):
        assert FAMILY.verify(fine, f"Answer: {said}").reward == 1, said


def test_what_settles_an_item_is_shown() -> None:
    draw = drawn("entailment", level=0.6).draw(0)
    lines = FAMILY.work(draw.instance).splitlines()
    for i, item in enumerate(draw.instance.items):
        cited = lines[i].partition(": ")[2]
        assert bool(cited) == (item.label != 2)
        assert all(f"{one}." in draw.task.text for one in cited.rstrip(".").split(". ") if one)
