"""How Spanish tells a tale: what is wished for stands in the subjunctive."""

from collections.abc import Callable, Sequence

from tasksynth_sat.tales.spanish_settings import SETTINGS
from tasksynth_sat.tales.tongue import Groups, Manner, Setting, Tongue

_FIRST = (
    "Ana Bruno Carmen Diego Elena Fermín Gloria Hugo Inés Jorge Lucía Manuel Nuria Óscar "
    "Pilar Rafael Sonia Tomás Úrsula Víctor Ximena Yago Zoe Adela Benito Clara Daniel "
    "Estela Félix Gema Héctor Julia"
)
_FAMILY = (
    "Alonso Blanco Castro Delgado Esteban Fuentes Gil Herrera Iglesias Jiménez Lozano "
    "Molina Navarro Ortega Pardo Quiroga Rojas Serrano Torres Vega Yáñez Zamora Arias "
    "Bravo"
)


def _listed(words: Sequence[str], last: str = "y") -> str:
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def _joined(groups: Groups, word: str, verb: Callable[[Manner, int], str]) -> str:
    """All things begin with an article, so neither `y` nor `o` ever changes its form."""
    comma = "," if sum(len(things) for things, _ in groups) > 2 else ""
    parts = (
        f"{_listed(things, word)} {verb(state, len(things))} {state.rest}".rstrip()
        for things, state in groups
    )
    return f"{comma} {word} ".join(parts)


def _some(groups: Groups, setting: Setting) -> str:
    return _joined(groups, "o", lambda state, _: state.verb.wished_one)


def _must(groups: Groups, setting: Setting) -> str:
    return _joined(groups, "o", lambda state, _: f"debe {state.verb.base}")


def _every(groups: Groups, setting: Setting) -> str:
    return _joined(
        groups, "y", lambda state, count: state.verb.one if count == 1 else state.verb.many
    )


def _every_wished(groups: Groups, setting: Setting) -> str:
    return _joined(
        groups,
        "y",
        lambda state, count: state.verb.wished_one if count == 1 else state.verb.wished_many,
    )


