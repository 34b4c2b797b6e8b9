"""Truth-tellers and liars in Spanish."""

import re
from collections.abc import Sequence

from tasksynth_puzzles.solving.claims import Claim
from tasksynth_puzzles.telling.islands import Caste, Island, IslandTongue, counted
from tasksynth_puzzles.telling.scenes import NAMES
from tasksynth_puzzles.telling.words import listed

_NUMBERS = "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce"
NUMBERS = tuple(_NUMBERS.split())


def _claim(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    said = _said(claim, speaker, island, names)
    return re.sub(r"\bo (?=\(?H?[OÓ])", "u ", re.sub(r"\by (?=\(?(?:I|Í|Hi))", "e ", said))


def _said(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    match claim.kind:
        case "is":
            kind = (island.honest if claim.number else island.liar).one
            verb = "yo soy" if claim.who[0] == speaker else f"{names[claim.who[0]]} es"
            return f"{verb} {kind}"
        case "same":
            verb = "somos" if speaker in claim.who else "son"
            kind = "de la misma clase" if claim.number else "de clases distintas"
            return f"{_people(claim, speaker, names)} {verb} {kind}"
        case "count" | "least":
            return _counted(claim, speaker, island, names)
        case "says":
            inner = _part(claim.parts[0], speaker, island, names)
            return f"{names[claim.who[0]]} diría que {inner}"
    one, other = (_part(part, speaker, island, names) for part in claim.parts)
    return {
        "and": f"{one} y {other}",
        "or": f"{one} o {other}",
        "xor": f"o bien {one} o bien {other}, pero no ambas cosas",
        "iff": f"{one} si y solo si {other}",
        "if": f"si {one}, entonces {other}",
    }[claim.kind]


def _part(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    said = _said(claim, speaker, island, names)
    return f"({said})" if claim.parts else said


def _counted(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    least, honest, few = counted(claim)
    kind = island.honest if honest else island.liar
    how_many = "al menos" if least else "exactamente"
    said = f"un {kind.label}" if few == 1 else f"{NUMBERS[few]} {kind.many}"
    return f"entre {_people(claim, speaker, names)} hay {how_many} {said}"


def _people(claim: Claim, speaker: int, names: Sequence[str]) -> str:
    group = [names[i] for i in claim.who if i != speaker] + ["yo"] * (speaker in claim.who)
    return listed(group, last="y")


SPANISH = IslandTongue(
    islands=(
        Island(
            Caste("ángel", "un ángel", "ángeles"),
            Caste("demonio", "un demonio", "demonios"),
            (
                (
                    "Ante una puerta hay {count} seres: {people}. Cada uno es un ángel, que "
                    "siempre dice la verdad, o un demonio, que siempre miente."
                ),
                (
                    "Los ángeles nunca mienten y los demonios mienten siempre. {people} son, cada "
                    "cual, lo uno o lo otro."
                ),
            ),
        ),
        Island(
            Caste("guía", "guía", "guías"),
            Caste("espía", "espía", "espías"),
            (
                (
                    "Una patrulla tiene {count} miembros: {people}. Cada miembro es guía o espía. "
                    "Los guías dicen siempre la verdad y los espías mienten siempre."
                ),
                (
                    "Los guías solo dicen cosas ciertas y los espías, solo falsas. {people} son, "
                    "cada cual, lo uno o lo otro."
                ),
            ),
        ),
    ),
    names=NAMES.values,
    numbers=NUMBERS,
    claim=_claim,
    says=("{name} dice: «{said}».", "{name}: «{said}».", "{name} afirma: «{said}»."),
    note=(
        "«Si …, entonces …» solo es falso cuando la primera parte es verdadera y la segunda no; "
        "«o» incluye ambas cosas."
    ),
    questions=(
        "¿Qué es cada cual? Solo una respuesta concuerda con todo lo dicho.",
        "Averigua qué es cada cual; solo hay una posibilidad.",
    ),
    forms=(
        "nombre={honest} o nombre={liar} para todos, con comas entre medias",
        "para cada nombre un par como nombre={liar}, con comas entre medias",
    ),
    endings=(
        "Termina con una línea que empiece por `Respuesta:` y contenga {form}.",
        "Escribe el resultado en la última línea: `Respuesta:` y, a continuación, {form}.",
    ),
    both="y",
    comma=", ",
    answer="Respuesta: ",
    talk="un una el la los las es son y e así pues nombre clase ambos todos",
)
