"""What a log tells decides its questions: all of the evidence, and nothing besides."""

import re
import time
import unicodedata
from typing import Any

import pytest

from tasksynth import registry
from tasksynth.single import Judge, source
from tasksynth_text.languages import LANGUAGES, Language
from tasksynth_text.reading import known_names
from tasksynth_text.recall.logs import MODES, evidence_of, log_of, reaches
from tasksynth_text.recall.tongues import RECALL_TONGUES
from tasksynth_text.recall.tongues.tongue import ANSWERED, POOLS

FAMILY: Any = registry.get("text.recall")
CASES = [(mode, hops) for mode in MODES for hops in (1, 2, 3)]
FACTS = {
    "en": {
        "put": r"(\w+) puts the (.+) into the (.+)\.",
        "swap": r"(\w+) swaps what is in the (.+) and what is in the (.+)\.",
        "dance": r"(\w+) dances (.+)\.",
        "coat": r"(\w+) wears an? (.+) coat\.",
        "means": r"In (\w+), “(\w+)” means (.+)\.",
        "speaks": r"(\w+) speaks (\w+)\.",
        "deals": r"Round (\d+): (\w+) gets the (.+) key\.",
        "opens": r"Round (\d+): the (.+) key opens the (.+)\.",
    },
    "de": {
        "put": r"(\w+) legt (?:den|die|das) (.+) in (?:den|die|das) (.+)\.",
        "swap": r"(\w+) vertauscht das, was (?:im|in der) (.+) liegt, mit dem, "
        r"was (?:im|in der) (.+) liegt\.",
        "dance": r"(\w+) tanzt (.+)\.",
        "coat": r"(\w+) trägt einen (.+) Mantel\.",
        "means": r"Auf (\w+) bedeutet „(\w+)“ (.+)\.",
        "speaks": r"(\w+) spricht (\w+)\.",
        "deals": r"Runde (\d+): (\w+) bekommt den Schlüssel mit (?:dem|der) (.+)\.",
        "opens": r"Runde (\d+): Der Schlüssel mit (?:dem|der) (.+) öffnet (?:den|die|das) (.+)\.",
    },
    "es": {
        "put": r"(\w+) mete (?:el|las?) (.+) en (?:el|la) (.+)\.",
        "swap": r"(\w+) intercambia lo que hay en (?:el|la) (.+) con lo que hay en "
        r"(?:el|la) (.+)\.",
        "dance": r"(\w+) baila (.+)\.",
        "coat": r"(\w+) lleva un abrigo (.+)\.",
        "means": r"En (\w+), «(\w+)» significa (.+)\.",
        "speaks": r"(\w+) habla (\w+)\.",
        "deals": r"Ronda (\d+): (\w+) recibe la llave (?:del|de la) (.+)\.",
        "opens": r"Ronda (\d+): la llave (?:del|de la) (.+) abre (?:el|la) (.+)\.",
    },
    "fr": {
        "put": r"(\w+) met (?:l'|les? |la )(.+) dans (?:le|la) (.+)\.",
        "swap": r"(\w+) échange ce qu'il y a dans (?:le|la) (.+) avec ce qu'il y a dans "
        r"(?:le|la) (.+)\.",
        "dance": r"(\w+) danse (.+)\.",
        "coat": r"(\w+) porte un manteau (.+)\.",
        "means": r"En (\w+), « (\w+) » signifie (.+)\.",
        "speaks": r"(\w+) parle (\w+)\.",
        "deals": r"Manche (\d+) : (\w+) reçoit la clé (?:du |de la |de l')(.+)\.",
        "opens": r"Manche (\d+) : la clé (?:du |de la |de l')(.+) ouvre (?:l'|le |la )(.+)\.",
    },
}
ASKED = {
    "en": {
        "where": r"Where is the (?P<what>.+) at the end\?",
        "backwards": r"Who dances the moves of (?P<who>\w+)'s dance in reverse order\?",
        "coat": r"Which coat does whoever dances the moves of (?P<who>\w+)'s dance in reverse "
        r"order wear\?",
        "dance": r"Who dances (?P<what>.+)\?",
        "means": r"What does “(?P<what>\w+)” mean in (?P<tribe>\w+)\?",
        "said": r"What does “(?P<what>\w+)” mean when (?P<who>\w+) says it\?",
        "else": r"The word for (?P<what>.+) in (?P<tribe>\w+): what does it mean when (?P<who>\w+) "
        r"says it\?",
        "key": r"Which key does (?P<who>\w+) get in round (?P<n>\d+)\?",
        "place": r"Which place can (?P<who>\w+) open in round (?P<n>\d+)\?",
        "then": r"In the round in which (?P<who>\w+) gets the (?P<what>.+) key, which place can "
        r"(?P<other>\w+) open\?",
    },
    "de": {
        "where": r"Wo liegt (?:der|die|das) (?P<what>.+) am Ende\?",
        "backwards": r"Wer tanzt die Bewegungen aus dem Tanz von (?P<who>\w+) in umgekehrter "
        r"Reihenfolge\?",
        "coat": r"Welchen Mantel trägt die Person, die die Bewegungen aus dem Tanz von "
        r"(?P<who>\w+) in umgekehrter Reihenfolge tanzt\?",
        "dance": r"Wer tanzt (?P<what>.+)\?",
        "means": r"Was bedeutet „(?P<what>\w+)“ auf (?P<tribe>\w+)\?",
        "said": r"Was bedeutet „(?P<what>\w+)“, wenn (?P<who>\w+) es sagt\?",
        "else": r"Das Wort für (?P<what>.+) auf (?P<tribe>\w+): Was bedeutet es, wenn "
        r"(?P<who>\w+) es sagt\?",
        "key": r"Welchen Schlüssel bekommt (?P<who>\w+) in Runde (?P<n>\d+)\?",
        "place": r"Welchen Ort kann (?P<who>\w+) in Runde (?P<n>\d+) öffnen\?",
        "then": r"Welchen Ort kann (?P<other>\w+) in der Runde öffnen, in der (?P<who>\w+) den "
        r"Schlüssel mit (?:dem|der) (?P<what>.+) bekommt\?",
    },
    "es": {
        "where": r"¿Dónde (?:está el|está la|están las) (?P<what>.+) al final\?",
        "backwards": r"¿Quién baila los movimientos del baile de (?P<who>\w+) en orden inverso\?",
        "coat": r"¿Qué abrigo lleva la persona que baila los movimientos del baile de "
        r"(?P<who>\w+) en orden inverso\?",
        "dance": r"¿Quién baila (?P<what>.+)\?",
        "means": r"¿Qué significa «(?P<what>\w+)» en (?P<tribe>\w+)\?",
        "said": r"¿Qué significa «(?P<what>\w+)» cuando lo dice (?P<who>\w+)\?",
        "else": r"La palabra que en (?P<tribe>\w+) significa (?P<what>.+): ¿qué significa cuando "
        r"la dice (?P<who>\w+)\?",
        "key": r"¿Qué llave recibe (?P<who>\w+) en la ronda (?P<n>\d+)\?",
        "place": r"¿Qué lugar puede abrir (?P<who>\w+) en la ronda (?P<n>\d+)\?",
        "then": r"¿Qué lugar puede abrir (?P<other>\w+) en la ronda en la que (?P<who>\w+) recibe "
        r"la llave (?:del|de la) (?P<what>.+)\?",
    },
    "fr": {
        "where": r"Où (?:est l'|est le |est la |sont les )(?P<what>.+) à la fin \?",
        "backwards": r"Qui danse les mouvements de la danse (?:de |d')(?P<who>\w+) dans l'ordre "
        r"inverse \?",
        "coat": r"Quel manteau porte la personne qui danse les mouvements de la danse (?:de |d')"
        r"(?P<who>\w+) dans l'ordre inverse \?",
        "dance": r"Qui danse (?P<what>.+) \?",
        "means": r"Que signifie « (?P<what>\w+) » en (?P<tribe>\w+) \?",
        "said": r"Que signifie « (?P<what>\w+) » quand (?P<who>\w+) le dit \?",
        "else": r"Le mot qui en (?P<tribe>\w+) signifie (?P<what>.+) : que signifie-t-il quand "
        r"(?P<who>\w+) le dit \?",
        "key": r"Quelle clé reçoit (?P<who>\w+) à la manche (?P<n>\d+) \?",
        "place": r"Quel lieu peut ouvrir (?P<who>\w+) à la manche (?P<n>\d+) \?",
        "then": r"Quel lieu peut ouvrir (?P<other>\w+) à la manche où (?P<who>\w+) reçoit la clé "
        r"(?:du |de la |de l')(?P<what>.+) \?",
    },
}
ANSWER = {"en": "Answer: ", "de": "Antwort: ", "es": "Respuesta: ", "fr": "Réponse: "}


