"""Read the passages of text.relation by words that tell relations, knowing none of its phrases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Found = frozenset[tuple[str, str, str, int]]
"""First, relation, second, and the number of the sentence."""


@dataclass(frozen=True)
class _Words:
    """Words of a language that tell relations, ends, what is only said, and who comes first."""

    headings: tuple[str, str, str]
    pronouns: dict[str, str]
    wrong: str
    other: str
    """What a correction says that it is not."""
    clause: str
    """How a clause after a name begins."""
    relations: dict[tuple[str, str], dict[str, str]]
    over: str
    unso: str
    second_first: str
    """Of a sentence that names the second of a relation first."""
    second_in_clause: str


_ENGLISH = _Words(
    headings=("People", "Companies", "Towns"),
    pronouns={"She": "person", "He": "person", "The company": "company", "The town": "town"},
    wrong=r"Sentence (\d+) is mistaken: it (?:is|was) (.*)",
    other=r", and not (?:in )?[^,]+, ",
    clause="who|which|to whom|by whom|where|a |the ",
    relations={
        ("person", "company"): {
            "founded": r"found|set .+ up|beginnings",
            "runs": r"\brun|\bhead\b|\bled\b|in charge|took charge|charge of",
            "works for": r"\bwork|employ|\bjob\b|payroll|wages|hired|clerk|notice at|dismissed"
            r"|staff",
            "owns": r"\bown|belong|property|\bshare\b|bought|buy\b|sold|inherited|hands|auction"
            r"|price",
        },
        ("person", "town"): {"lives in": r"\blive|\bhome\b|moved|moving|a house|for good"},
        ("company", "town"): {"based in": r"\bseat\b|headquarters|based"},
        ("company", "company"): {"supplies": r"suppl|customer|goods|buys nothing|an offer"},
        ("person", "person"): {
            "taught": r"taught|teach|pupil|lessons|learned",
            "married to": r"married|marry|\bwed|husband|wife|divorced",
            "child of": r"\bson\b|daughter|father|mother|child",
        },
    },
    over=(
        r"no longer|any more|never been named|gave up|stepped down|voted out|notice at|dismissed"
        r"|lost|for good|divorced|stopped"
    ),
    unso=(
        r"never|\bnot\b|is no customer|would|means to|[Ss]ome (?:say|think|claim)|People say"
        r"|turned down|refused|might|hopes|without success|declined|Rumour|thought|dreams|\bno\b"
        r"|was to|called off|whispered|take .+ for|used to wish|pretended|falsely|had meant|talked"
        r"|plans|Word has it|nothing"
    ),
    second_first=(
        r"is the (?:father|mother) of|has a (?:son|daughter)|whose (?:son|daughter) is"
        r"|^\S+ \S+, the (?:father|mother)|was a pupil of|who was a pupil|learned|took lessons|buys"
        r"|a customer of|became a customer|is supplied by|^#\d+# whom|would have liked"
    ),
    # “whose father is …” and “a daughter of …” say whose child the first is.
    second_in_clause=(
        r"whose (?:son|daughter)|the (?:father|mother) of|whom|who was a pupil"
        r"|which is supplied by|a customer of"
    ),
)
_GERMAN = _Words(
    headings=("Personen", "Unternehmen", "Städte"),
    pronouns={"Sie": "person", "Er": "person", "Das Unternehmen": "company", "Die Stadt": "town"},
    wrong=r"Satz (\d+) ist falsch: (.*)",
    other=r" und nicht (?:in )?\S+(?: \S+)?(?= (?:besitzt|leitet|hat|wohnt) ) ",
    clause="der |die |das |dessen |deren |dem |bei |von |an |zu |wo |ein |eine ",
    relations={
        ("person", "company"): {
            "founded": r"[Gg]ründ|ins Leben|Anfänge",
            "runs": r"\bleite|geleitet|Leitung|Chef|Spitze",
            "works for": r"arbeit|beschäftigt|Stelle|Gehalt|Lohn|stellte?\b|[a-z]gestellt|kündigte"
            r"|entließ|Belegschaft",
            "owns": r"[Bb]esitz|gehört|Eigent|Anteil|kauf|erbte|ersteiger|angeboten",
        },
        ("person", "town"): {"lives in": r"[Ww]ohn|Zuhause|\bzog\b|ziehen|einem Haus|verließ"},
        ("company", "town"): {"based in": r"Sitz|Zentrale"},
        ("company", "company"): {"supplies": r"liefer|Waren|Kunde|kauft nichts|Angebot"},
        ("person", "person"): {
            "taught": r"[Uu]nterricht|Schüler|Handwerk|gelernt|Lehrer",
            "married to": r"heirate|Heirat|Ehe[mf]|getraut|scheiden",
            "child of": r"Sohn|Tochter|Vater|Mutter|Kind",
        },
    },
    over=(
        r"nicht mehr|nie genannt|\bgab (?!sich)|zurück\.|abgewählt|kündigte|entließ|verlor"
        r"|für immer|scheiden|hörte auf|nichts mehr"
    ),
    unso=(
        r"\bnie\b|\bnicht\b|\bkein|\bhätte|hat vor|[Mm]anche|Leute sagen|lehnte|Absage|vielleicht"
        r"|hofft|ohne Erfolg|würde|Gerücht|dachte|träumt|wäre|war nein|sollte|munkelt|halten .+ für"
        r"|wünschte|gab sich|fälschlich|wollen|sprach davon|plant|heißt|Angebot|könnte|\bnichts\b"
        r"|aber|manchmal"
    ),
    second_first=(
        r"ist (?:der Vater|die Mutter) von|hat (?:einen Sohn|eine Tochter)|Schüler(?:in)? von|lern"
        r"|nahm Unterricht|\bkauft|Kunde von|wird von .* beliefert|gern als Lehrer"
    ),
    second_in_clause=(
        r"(?:dessen|deren) (?:Sohn|Tochter)|(?:der Vater|die Mutter) von"
        r"|(?:der|die) bei .* Unterricht"
        r"|.* Schüler(?:in)? von|das von .* beliefert|ein Kunde von"
    ),
)

_SPANISH = _Words(
    headings=("Personas", "Empresas", "Ciudades"),
    pronouns={"Ella": "person", "Él": "person", "La empresa": "company", "La ciudad": "town"},
    wrong=r"La frase (\d+) es errónea: (?:es|fue) (.*)",
    other=r", y no (?:en )?[^,]+, ",
    clause="que |a quien |cuy|entre cuy|donde |el |la |hijo |hija |cliente ",
    relations={
        ("person", "company"): {
            "founded": r"fund|en marcha|comienzos",
            "runs": r"dirig|direc(?:tor|ción)|al frente|riendas",
            "works for": r"trabaj|emple|nómina|sueldo|contrat|renuncia|despidió|plantilla",
            "owns": r"pose|pertene|dueñ|propiedad|accion|compr|vend|hered|manos|subasta|ofrecida",
        },
        ("person", "town"): {"lives in": r"\bviv|hogar|\bcasa\b|residencia|\bmud"},
        ("company", "town"): {"based in": r"sede|central"},
        ("company", "company"): {"supplies": r"abaste|mercanc|cliente|compra nada|oferta"},
        ("person", "person"): {
            "taught": r"clases?\b|alumn|oficio|aprend|profesor",
            "married to": r"casad|casó|casar|espos|matrimonio|divorci",
            "child of": r"\bhij|padre|madre",
        },
    },
    over=r"\bya no|nunca se ha sabido|cedió|dejó|perdió|renuncia|despidió|divorci",
    unso=(
        r"nunca|\bno\b|habría|en nada|[Aa]lgunos|intención|rechaz|podría|espera|sin éxito"
        r"|trabajaría|rumorea|pensó|sueña|sería|gente dice|iba a|murmura|[Mm]uchos|deseaba|fingió"
        r"|falsamente|había querido|habló|previsto|querría|Se dice"
    ),
    second_first=(
        r"es (?:el padre|la madre) de|tiene (?:un hijo|una hija)|fue alumn|aprendi|tomó clases"
        r"|\bcompra|cliente de|es abastecida|habría querido"
    ),
    second_in_clause=(
        r"cuyo hijo|cuya hija|(?:el padre|la madre) de|a quien .* clases|que fue alumn"
        r"|que es abastecida|cliente de"
    ),
)

_FRENCH = _Words(
    headings=("Personnes", "Entreprises", "Villes"),
    pronouns={"Elle": "person", "Il": "person", "L'entreprise": "company", "La ville": "town"},
    wrong=r"La phrase (\d+) est erronée : c'est (.*)",
    other=r", et non (?:à )?[^,]+, ",
    clause="qui |que |qu'|à qui |dont |où |le |la |un |une |cliente ",
    relations={
        ("person", "company"): {
            "founded": r"fond|sur pied|débuts",
            "runs": r"dirig|direct|à sa tête|à la tête",
            "works for": r"travail|emplo|personnel|salaire|engag|démission|licenci",
            "owns": r"poss|apparten|appartien|propri|parts|ach[eè]t|vend|hérit|mains|acquis|prix",
        },
        ("person", "town"): {"lives in": r"habit|domicile|résidence|déménag|maison"},
        ("company", "town"): {"based in": r"siège|bureaux"},
        ("company", "company"): {"supplies": r"approvision|marchandis|client|plus rien|offre"},
        ("person", "person"): {
            "taught": r"\bcours\b|élève|métier|appris|professeur",
            "married to": r"\bmari|femme|épous|divorc",
            "child of": r"\bfils\b|\bfille|père|mère",
        },
    },
    over=r"n'\S+ plus|\bplus (?:dirig|mari|rien|le )|révélé|cédé|quitté|perdu|démission|licenci"
    r"|divorcé|abandonné|cessé",
    unso=(
        r"jamais|\bpas\b|aurait|ne s'est fait|[Cc]ertains|\bcompte\b|refus|espère|sans succès"
        r"|déclinée|travaillerait|bruit court|a pensé|rêve|serait|gens disent|été non|devait"
        r"|murmure|[Bb]eaucoup|souhaitait|prétendu|n'a rien|faussement|avait voulu|a parlé|prévoit"
        r"|aimerait|sans suite|raconte|pourrait"
    ),
    second_first=(
        r"est (?:le père|la mère) d|a (?:un fils|une fille)|été l'élève|a appris|a pris des cours"
        r"|ach[eè]te|cliente d|est approvisionnée|aurait voulu"
    ),
    second_in_clause=(
        r"dont (?:le fils|la fille)|(?:le père|la mère) d|à qui .* cours|qui a été l'élève"
        r"|qui est approvisionnée|cliente d"
    ),
)


@dataclass
class _Passage:
    words: _Words
    sorts: dict[str, str]
    she: dict[str, bool]
    held: dict[tuple[str, str, str], int] = field(default_factory=dict)
    last: list[str] = field(default_factory=list)


def relations(prompt: str) -> Found:
    """What holds at the end of the passage of a prompt, read sentence by sentence."""
    tongues = (_ENGLISH, _GERMAN, _SPANISH, _FRENCH)
    words = next(one for one in tongues if prompt.startswith(f"{one.headings[0]}:"))
    passage = _Passage(words, {}, {})
    for sort, label in zip(("person", "company", "town"), words.headings, strict=True):
        (names,) = re.findall(rf"^{label}: (.*)\.$", prompt, re.MULTILINE)
        for name in names.split(", "):
            bare = name.split(" (")[0]
            passage.sorts[bare] = sort
            passage.she[bare] = name.endswith(("(she)", "(sie)", "(ella)", "(elle)"))
    (told,) = re.findall(r"^\[1\] .*$", prompt, re.MULTILINE)
    for number, text in re.findall(r"\[(\d+)\] (.*?)(?= \[\d+\] |$)", told):
        _read(passage, int(number), text)
    return frozenset((h, r, t, i) for (r, h, t), i in passage.held.items())


def _read(passage: _Passage, number: int, text: str) -> None:
    words = passage.words
    named = [name for name in passage.sorts if name in text]
    for word, sort in words.pronouns.items():
        if text.startswith(f"{word} "):
            text = _meant(passage, text, word, sort)
    passage.last = [name for name in passage.sorts if name in text] or named
    if mistaken := re.match(words.wrong, text):
        passage.held = {k: i for k, i in passage.held.items() if i != int(mistaken[1])}
        _statement(passage, number, re.sub(words.other, " ", mistaken[2]), sure=True)
        return
    for statement, sure in _statements(passage, text):
        _statement(passage, number, statement, sure=sure)


def _meant(passage: _Passage, text: str, word: str, sort: str) -> str:
    (name,) = (one for one in passage.last if passage.sorts[one] == sort)
    return name + text[len(word) :]


def _statements(passage: _Passage, text: str) -> Iterator[tuple[str, bool]]:
    """The main statement, and what a clause after its first name says."""
    first = min(passage.sorts, key=lambda name: text.find(name) if name in text else len(text))
    clause = re.match(rf"{re.escape(first)}, ((?:{passage.words.clause}).*?),", text)
    if not clause:
        yield text, False
        return
    yield text.replace(f", {clause[1]},", "", 1), False
    yield f"{first} # {clause[1]}", True


def _statement(passage: _Passage, number: int, text: str, *, sure: bool) -> None:
    named = sorted((text.find(name), name) for name in passage.sorts if name in text)
    if len(named) != 2:
        return
    (_, one), (_, other) = named
    pair, words = (passage.sorts[one], passage.sorts[other]), passage.words
    turned = pair not in words.relations
    told = words.relations[pair[::-1] if turned else pair]
    relation = next((name for name, word in told.items() if re.search(word, text)), None)
    if relation is None:
        return
    head, tail = (other, one) if turned else (one, other)
    if pair[0] == pair[1] and _second_first(words, text, one):
        head, tail = tail, head
    if relation == "married to":
        head, tail = sorted((head, tail))
    key = (relation, head, tail)
    over = re.search(words.over, text)
    if not sure and over and key in passage.held:
        del passage.held[key]
    elif sure or not (over or re.search(words.unso, text)):
        _begin(passage, key, number)


def _second_first(words: _Words, text: str, one: str) -> bool:
    """Whether the first that is named is the second of a relation between two of a sort."""
    if text.startswith(f"{one} # "):
        return bool(re.match(words.second_in_clause, text.split(" # ")[1]))
    return bool(re.search(words.second_first, text))


def _begin(passage: _Passage, key: tuple[str, str, str], number: int) -> None:
    relation, head, tail = key
    for one in list(passage.held):
        if one[0] != relation:
            continue
        same_head = one[1] == head and relation in ("runs", "works for", "lives in", "based in")
        same_tail = one[2] == tail and relation in ("runs", "owns")
        if same_head or same_tail:
            del passage.held[one]
    passage.held[key] = number
