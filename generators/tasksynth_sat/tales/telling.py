"""A formula told as a tale: things that are one way or the other, and people with a wish each.

A clause is what one of the people says: that at least one of some things be so, that something be
so if other things are, or that some things never be so together. All three say the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tasksynth_sat.tales.chinese import CHINESE
from tasksynth_sat.tales.english import ENGLISH
from tasksynth_sat.tales.german import GERMAN
from tasksynth_sat.tales.lots import Lots
from tasksynth_sat.tales.spanish import SPANISH
from tasksynth_sat.tales.tongue import Group, Language, Manner, Setting, Tongue

TONGUES: Mapping[Language, Tongue] = {
    "en": ENGLISH,
    "zh": CHINESE,
    "es": SPANISH,
    "de": GERMAN,
}
REPLY = {"decision": "bit", "assignment": "values", "maxsat": "values", "weighted": "values"}
REPLY |= {"count": "number", "gambit": "moves"}
"""Which answer a problem asks for; a set of clauses where none stands here."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PARAGRAPH = 6
"""Sentences of a paragraph."""


@dataclass(frozen=True)
class Cast:
    """Who and what a tale is about."""

    tongue: Tongue
    setting: Setting
    things: tuple[str, ...]
    people: tuple[str, ...]


@lru_cache(maxsize=256)
def cast_of(language: Language, wording: int, n: int, m: int) -> Cast:
    """The setting of a wording, with names for `n` variables and `m` clauses, all different."""
    tongue = TONGUES[language]
    lots = Lots(wording, 0)
    setting = lots.one(tongue.settings)
    things = _numbered(lots.shuffled(setting.items), n, tongue.space)
    first, family = lots.shuffled(tongue.first), lots.shuffled(tongue.family)
    return Cast(tongue, setting, things, _people(tongue, first, family, m))


def tell(
    language: Language,
    kind: str,
    wording: int,
    n: int,
    clauses: Sequence[Sequence[int]],
    weights: Sequence[int] = (),
    first: int = 0,
) -> str:
    """The whole prompt: the scene, what is said, the question, and the form of the answer."""
    m = len(clauses)
    cast = cast_of(language, wording, n, m)
    tongue, setting = cast.tongue, cast.setting
    lots = Lots(wording, 1)
    words = {
        "n": n,
        "m": m,
        "host": setting.host,
        "people": setting.people,
        "things": setting.things,
        "unit": setting.unit,
        "items": tongue.listed(cast.things),
        "on": setting.on.label,
        "off": setting.off.label,
        "k": first,
        "first": tongue.listed(cast.things[:first]),
    }
    said = [
        _sentence(cast, person, clause, lots)
        for person, clause in zip(cast.people, clauses, strict=True)
    ]
    if weights:
        marks = (f"[{weight or tongue.must}]" for weight in weights)
        said = [f"{sentence} {mark}" for sentence, mark in zip(said, marks, strict=True)]
    ask = REPLY.get(kind, "set")
    scene, rule = lots.one(setting.scenes), lots.one(tongue.rules)
    told = _laid_out(said, tongue, lots, numbered=ask == "set", listed=bool(weights))
    end = f"{lots.one(tongue.asks[kind])}{tongue.space}{lots.one(tongue.replies[ask])}"
    begin = f"{scene}{tongue.space}{rule}".format(**words)
    whole = f"{begin}\n\n{told}\n\n{end.format(**words)}"
    for apart, together in tongue.contractions:
        whole = whole.replace(apart, together)
    return whole


def _sentence(cast: Cast, person: str, clause: Sequence[int], lots: Lots) -> str:
    tongue, setting = cast.tongue, cast.setting
    literals = lots.shuffled(clause)
    some = _grouped(cast, literals)
    moods, kind = tongue.some, "some"
    chance = lots.below(20)
    slots = {"p": person, "host": setting.host, "unit": setting.unit}
    if chance < 6:
        kind, moods, some = "never", tongue.every, _grouped(cast, [-x for x in literals])
    elif chance < 13 and len(clause) > 1:
        kind, cut = "if", 1 + lots.below(len(clause) - 1)
        when, some = _grouped(cast, [-x for x in literals[:cut]]), _grouped(cast, literals[cut:])
        slots |= {name: mood(when, setting) for name, mood in tongue.every.items()}
    elif tongue.one and len(some) == 1 < len(clause) and lots.below(2):
        kind, moods = "one", {"one": tongue.one}
    slots |= {name: mood(some, setting) for name, mood in moods.items()}
    return lots.one(tongue.frames[kind]).format(**slots)


def _grouped(cast: Cast, literals: Sequence[int]) -> list[Group]:
    """The things in one state, and those in the other, in the order of their first."""
    setting = cast.setting
    groups: dict[bool, tuple[list[str], Manner]] = {}
    for x in literals:
        things, _ = groups.setdefault(x > 0, ([], setting.on if x > 0 else setting.off))
        things.append(cast.things[abs(x) - 1])
    return list(groups.values())


def _laid_out(
    said: Sequence[str], tongue: Tongue, lots: Lots, *, numbered: bool, listed: bool
) -> str:
    layout = lots.below(2 if listed else 4)
    if numbered or layout == 0:
        return "\n".join(f"{i}. {sentence}" for i, sentence in enumerate(said, 1))
    if layout == 1:
        return "\n".join(f"- {sentence}" for sentence in said)
    paragraphs = [list(said[i : i + _PARAGRAPH]) for i in range(0, len(said), _PARAGRAPH)]
    turns = lots.shuffled(tongue.turns)
    for i, paragraph in enumerate(paragraphs[1:]):
        paragraph.insert(0, turns[i % len(turns)])
    return "\n\n".join(tongue.space.join(paragraph) for paragraph in paragraphs)


def _numbered(names: Sequence[str], count: int, space: str) -> tuple[str, ...]:
    """So many of the names; those that are needed again are told apart by letters."""
    rounds, more = divmod(count, len(names))
    return tuple(
        name if rounds + (j < more) == 1 else f"{name}{space}{_LETTERS[again]}"
        for again in range(rounds + 1)
        for j, name in enumerate(names[: len(names) if again < rounds else more])
    )


def _people(
    tongue: Tongue, first: Sequence[str], family: Sequence[str], count: int
) -> tuple[str, ...]:
    """First names alone where they suffice and the language has them so."""
    if tongue.space and count <= len(first):
        return tuple(first[:count])
    n = len(first)
    pairs = (
        (first[i % n], family[(7 * (i % n) + i // n) % len(family)])
        for i in range(min(count, n * len(family)))
    )
    full = [tongue.full_name.format(first=name, family=last) for name, last in pairs]
    return _numbered(full, count, tongue.space)