def tasks(count: int, **params: Any) -> list[Any]:
    made = source("text.recall", seed=43, level=0.3, params={"tokens": 1500, **params})
    return [made.draw(index).instance for index in range(count)]


def told(prompt: str) -> list[str]:
    """The lines of the log."""
    return prompt.split("\n\n")[1].split("\n")


def asked(prompt: str) -> list[str]:
    """The questions."""
    return re.findall(r"^\d\. (.+)$", prompt.rpartition("\n\n")[0].rpartition("\n\n")[2], re.M)


def matched(patterns: dict[str, str], text: str) -> tuple[str, re.Match[str]]:
    """The first kind of line that a text is."""
    found = ((kind, re.fullmatch(pattern, text)) for kind, pattern in patterns.items())
    return next((kind, match) for kind, match in found if match)


def bare(name: str, language: str) -> str:
    """A name without endings of German, which differ from case to case."""
    return re.sub(r"(?<=\w\w)(?:e[nrsm]?)+\b", "", name) if language == "de" else name


def facts(x: Any) -> list[tuple[str, ...]]:
    """What the lines of a log say, read from their words alone."""
    lines = [matched(FACTS[x.language], line) for line in told(FAMILY.prompt(x))]
    return [(kind, *(bare(name, x.language) for name in m.groups())) for kind, m in lines]


