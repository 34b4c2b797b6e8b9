"""What the words of a tale stand for in an answer."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tasksynth_sat.tales.telling import cast_of
from tasksynth_sat.tales.tongue import Language, Manner, Tongue


@lru_cache(maxsize=256)
def things(language: Language, wording: int, n: int) -> Mapping[str, str]:
    """Names of things and of states, in lower case, as `x1`, … and `true` or `false`.

    Articles and the verb around a state stand for nothing.
    """
    cast = cast_of(language, wording, n, 1)
    tongue, setting = cast.tongue, cast.setting
    heard = dict.fromkeys((*tongue.articles, *tongue.talk), "")
    for value, state in (("true", setting.on), ("false", setting.off)):
        heard |= dict.fromkeys(_said(state), value)
    heard |= {_bare(name, tongue): f"x{i}" for i, name in enumerate(cast.things, 1)}
    return _spaced(heard, tongue)


@lru_cache(maxsize=256)
def people(language: Language, wording: int, m: int) -> Mapping[str, str]:
    """Names of people, in lower case, as the numbers of their lines.

    Words around them stand for nothing, denials for one that no reader takes for a number's.
    """
    cast = cast_of(language, wording, 1, m)
    tongue = cast.tongue
    around = (*tongue.articles, *tongue.around, *cast.setting.people.lower().split())
    heard = dict.fromkeys(around, "") | dict.fromkeys(tongue.denials, "not")
    return heard | {name.lower(): str(i) for i, name in enumerate(cast.people, 1)}


def _bare(name: str, tongue: Tongue) -> str:
    article, space, rest = name.lower().partition(" ")
    return rest if space and article in tongue.articles else name.lower()


def _said(state: Manner) -> Iterator[str]:
    """The ways to say a state: the label, other words, and the verb with what goes with it."""
    verb, rest = state.verb, state.rest.lower()
    words: Iterable[str] = (state.label.lower(), *state.also, rest)
    yield from filter(None, words)
    for form in filter(None, (verb.one, verb.many)):
        yield f"{form} {rest}".rstrip()
        yield f"{rest} {form}".lstrip()


def _spaced(heard: Mapping[str, str], tongue: Tongue) -> Mapping[str, str]:
    """Where words are not apart, what they stand for is."""
    return heard if tongue.space else {word: f" {meant} " for word, meant in heard.items()}