SPANISH = Tongue(
    settings=SETTINGS,
    first=tuple(_FIRST.split()),
    family=tuple(_FAMILY.split()),
    full_name="{first} {family}",
    listed=_listed,
    some={"some": _some, "must": _must},
    every={"every": _every, "wished": _every_wished},
    denials=("no",),
    contractions=((" a el ", " al "), (" de el ", " del ")),
    frames={
        "some": (
            "{p} quiere que {some}.",
            "{p} se conforma con que {some}.",
            "«A mí me basta con que {some}», dice {p}.",
            "Según {p}, {must}.",
            "{p} no pondrá pegas con tal de que {some}.",
            "«Procure que {some}», le pide {p} a {host}.",
        ),
        "if": (
            "«Si {every}, entonces {must}», dice {p}.",
            "{p} pide que {some} si {every}.",
            "{p} pone una condición: si {every}, {must}.",
            "{p} le dice a {host}: «Si {every}, {must}».",
        ),
        "never": (
            "{p} solo se molestará si {every}.",
            "«Cualquier cosa menos esta combinación: que {wished}», dice {p}.",
            "«Solo me quejaré si {every}», dice {p}.",
            "Hay una sola combinación que {p} no acepta: que {wished}.",
        ),
    },
    rules=(
        (
            "Los {m} {people} le han dicho a {host} qué les importa, una sola cosa cada cual. "
            "Quien consigue lo que pide, o se libra de lo que rechaza, queda satisfecho; los "
            "demás, no. La «o» nunca excluye que se cumplan ambas cosas, y una petición con «si» "
            "también se da por cumplida cuando su condición no se cumple."
        ),
        (
            "Primero {host} escucha a {m} {people}, y cada cual dice una sola cosa. Queda "
            "satisfecho aquel cuyas palabras se respetan, y los demás, no. Una «o» siempre deja "
            "lugar a ambas cosas, y un «si» no exige nada cuando su condición no se cumple."
        ),
    ),
    turns=(
        "Luego les toca a los siguientes.",
        "Tras una breve pausa, la ronda continúa.",
        "Otros llevan un buen rato esperando.",
        "Se acercan unos cuantos más.",
    ),
    space=" ",
    asks={
        "decision": (
            "¿Puede {host} satisfacer a todos?",
            "¿Existe una elección que satisfaga a los {m} {people}?",
        ),
        "assignment": (
            "¿Qué debe elegir {host} para que todos queden satisfechos?",
            "Encuentra una elección que satisfaga a los {m} {people}.",
        ),
        "maxsat": (
            (
                "Es imposible satisfacer a todos. Encuentra la elección con la que {host} "
                "satisfaga al mayor número posible de {people}."
            ),
            (
                "Haga lo que haga {host}, alguien quedará insatisfecho. Encuentra una elección que "
                "deje insatisfecho al menor número posible de {people}."
            ),
        ),
        "count": (
            "¿De cuántas maneras puede elegir {host} para que los {m} {people} queden satisfechos?",
            "¿Cuántas de las elecciones posibles no dejan a nadie insatisfecho?",
        ),
        "gambit": (
            (
                "Pero alguien se adelanta y decide sobre los {k} primeros de la lista ({first}). "
                "Sabiéndolo, {host} decide sobre todos los demás e intenta satisfacer a los {m} "
                "{people}. ¿Qué hay que decidir sobre esos {k} para que {host} no pueda lograrlo, "
                "elija lo que elija para el resto?"
            ),
            (
                "Antes de que {host} decida nada, puedes fijar los {k} primeros de la lista "
                "({first}). Hazlo de modo que después ninguna elección para el resto satisfaga a "
                "los {m} {people}."
            ),
        ),
        "weighted": (
            (
                "Es imposible satisfacer a todos. Las personas cuya línea termina en [obligatorio] "
                "han de quedar satisfechas; dejar insatisfecha a cualquiera de las demás le cuesta "
                "a {host} tantos puntos como indican los corchetes al final de su línea. Encuentra "
                "una elección que cueste el menor número posible de puntos."
            ),
            (
                "Al final de cada línea figura entre corchetes cuántos puntos pierde {host} si esa "
                "persona queda insatisfecha, y [obligatorio] si eso no debe ocurrir en ningún "
                "caso. ¿Con qué elección se pierden menos puntos?"
            ),
        ),
        "mcs.smallest": (
            (
                "Es imposible que {host} satisfaga a todos. Encuentra un grupo de {people}, el "
                "menor posible, sin el cual se pueda satisfacer a la vez a todos los demás."
            ),
            (
                "¿De qué {people}, los menos posibles, debe prescindir {host} para que haya una "
                "elección que satisfaga a todos los demás?"
            ),
        ),
        "mcs.minimal": (
            (
                "Es imposible que {host} satisfaga a todos. Encuentra un grupo de {people} sin el "
                "cual se pueda satisfacer a la vez a todos los demás, y del que no se pueda "
                "recuperar a nadie."
            ),
            (
                "¿De qué {people} debe prescindir {host} para que haya una elección que satisfaga "
                "a todos los demás? Nadie debe quedar fuera sin necesidad: si se recupera a uno "
                "cualquiera de ellos, ya no ha de ser posible."
            ),
        ),
        "mus.smallest": (
            (
                "Es imposible que {host} satisfaga a todos. Encuentra un grupo de {people}, el "
                "menor posible, a los que no se pueda satisfacer a la vez."
            ),
            (
                "Explica por qué {host} no lo puede lograr: nombra al menor número posible de "
                "{people} a los que no se pueda satisfacer a la vez."
            ),
        ),
        "mus.minimal": (
            (
                "Es imposible que {host} satisfaga a todos. Encuentra un grupo de {people} a los "
                "que no se pueda satisfacer a la vez, aunque sí en cuanto falte uno cualquiera de "
                "ellos."
            ),
            (
                "Explica por qué {host} no lo puede lograr: nombra a {people} a los que no se "
                "pueda satisfacer a la vez, y a ninguno sin necesidad: si falta uno cualquiera, "
                "se puede satisfacer al resto del grupo."
            ),
        ),
    },
    replies={
        "bit": (
            "Termina con \\boxed{{sí}} o \\boxed{{no}}.",
            "Escribe tu veredicto, sí o no, en \\boxed{{}}.",
        ),
        "values": (
            (
                "Termina con {n} cifras en \\boxed{{}}, una por cada elemento y en el orden en que "
                "se han enumerado {things}: 1 si es «{on}», 0 si es «{off}»."
            ),
            (
                "Escribe {n} cifras en \\boxed{{}}, siguiendo el orden en que se enumeran "
                "{things}: 1 significa «{on}» y 0, «{off}»."
            ),
        ),
        "number": (
            "Termina con el número exacto en \\boxed{{}}.",
            "Escribe la cantidad en \\boxed{{}}.",
        ),
        "moves": (
            (
                "Termina con {k} cifras en \\boxed{{}}, una por cada uno de los {k} primeros y en "
                "el orden de la lista: 1 si es «{on}», 0 si es «{off}»."
            ),
            (
                "Escribe {k} cifras en \\boxed{{}} para los {k} primeros, en el orden en que se "
                "enumeran: 1 significa «{on}» y 0, «{off}»."
            ),
        ),
        "set": (
            (
                "Cada cual lleva el número de su línea, del 1 al {m}. Termina con los números que "
                "elijas en \\boxed{{}}, separados por comas."
            ),
            (
                "Escribe los números de sus líneas, del 1 al {m}, en \\boxed{{}}, separados por "
                "comas."
            ),
        ),
    },
    must="obligatorio",
    yes="sí",
    no="no",
    articles=("el", "la", "los", "las", "al"),
    talk=(
        *("es", "está", "se", "prepara", "planta", "pinta", "queda", "actúa", "viaja", "de", "con"),
        *("en", "el"),
    ),
    around=("números", "número", "líneas", "línea", "los", "las", "y", "e"),
)