def concluded(x: Any, known: list[tuple[str, ...]], question: str) -> set[str]:
    """What facts say to a question; one answer where they decide."""
    kind, match = matched(ASKED[x.language], question)
    names = {slot: bare(name, x.language) for slot, name in match.groupdict().items()}
    found: set[str] = READERS[kind](known, **names)
    return found


def written(x: Any) -> list[str]:
    """The answers of the reference."""
    said = FAMILY.solve(x).removeprefix(ANSWER[x.language]).split(", ")
    return [bare(name, x.language) for name in said]


def _all(known: list[tuple[str, ...]], *pattern: str) -> set[str]:
    """What stands for the “?” of a pattern."""
    at = pattern.index("?")
    return {one[at] for one in known if (*one[:at], "?", *one[at + 1 :]) == pattern}


def _where(known: list[tuple[str, ...]], what: str) -> set[str]:
    boxes: set[str] = set()
    for kind, _, one, other in known:
        if kind == "put":
            boxes |= {other} if one == what else set()
        else:
            moves = {one: other, other: one}
            boxes = {moves.get(box, box) for box in boxes}
    return boxes


def _backwards(known: list[tuple[str, ...]], who: str) -> set[str]:
    turned = [", ".join(dance.split(", ")[::-1]) for dance in _all(known, "dance", who, "?")]
    return {one for dance in turned for one in _all(known, "dance", "?", dance)}


def _said(known: list[tuple[str, ...]], what: str, who: str) -> set[str]:
    tribes = _all(known, "speaks", who, "?")
    return {one for tribe in tribes for one in _all(known, "means", tribe, what, "?")}


def _place(known: list[tuple[str, ...]], who: str, n: str) -> set[str]:
    keys = _all(known, "deals", n, who, "?")
    return {place for key in keys for place in _all(known, "opens", n, key, "?")}


