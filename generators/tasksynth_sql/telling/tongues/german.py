"""The exact German."""
# ruff: noqa: E501 - a sentence a line

from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.telling.grammar import Joints
from tasksynth_sql.telling.tongues import german_nouns
from tasksynth_sql.telling.tongues.tongue import Conditions, Measures, SqlTongue, WideWords
from tasksynth_sql.telling.tongues.vocabulary import Vocabulary, read_nouns


@dataclass(frozen=True)
class GermanNoun:
    """A noun with its article, and its forms."""

    article: str
    one: str
    genitive: str
    many: str

    @property
    def oblique(self) -> str:
        """The accusative and dative: other than the nominative in the weak declension."""
        if self.article == "der" and self.one.endswith("e") and self.genitive.endswith("en"):
            return self.genitive
        return self.genitive if self.genitive.endswith(("enten", "oten")) else self.one

    def of(self, adjectives: tuple[str, ...] = ()) -> str:
        """The genitive: `des vorherigen Preises`."""
        article = "der" if self.article == "die" else "des"
        return " ".join([article, *(f"{adjective}en" for adjective in adjectives), self.genitive])


def _noun(said: str) -> GermanNoun:
    """`der Kunde, Kunden / Kunden`; what is left out is as the nominative."""
    words, _, many = said.partition(" / ")
    nominative, _, genitive = words.partition(", ")
    article, one = nominative.split(" ", 1)
    return GermanNoun(article, one, genitive or one, many)


WORDS = Vocabulary(
    read_nouns(german_nouns.TABLES, _noun),
    read_nouns(german_nouns.ROLES, _noun),
    read_nouns(german_nouns.COLUMNS, _noun),
    german_nouns.ADJECTIVES,
)
_ACCUSATIVE = {"der": "den", "die": "die", "das": "das"}
_A = {"der": "einen", "die": "eine", "das": "ein"}
_THIS = {"der": "Dieser", "die": "Diese", "das": "Dieses"}
_STRONG = {"der": "er", "die": "e", "das": "es"}


def _nouns(table: Table) -> Mapping[str, str]:
    noun = WORDS.table(table)
    return {
        "one": noun.one,
        "many": noun.many,
        "a": f"{_A[noun.article]} {noun.oblique}",
        "the": f"{_ACCUSATIVE[noun.article]} {noun.oblique}",
        "this": f"{_THIS[noun.article]} {noun.one}",
    }


def _attribute(world: World, table: Table, attr: Attr, form: str) -> str:
    """`das Alter des Werbers`; as `of` the genitive, as `label` in quotes without an article."""
    english, noun = WORDS.column(world, table, attr)
    adjectives = tuple(german_nouns.ADJECTIVES[word] for word in english)
    roles = [role.of() for role in reversed([*WORDS.roles_of(world, table, attr)])]
    if form == "of":
        return " ".join([noun.of(adjectives), *roles])
    if form == "label":
        named = [*(word + _STRONG[noun.article] for word in adjectives), noun.one, *roles]
        return f"„{' '.join(named)}“"
    return " ".join([noun.article, *(f"{word}e" for word in adjectives), noun.one, *roles])


def _role(table: Table, ref: Column) -> str:
    noun = WORDS.role(table, ref)
    return f"{noun.article} {noun.one}"


def _measures(feminine: str, masculine: str, neuter: str) -> Measures:
    """Aggregates in the case of these articles."""
    return Measures(
        count=(f"{feminine} Anzahl der <root:many>", f"{feminine} Zahl der <root:many>"),
        different=(
            f"{feminine} Anzahl der verschiedenen bekannten Werte {{attr:of}}",
            f"{feminine} Zahl der verschiedenen bekannten Werte {{attr:of}}",
        ),
        functions={
            "sum": [f"{feminine} Summe", f"{feminine} Gesamtsumme"],
            "avg": [f"{masculine} Durchschnitt", f"{masculine} Mittelwert"],
            "min": [f"{neuter} Minimum"],
            "max": [f"{neuter} Maximum"],
        },
        of_all="{function} {attr:of}",
        of_known="{function} der bekannten Werte {attr:of}",
    )


