"""How German tells a tale: what is the case stands in clauses with the verb at their end."""

from collections.abc import Callable, Sequence

from tasksynth_sat.tales.german_settings import SETTINGS
from tasksynth_sat.tales.tongue import Groups, Setting, Tongue, Verb

_FIRST = (
    "Anna Bernd Clara Dieter Elke Fritz Gisela Holger Inge Jonas Karin Lukas Maja Nils "
    "Olga Paul Renate Stefan Tina Ulrich Vera Walter Yasmin Zeno Arne Birte Cem Doris "
    "Emil Frieda Georg Heike"
)
_FAMILY = (
    "Albrecht Bauer Conrad Dietz Engel Fuchs Graf Hahn Issing Jung Keller Lorenz Maurer "
    "Naumann Otto Pohl Richter Seidel Thoma Ulmer Vogt Winter Yilmaz Zander"
)


def _listed(words: Sequence[str], last: str = "und") -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _joined(groups: Groups, word: str, form: Callable[[Verb, int], str]) -> str:
    """`A scharf oder B mild gewürzt wird`: a verb that both have in common is said once."""
    forms = [form(state.verb, len(things)) for things, state in groups]
    leads = [f"{_listed(things, word)} {state.rest}".rstrip() for things, state in groups]
    if len(set(forms)) == 1:
        return f"{f' {word} '.join(leads)} {forms[0]}"
    parts = (f"{lead} {verb}" for lead, verb in zip(leads, forms, strict=True))
    return f" {word} ".join(parts)


def _some(groups: Groups, setting: Setting) -> str:
    return _joined(groups, "oder", lambda verb, _: verb.one)


def _must(groups: Groups, setting: Setting) -> str:
    return f"muss {_joined(groups, 'oder', lambda verb, _: verb.base)}"


def _every(groups: Groups, setting: Setting) -> str:
    return _joined(groups, "und", lambda verb, count: verb.one if count == 1 else verb.many)