READERS: dict[str, Any] = {
    "where": _where,
    "dance": lambda known, what: _all(known, "dance", "?", what),
    "backwards": _backwards,
    "coat": lambda known, who: {
        coat for one in _backwards(known, who) for coat in _all(known, "coat", one, "?")
    },
    "means": lambda known, what, tribe: _all(known, "means", tribe, what, "?"),
    "said": _said,
    "else": lambda known, what, tribe, who: {
        one for word in _all(known, "means", tribe, "?", what) for one in _said(known, word, who)
    },
    "key": lambda known, who, n: _all(known, "deals", n, who, "?"),
    "place": _place,
    "then": lambda known, who, what, other: {
        place for n in _all(known, "deals", "?", who, what) for place in _place(known, other, n)
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("mode", "hops"), CASES)
def test_the_words_alone_decide_every_question_and_only_with_all_of_its_evidence(
    mode: str, hops: int, language: str
) -> None:
    for x in tasks(3, mode=mode, hops=hops, language=language):
        known, places = facts(x), log_of(x).places
        questions = asked(FAMILY.prompt(x))
        for question, needed, answer in zip(questions, evidence_of(x), written(x), strict=True):
            assert concluded(x, known, question) == {answer}
            assert len(needed) >= hops
            for at in (places[fact] for fact in needed):
                # Nothing follows then, or something else: it could be this, and the other.
                assert concluded(x, known[:at] + known[at + 1 :], question) != {answer}


def test_all_languages_tell_the_same_line_by_line() -> None:
    made = source("text.recall", seed=7, level=0.3, params={"parallel": True})
    for index in range(0, 16, 4):
        alike: list[Any] = [made.draw(index + i).instance for i in range(4)]
        english, *others = alike
        assert [x.language for x in alike] == list(LANGUAGES)
        for x in others:
            assert FAMILY.canonical(x) != FAMILY.canonical(english)
            assert x.model_copy(update={"language": "en"}) == english
            for one, other in zip(facts(english), facts(x), strict=True):
                assert one[0] == other[0]
                if one[0] in ("put", "swap", "coat", "dance"):
                    assert bare(one[1], x.language) == other[1]
            right, guesses = FAMILY.solve(english), FAMILY.baselines(x)
            assert guesses.keys() == FAMILY.baselines(english).keys()
            if english.queries[0].kind not in ("who", "backwards"):  # answered by names
                assert FAMILY.verify(x, right).reward == 0


def test_names_of_a_language_are_all_different_and_sound_right() -> None:
    for language, tongue in RECALL_TONGUES.items():
        for kind in ("where", "coat", "what", "key", "place"):
            pool = POOLS[ANSWERED[kind]]
            forms = {name: tongue.read(kind, name) for name in pool}
            known = known_names(forms, tongue.lists)
            for name, some in forms.items():
                assert {known[tongue.lists.bare(form)] for form in some} == {name}
            assert len({tongue.said(kind, name) for name in pool}) == len(pool), language
    wrong = {"fr": r"\b(?:[ldn]e|la|que) (?:[aeiouéèœ]|[AEIOU]|h(?!ibou|arpe|all|angar))"}
    wrong |= {"es": r"\b(?:de|a) el\b|\bla (?:ancla|arpa|águila)"}
    for told_in, pattern in wrong.items():
        for x in tasks(12, language=told_in, tokens=4000):
            assert not re.findall(pattern, "\n".join(told(FAMILY.prompt(x))))
            assert not re.findall(pattern, "\n".join(asked(FAMILY.prompt(x))))


def test_a_fact_stands_as_far_back_as_is_measured() -> None:
    for x in tasks(8):
        log = "\n".join(told(FAMILY.prompt(x))) + "\n"
        for facts, back in zip(evidence_of(x), reaches(x), strict=True):
            for fact, tokens in zip(facts, back, strict=True):
                note = x.notes[fact]
                line = RECALL_TONGUES["en"].facts_told[note.kind](note.names)
                assert len(log) - log.rindex(line) <= 4 * tokens <= len(log) - log.index(line)


def test_places_of_evidence_and_answers_are_even() -> None:
    made = source("text.recall", seed=5, level=0.0, params={"items": 8, "tokens": 500})
    tenths, ranks = [0] * 10, [0] * 8
    for index in range(400):
        x: Any = made.draw(index).instance
        total = reaches(x.model_copy(update={"queries": x.queries[:1]}))[0][-1]
        whole = sum(len(line) + 1 for line in log_of(x).lines) / 4
        tenths[min(9, int(10 * total / whole))] += x.mode != "hidden"  # where order counts
        ranks[x.options.index(x.answers[0])] += len(x.options) == 8
    assert max(tenths) < 2 * sum(tenths) / 10
    assert min(tenths) > sum(tenths) / 25
    # Chi-square of 7 degrees of freedom: above 24.3 in one of a thousand cases.
    even = sum(ranks) / 8
    assert sum((rank - even) ** 2 / even for rank in ranks) < 24.3


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hundred_thousand_tokens_are_made_in_a_second_and_judged_in_milliseconds(
    language: str,
) -> None:
    made = source("text.recall", seed=3, level=1.0, params={"language": language})
    start = time.process_time()
    task = made.draw(0).task
    took = time.process_time() - start
    assert len(task.text) > (390_000 if language == "en" else 380_000)
    assert took < 1
    judge = Judge(task)
    reference = FAMILY.solve(made.draw(0).instance)
    start = time.process_time()
    assert judge.grade(reference).status == "pass"
    assert time.process_time() - start < 0.02


def test_answers_may_be_told_in_many_ways() -> None:
    x = tasks(1, mode="binding", hops=2, questions=3)[0]
    a, b, c = x.answers
    for reply in (
        f"Answer: a {a}, the {b} and {c.upper()}",
        f"Answer: 1. {a} 2. {b} 3. {c}",
        f"Answer: (2) {b} (1) {a} (3) {c}",
        f"Answer:\n3. {c}\n1. {a}\n2. {b}",
        f"**Answer:** 1) {a}; 2) {b}; 3) {c}.",
        f'{{"answer": ["{a}", "{b}", "{c}"]}}',
    ):
        assert FAMILY.verify(x, reply).status == "pass", reply
    for reply, why in (
        (f"Answer: {a}, {b}", "want 3 names, got 2"),
        (f"Answer: {a}, {b}, {c}, {a}", "want 3 names, got 4"),
        (f"Answer: 1. {a} 1. {b} 2. {b} 3. {c}", "want 3 names, got 4"),
        (f"Answer: {a} or {b}, {b}, {c}", "none of the names"),
    ):
        verdict = FAMILY.verify(x, reply)
        assert verdict.status == "unparsable"
        assert why in verdict.why


def answered(mode: str, hops: int, language: str, *answers: str) -> Any:
    """A task with these answers."""
    x = tasks(1, mode=mode, hops=hops, language=language, questions=2)[0]
    options = dict.fromkeys((*answers, *x.options))
    return x.model_copy(update={"answers": answers, "options": tuple(options)})


@pytest.mark.parametrize(
    ("language", "mode", "answers", "replies"),
    [
        ("de", "hidden", ("green basket", "red drawer"), (
            "Antwort: grüner Korb, rote Schublade",
            "Antwort: im gruenen Korb und in der roten Schublade",
            "**Antwort:** 1. der grüne Korb; 2. Rote Schublade.",
            "Antwort: „grüner Korb“, „rote Schublade“",
        )),
        ("de", "rounds", ("bear", "owl"), (
            "Antwort: Bär, Eule",
            "Antwort: der Schlüssel mit dem Bären, der Schlüssel mit der Eule",
            "Antwort: Baer und Eulenschlüssel",
        )),
        ("es", "hidden", ("amber drawer", "red jar"), (
            "Respuesta: gaveta color ámbar, tarro rojo",
            "Respuesta: en la gaveta de color ámbar y en el tarro rojo",
            "Respuesta: Gaveta ambar, Tarro rojo",
            '{"answer": ["gaveta color ámbar", "el tarro rojo"]}',
        )),
        ("es", "rounds", ("eagle", "stork"), (
            "Respuesta: águila, cigüeña",
            "Respuesta: la llave del águila y la de la cigüeña",
        )),
        ("fr", "hidden", ("oak box", "red jar"), (
            "Réponse : boîte couleur chêne, bocal rouge",
            "Réponse: dans la boîte couleur chêne et dans le bocal rouge",
            "Réponse: boite chene, bocal rouge",
        )),
        ("fr", "rounds", ("eye", "star"), (
            "Réponse: œil, étoile",
            "Réponse: la clé de l'oeil et la clé de l\u2019étoile",
            "Réponse: L'ŒIL; L'ÉTOILE",
        )),
    ],
)  # fmt: skip
def test_answers_are_read_in_the_language_of_the_task(
    language: Language, mode: str, answers: tuple[str, ...], replies: tuple[str, ...]
) -> None:
    x = answered(mode, 1, language, *answers)
    for reply in replies:
        for form in ("NFC", "NFD"):
            verdict = FAMILY.verify(x, unicodedata.normalize(form, reply))
            assert verdict.status == "pass", (reply, verdict.why)
    one, other = (RECALL_TONGUES[language].said(x.queries[0].kind, name) for name in answers)
    for word in ("oder", "o", "ou", "or", "nicht", "no", "pas"):
        assert FAMILY.verify(x, f"{ANSWER[language]}{one} {word} {other}, {other}").reward == 0
        assert FAMILY.verify(x, f"{ANSWER[language]}{word} {one}, {other}").reward == 0
    assert FAMILY.verify(x, f"{ANSWER[language]}{other}, {one}").status == "fail"


def test_english_addresses_are_as_they_were() -> None:
    ref: Any = source("text.recall", seed=0, level=0.0).make(0).ref
    assert {"language", "parallel"}.isdisjoint(ref.params)
    ref = source("text.recall", seed=0, level=0.0, params={"language": "de"}).make(0).ref
    assert ref.params["language"] == "de"