_EXACTLY = {
    "=": ["genau", "gleich"],
    "<>": ["bekannt, aber nicht", "bekannt und ungleich"],
}
_CONDITIONS = Conditions(
    compare="bei denen {attr} {op} {value} ist",
    comparisons={
        "number": {
            ">=": ["mindestens", "nicht kleiner als"],
            ">": ["größer als"],
            "<=": ["höchstens", "nicht größer als"],
            "<": ["kleiner als"],
            **_EXACTLY,
        },
        "date": {
            ">=": ["nicht früher als", "gleich oder später als"],
            ">": ["später als"],
            "<=": ["nicht später als", "gleich oder früher als"],
            "<": ["früher als"],
            **_EXACTLY,
        },
        "text": _EXACTLY,
    },
    between=(
        "bei denen {attr} zwischen {low} und {high} (jeweils einschließlich) liegt",
        "bei denen {attr} im Bereich von {low} bis einschließlich {high} liegt",
    ),
    one_of=(
        "bei denen {attr} einer der Werte {values} ist",
        "bei denen {attr} entweder {values} ist",
    ),
    known=("bei denen {attr} {known} ist",),
    knowns={True: ["bekannt", "nicht NULL"], False: ["unbekannt", "NULL"]},
    against="bei denen {attr} {op} {function} dieser Angabe über die ganze Tabelle der <root:many>{scope} ist",
    whole={"avg": ["der Durchschnitt"], "min": ["das Minimum"], "max": ["das Maximum"]},
    scope=" (nur Zeilen mit demselben bekannten Wert von {label})",
    has_none=(
        "zu denen es keine <child:many> gibt{tests}",
        "zu denen keinerlei <child:many> vorliegen{tests}",
    ),
    has_one=(
        "zu denen es mindestens <child:a> gibt{tests}",
        "zu denen es wenigstens <child:a> gibt{tests}",
    ),
    has_many=(
        "zu denen es mindestens {at_least} <child:many> gibt{tests}",
        "zu denen es {at_least} oder mehr <child:many> gibt{tests}",
    ),
    counting=" (gezählt werden nur solche, {})",
    where=", {tests},",
    all_of=Joints(", ", " und "),
    any_of=Joints(", ", " oder "),
)
_EACH = "je <root:one> eine Zeile, Wiederholungen eingeschlossen"
_BANDS = "'high' ab {high}, sonst 'middle' ab {low}, sonst 'low'"
_UNKNOWN = "; 'unknown', wo der Wert NULL ist"
_WIDE = WideWords(
    banded=(
        f"Zeige für alle <root:many>{{where}} {{outputs:label}} sowie eine Einstufung von {{attr:label}}: {_BANDS}; {_EACH}.",
        f"Stufe für alle <root:many>{{where}} {{attr:label}} ein: {_BANDS}. Zeige {{outputs:label}} sowie diese Einstufung; {_EACH}.",
    ),
    banded_nullable=(
        f"Zeige für alle <root:many>{{where}} {{outputs:label}} sowie eine Einstufung von {{attr:label}}: {_BANDS}{_UNKNOWN}; {_EACH}.",
        f"Stufe für alle <root:many>{{where}} {{attr:label}} ein: {_BANDS}{_UNKNOWN}. Zeige {{outputs:label}} sowie diese Einstufung; {_EACH}.",
    ),
    named=(
        f"Nimm alle <root:many>, bei denen {{attr}} {{at}} {{text}} enthält, ohne Groß- und Kleinschreibung zu unterscheiden. Zeige für diese <root:many>{{where}} {{outputs:label}}; {_EACH}.",
    ),
    places={"start": ["am Anfang"], "end": ["am Ende"], "anywhere": ["irgendwo"]},
    share=(
        "Betrachte alle <root:many>{where} und berechne den Prozentsatz (von 0 bis 100, nicht gerundet) derer, {of}; NULL, wenn es überhaupt keine gibt.",
    ),
    calendar=(
        "Gruppiere alle <root:many>{where} nach dem {period} des bekannten Werts von {date:label}; zeige für jede Gruppe diesen Text sowie {measure:object}.",
        "Zeige über alle <root:many>{where} je {period} des bekannten Werts von {date:label} diesen Text sowie {measure:object}.",
    ),
    periods={
        "year": ["Jahr (als Text wie '2021')"],
        "month": ["Monat (als Text wie '2021-07')"],
    },
    pivot=(
        "Gruppiere alle <root:many>{where} nach dem bekannten Wert von {by:label}; zeige für jede Gruppe diesen Wert sowie, in je einer eigenen Spalte für {values}, die Anzahl der <root:many> mit diesem Wert von {column:label}, oder 0.",
    ),
    running=(
        "Ordne innerhalb jedes bekannten Werts von {within:label} alle <root:many>{where} nach dem bekannten Wert von {key:label} {descending}, bei gleichem Wert nach ID vom niedrigsten zum höchsten Wert. Zeige je <root:one> {outputs:label} sowie von {attr:label} {figure}.",
    ),
    figures={
        "total": ["die Summe der bekannten Werte bis zu dieser Zeile einschließlich"],
        "previous": ["den Wert aus der Zeile unmittelbar davor (NULL bei der ersten)"],
    },
    pairs=(
        "Bilde über alle <root:many>{where} Paare mit demselben bekannten Wert von {same:label}, jedes Paar einmal; zeige {label:label} aus der Zeile mit der niedrigeren ID und aus der anderen.",
    ),
    streaks=(
        "Nimm für alle <root:many>{where} die verschiedenen bekannten Werte von {attr:label}, getrennt nach jedem bekannten Wert von {by:label}. Zeige jeden Wert, nach dem getrennt ist, sowie die Länge der längsten Folge von Werten, die ohne Lücke aufeinander folgen (2019, 2020, 2021: Länge 3).",
    ),
    gaps=(
        "Liste jede ganze Zahl von {low} bis einschließlich {high} auf, die unter den Werten von {attr:label} aller <root:many> nicht vorkommt, jede einmal.",
        "Welche ganzen Zahlen von {low} bis einschließlich {high} kommen unter den Werten von {attr:label} aller <root:many> nicht vor? Liste jede einmal auf.",
    ),
)
GERMAN = SqlTongue(
    nouns=_nouns,
    attribute=_attribute,
    role=_role,
    conditions=_CONDITIONS,
    measures={
        "": _measures("die", "der", "das"),
        "object": _measures("die", "den", "das"),
        "to": _measures("der", "dem", "dem"),
    },
    values=Joints(", ", " oder "),
    listed=Joints(", ", " und "),
    directions={
        False: ["aufsteigend", "vom niedrigsten zum höchsten Wert"],
        True: ["absteigend", "vom höchsten zum niedrigsten Wert"],
    },
    sort=" Sortiere nach {}.",
    by_measure="{by:to} {descending}",
    by_attribute="{by:label} {descending}",
    then=Joints(", ", ", dann nach "),
    first=" Behalte nur die ersten {} Zeilen.",
    first_one=" Behalte nur die erste Zeile.",
    left_out=" Zeilen, denen ein hier nötiger Verweis fehlt, werden weggelassen.",
    kept=" Zeilen, denen ein hier nötiger Verweis fehlt, bleiben erhalten, mit NULL in dessen Spalten.",
    each=(
        "Zeige für alle <root:many>{where} {outputs:label}; je <root:one> eine Zeile, Wiederholungen eingeschlossen.{sort}{limit}",
        "Gib für alle <root:many>{where} {outputs:label} aus, eine Zeile je <root:one>, auch wenn sich Zeilen wiederholen.{sort}{limit}",
    ),
    once=(
        "Liste für alle <root:many>{where} die verschiedenen Kombinationen von {outputs:label} auf, jede nur einmal.",
        "Welche verschiedenen Kombinationen von {outputs:label} gibt es, wenn man alle <root:many>{where} betrachtet? Liste jede nur einmal auf.",
    ),
    summary=(
        "Berechne über alle <root:many>{where} {measures:object}.",
        "Ermittle für alle <root:many>{where} zusammen {measures:object}.",
    ),
    groups=(
        "Gruppiere alle <root:many>{where} nach {by:label}{known}; zeige für jede Gruppe, wonach gruppiert ist, sowie {measures:object}.{having}{sort}{limit}",
        "Bilde über alle <root:many>{where} eine Gruppe je verschiedener Kombination von {by:label}{known}; zeige diese Kombination sowie {measures:object}.{having}{sort}{limit}",
    ),
    group_values={True: [" (nur bekannte Werte)"], False: [" (NULL zählt als Wert)"]},
    having="{measure} {op} {value} ist",
    only_groups=" Behalte nur Gruppen, bei denen {}.",
    child_number=(
        "Zeige für alle <root:many> (je ID eine Zeile), auch für solche ohne <child:many>, {outputs:label} sowie die Anzahl ihrer <child:many>{tests}.",
        "Gib {outputs:label} sowie die Anzahl ihrer <child:many>{tests} für alle <root:many> an (je ID eine Zeile), auch für solche ohne <child:many>.",
    ),
    child_figure=(
        "Zeige für alle <root:many> (je ID eine Zeile) {outputs:label} sowie {measure:object} über ihre <child:many>{tests}; NULL, wo es keine gibt.",
        "Gib {outputs:label} sowie {measure:object} über ihre <child:many>{tests} für alle <root:many> an (je ID eine Zeile), NULL, wo es keine gibt.",
    ),
    side="die bekannten Werte von {attr:label} für alle <root:many>{where}",
    combine={
        "union": (
            "Nimm {left} einerseits und {right} andererseits. Liste alle Werte auf, die in mindestens einer der beiden Mengen vorkommen, jeden nur einmal.",
            "Vereinige {left} einerseits und {right} andererseits. Liste jeden Wert nur einmal auf.",
        ),
        "intersect": (
            "Nimm {left} einerseits und {right} andererseits. Liste alle Werte auf, die in beiden Mengen vorkommen, jeden nur einmal.",
            "Vergleiche {left} einerseits und {right} andererseits. Liste jeden gemeinsamen Wert nur einmal auf.",
        ),
        "except": (
            "Nimm {left} einerseits und {right} andererseits. Liste alle Werte auf, die in der ersten, aber nicht in der zweiten Menge vorkommen, jeden nur einmal.",
            "Vergleiche {left} einerseits und {right} andererseits. Liste jeden Wert, den nur die erste Menge enthält, nur einmal auf.",
        ),
    },
    ranked=(
        "Bilde innerhalb jedes bekannten Werts von {within:label} eine Rangliste: Ordne dazu alle <root:many>{where} nach dem bekannten Wert von {by:label} {descending}; {dense}. Zeige {outputs:label} sowie den Rang, für Ränge bis {top}.",
        "Ordne alle <root:many>{where} nach dem bekannten Wert von {by:label} {descending}, getrennt nach jedem bekannten Wert von {within:label}, und vergib Ränge; {dense}. Zeige bis Rang {top} {outputs:label} sowie den Rang.",
    ),
    dense={
        False: ["gleiche Werte teilen sich einen Rang, und die Ränge danach werden übersprungen"],
        True: ["gleiche Werte teilen sich einen Rang, und kein Rang wird übersprungen"],
    },
    totals=(
        "Berechne für jeden bekannten Wert von {by:label} über alle <root:many>{where} {measure:object}. Liste jeden solchen Wert mit seiner Zahl auf, wenn die Zahl über dem Durchschnitt dieser Zahlen liegt.",
    ),
    tree=(
        "Nimm <root:the> mit der ID {start}, in Tiefe 0, und dann Schritt für Schritt, jeweils eine Tiefe weiter, alle <root:many>, bei denen <ref> schon genommen ist. {included} Zeige für all diese <root:many>{where} {outputs:label} sowie die Tiefe.",
    ),
    included={
        True: ["<root:this> selbst zählt mit."],
        False: ["<root:this> selbst zählt nicht mit."],
    },
    wide=_WIDE,
)
