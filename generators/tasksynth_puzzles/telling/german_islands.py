"""Truth-tellers and liars in German, whose verbs move: `wenn Ada ein Ritter ist, dann ist …`."""

from collections.abc import Sequence
from typing import Literal

from tasksynth_puzzles.solving.claims import Claim
from tasksynth_puzzles.telling.islands import Caste, Island, IslandTongue, counted
from tasksynth_puzzles.telling.scenes import NAMES
from tasksynth_puzzles.telling.words import listed

Order = Literal["plain", "last", "first"]
"""Where the verb stands: second, last, or first."""

_NUMBERS = "null eine zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn"
NUMBERS = tuple(_NUMBERS.split())


def _clause(subject: str, verb: str, rest: str, order: Order) -> str:
    words = {"plain": (subject, verb, rest), "last": (subject, rest, verb)}
    return " ".join(words.get(order, (verb, subject, rest)))


def _claim(claim: Claim, speaker: int, island: Island, names: Sequence[str]) -> str:
    return _said(claim, speaker, island, names, "plain")


def _said(claim: Claim, speaker: int, island: Island, names: Sequence[str], order: Order) -> str:
    match claim.kind:
        case "is":
            kind = (island.honest if claim.number else island.liar).one
            mine = claim.who[0] == speaker
            subject, verb = ("ich", "bin") if mine else (names[claim.who[0]], "ist")
            return _clause(subject, verb, kind, order)
        case "same":
            subject = listed(_people(claim, speaker, names, "ich"), last="und")
            kind = "von derselben Art" if claim.number else "von verschiedener Art"
            return _clause(subject, "sind", kind, order)
        case "count" | "least":
            return _counted(claim, speaker, island, names, order)
        case "says":
            inner = _part(claim.parts[0], speaker, island, names, "last")
            would = _clause(names[claim.who[0]], "würde", "sagen", order)
            if order == "last":
                would = f"{names[claim.who[0]]} sagen würde"
            return f"{would}, dass {inner}"
    return _joined(claim, speaker, island, names, order)


def _joined(claim: Claim, speaker: int, island: Island, names: Sequence[str], order: Order) -> str:
    def part(i: int, order: Order) -> str:
        return _part(claim.parts[i], speaker, island, names, order)

    if order == "first":  # no verb can stand before two clauses
        return f"gilt: ({_said(claim, speaker, island, names, 'plain')})"
    match claim.kind:
        case "if" if order == "last":
            return f"{part(1, 'last')}, wenn {part(0, 'last')}"
        case "if":
            return f"wenn {part(0, 'last')}, dann {part(1, 'first')}"
        case "iff":
            return f"{part(0, order)} genau dann, wenn {part(1, 'last')}"
        case "xor":
            return f"entweder {part(0, order)} oder {part(1, order)}, aber nicht beides"
    return f"{part(0, order)} {'und' if claim.kind == 'and' else 'oder'} {part(1, order)}"


def _part(claim: Claim, speaker: int, island: Island, names: Sequence[str], order: Order) -> str:
    said = _said(claim, speaker, island, names, order)
    return f"({said})" if claim.parts and not said.startswith("gilt: ") else said


def _counted(claim: Claim, speaker: int, island: Island, names: Sequence[str], order: Order) -> str:
    least, honest, few = counted(claim)
    kind = island.honest if honest else island.liar
    group = listed(_people(claim, speaker, names, "mir"), last="und")
    how_many = "mindestens" if least else "genau"
    if few == 1:
        return _clause(f"{how_many} eine Person unter {group}", "ist", kind.one, order)
    return _clause(f"{how_many} {NUMBERS[few]} von {group}", "sind", kind.many, order)


def _people(claim: Claim, speaker: int, names: Sequence[str], me: str) -> list[str]:
    return [names[i] for i in claim.who if i != speaker] + [me] * (speaker in claim.who)


GERMAN = IslandTongue(
    islands=(
        Island(
            Caste("Ritter", "ein Ritter", "Ritter"),
            Caste("Schurke", "ein Schurke", "Schurken"),
            (
                (
                    "Auf einer Insel ist jeder Mensch ein Ritter oder ein Schurke. Ritter sagen "
                    "immer die Wahrheit, Schurken lügen immer. Du triffst {count} Personen: "
                    "{people}."
                ),
                (
                    "Ritter sagen nur Wahres, Schurken nur Falsches. {people} sind jeweils das "
                    "eine oder das andere."
                ),
            ),
        ),
        Island(
            Caste("Engel", "ein Engel", "Engel"),
            Caste("Dämon", "ein Dämon", "Dämonen"),
            (
                (
                    "Vor einem Tor stehen {people}. Sie sind Engel, die stets die Wahrheit sagen, "
                    "oder Dämonen, die stets lügen."
                ),
                "Engel lügen nie, Dämonen immer. Hier sind {count} von ihnen: {people}.",
            ),
        ),
    ),
    names=NAMES.values,
    numbers=NUMBERS,
    claim=_claim,
    says=("{name} sagt: „{said}.“", "{name}: „{said}.“", "{name} behauptet: „{said}.“"),
    note=(
        "„Wenn …, dann …“ ist nur dann falsch, wenn der erste Teil wahr ist und der zweite nicht; "
        "„oder“ schließt beides ein."
    ),
    questions=(
        "Wer ist was? Genau eine Antwort passt zu allen Aussagen.",
        "Finde heraus, wer was ist; es gibt nur eine Möglichkeit.",
    ),
    forms=(
        "Name={honest} oder Name={liar} für alle, durch Kommas getrennt",
        "für jeden Namen ein Paar wie Name={liar}, mit Kommas dazwischen",
    ),
    endings=(
        "Beende deine Antwort mit einer Zeile, die mit `Antwort:` beginnt, und nenne darin {form}.",
        "Schreibe das Ergebnis in die letzte Zeile: `Antwort:` und dahinter {form}.",
    ),
    both="und",
    comma=", ",
    answer="Antwort: ",
    talk="ein eine einen der die das ist sind und also somit person name art alle beide",
)