GERMAN = Tongue(
    settings=SETTINGS,
    first=tuple(_FIRST.split()),
    family=tuple(_FAMILY.split()),
    full_name="{first} {family}",
    listed=_listed,
    some={"some": _some, "must": _must},
    every={"every": _every},
    frames={
        "some": (
            "{p} ist zufrieden, solange {some}.",
            "{p} wünscht sich, dass {some}.",
            "{p} besteht darauf, dass {some}.",
            "„Mir genügt es, wenn {some}“, sagt {p}.",
            "„Sorgen Sie bitte dafür, dass {some}“, sagt {p} zu {host}.",
            "Geht es nach {p}, {must}.",
        ),
        "if": (
            "„Wenn {every}, dann {must}“, sagt {p}.",
            "{p} möchte, dass {some}, falls {every}.",
            "{p} stellt eine Bedingung: Falls {every}, {must}.",
            "{p} sagt zu {host}: „Wenn {every}, dann {must}.“",
        ),
        "never": (
            "{p} ist nur dann verärgert, wenn {every}.",
            "Nur eine Kombination lehnt {p} ab: dass {every}.",
            "„Ich beschwere mich nur, wenn {every}“, sagt {p}.",
            "Mit allem kann {p} leben, außer damit, dass {every}.",
        ),
    },
    rules=(
        (
            "Die {m} {people} haben {host} gesagt, worauf es ihnen ankommt, jeweils nur eine "
            "Sache. Wer bekommt, was er verlangt, oder wem erspart bleibt, was er ablehnt, ist "
            "zufrieden; alle anderen sind unzufrieden. „Oder“ schließt dabei nie aus, dass "
            "beides zutrifft, und eine Forderung mit „wenn“ oder „falls“ ist auch dann erfüllt, "
            "wenn ihre Bedingung nicht eintritt."
        ),
        (
            "Zuvor hört {host} {m} {people} an, und alle sagen genau eine Sache. Wessen Worte "
            "beachtet werden, der ist zufrieden, wer übergangen wird, ist unzufrieden. Ein "
            "„oder“ lässt immer auch beides zu, und ein „wenn“ oder „falls“ verlangt nichts, "
            "solange die Bedingung nicht zutrifft."
        ),
    ),
    turns=(
        "Dann sind die Nächsten an der Reihe.",
        "Nach einer kurzen Pause geht es weiter.",
        "Andere haben geduldig gewartet.",
        "Noch einige treten vor.",
    ),
    space=" ",
    asks={
        "decision": (
            "Kann {host} es allen recht machen?",
            "Gibt es eine Wahl, mit der alle {m} {people} zufrieden sind?",
        ),
        "assignment": (
            "Welche Wahl soll {host} treffen, damit niemand unzufrieden ist?",
            "Finde eine Wahl, mit der alle {m} {people} zufrieden sind.",
        ),
        "maxsat": (
            (
                "Allen kann {host} es nicht recht machen. Finde eine Wahl, mit der möglichst viele "
                "{people} zufrieden sind."
            ),
            (
                "Unzufriedene gibt es auf jeden Fall. Triff für {host} eine Wahl, bei der so "
                "wenige {people} wie möglich unzufrieden sind."
            ),
        ),
        "count": (
            "Auf wie viele Arten kann {host} wählen, sodass alle {m} {people} zufrieden sind?",
            "Bei wie vielen der möglichen Entscheidungen ist niemand unzufrieden?",
        ),
        "gambit": (
            (
                "Doch ein Rivale kommt {host} zuvor und entscheidet über die ersten {k} der "
                "Aufzählung ({first}). {host} weiß davon, entscheidet über alles Übrige und will "
                "es dabei allen recht machen. Wie muss der Rivale entscheiden, damit das nicht "
                "gelingen kann, was auch immer {host} mit dem Rest macht?"
            ),
            (
                "Bevor {host} irgendetwas entscheidet, legst du die ersten {k} der Aufzählung fest "
                "({first}). Wähle so, dass danach keine Entscheidung über den Rest alle {m} "
                "{people} zufriedenstellt."
            ),
        ),
        "weighted": (
            (
                "Allen kann {host} es nicht recht machen. Wessen Zeile mit [Pflicht] endet, der "
                "muss zufrieden sein; alle anderen kosten {host}, wenn sie unzufrieden sind, so "
                "viele Punkte, wie am Ende ihrer Zeile in Klammern steht. Finde eine Wahl, die so "
                "wenige Punkte wie möglich kostet."
            ),
            (
                "Am Ende jeder Zeile steht in Klammern, wie viele Punkte {host} verliert, wenn "
                "diese Person unzufrieden ist; steht dort [Pflicht], darf das auf keinen Fall "
                "geschehen. Mit welcher Wahl gehen die wenigsten Punkte verloren?"
            ),
        ),
        "mcs.smallest": (
            (
                "Allen kann {host} es nicht recht machen. Finde möglichst wenige {people}, ohne "
                "die alle übrigen zugleich zufrieden sein können."
            ),
            (
                "Welche {people}, so wenige wie möglich, muss {host} außer Acht lassen, damit es "
                "eine Wahl gibt, mit der alle übrigen zufrieden sind?"
            ),
        ),
        "mcs.minimal": (
            (
                "Allen kann {host} es nicht recht machen. Nenne {people}, ohne die alle übrigen "
                "zugleich zufrieden sein können, und zwar so, dass man keinen Einzigen von ihnen "
                "wieder dazunehmen kann."
            ),
            (
                "Welche {people} soll {host} außer Acht lassen, damit es eine Wahl gibt, mit der "
                "alle übrigen zufrieden sind? Niemand darf unnötig fehlen: Nimmt man auch nur "
                "einen wieder dazu, darf es nicht mehr gehen."
            ),
        ),
        "mus.smallest": (
            (
                "Allen kann {host} es nicht recht machen. Finde möglichst wenige {people}, die "
                "nicht alle zugleich zufrieden sein können."
            ),
            (
                "Begründe, warum {host} scheitern muss: Nenne so wenige {people} wie möglich, die "
                "nicht alle zugleich zufrieden sein können."
            ),
        ),
        "mus.minimal": (
            (
                "Allen kann {host} es nicht recht machen. Nenne {people}, die nicht alle zugleich "
                "zufrieden sein können, wohl aber, sobald man irgendeinen von ihnen weglässt."
            ),
            (
                "Begründe, warum {host} scheitern muss: Nenne {people}, die nicht alle zugleich "
                "zufrieden sein können, und niemanden unnötig: Fehlt irgendeiner von ihnen, können "
                "es die anderen sein."
            ),
        ),
    },
    replies={
        "bit": (
            "Schließe mit \\boxed{{ja}} oder \\boxed{{nein}}.",
            "Schreibe dein Urteil, ja oder nein, in \\boxed{{}}.",
        ),
        "values": (
            (
                "Schließe mit {n} Ziffern in \\boxed{{}}, und zwar für {things} in der oben "
                "genannten Reihenfolge: 1 für {on}, 0 für {off}."
            ),
            (
                "Schreibe {n} Ziffern in \\boxed{{}}, für {things} in der Reihenfolge der "
                "Aufzählung: 1 bedeutet {on}, 0 bedeutet {off}."
            ),
        ),
        "number": (
            "Schließe mit der genauen Anzahl in \\boxed{{}}.",
            "Schreibe die Zahl in \\boxed{{}}.",
        ),
        "moves": (
            (
                "Schließe mit {k} Ziffern in \\boxed{{}}, je einer für die ersten {k} in der "
                "oben genannten Reihenfolge: 1 für {on}, 0 für {off}."
            ),
            (
                "Schreibe {k} Ziffern in \\boxed{{}}, für die ersten {k} in der Reihenfolge der "
                "Aufzählung: 1 bedeutet {on}, 0 bedeutet {off}."
            ),
        ),
        "set": (
            (
                "Alle tragen die Nummer ihrer Zeile, von 1 bis {m}. Schließe mit den gewählten "
                "Nummern in \\boxed{{}}, durch Kommas getrennt."
            ),
            (
                "Schreibe die Nummern ihrer Zeilen, von 1 bis {m}, in \\boxed{{}}, durch Kommas "
                "getrennt."
            ),
        ),
    },
    must="Pflicht",
    yes="ja",
    no="nein",
    articles=("der", "die", "das", "den", "dem"),
    talk=(
        *("ist", "sind", "wird", "werden", "bleibt", "tritt", "auf", "gewürzt", "gestrichen"),
        *("gepflanzt", "verschickt"),
    ),
    around=("nummern", "nummer", "zeilen", "zeile", "und", "sowie"),
)
