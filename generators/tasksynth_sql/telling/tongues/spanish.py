"""The exact Spanish."""
# ruff: noqa: E501 - a sentence a line

from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_sql.databases.world import Attr, Column, Table, World
from tasksynth_sql.telling.grammar import Joints
from tasksynth_sql.telling.tongues import spanish_nouns
from tasksynth_sql.telling.tongues.tongue import Conditions, Measures, SqlTongue, WideWords
from tasksynth_sql.telling.tongues.vocabulary import Vocabulary, read_nouns


@dataclass(frozen=True)
class SpanishNoun:
    """A noun with its article."""

    article: str
    one: str
    many: str

    @property
    def feminine(self) -> bool:
        """Its gender."""
        return self.article == "la"

    @property
    def of(self) -> str:
        """`del precio`."""
        return f"de la {self.one}" if self.feminine else f"del {self.one}"


def _noun(said: str) -> SpanishNoun:
    """`el cliente / clientes`."""
    words, _, many = said.partition(" / ")
    article, one = words.split(" ", 1)
    return SpanishNoun(article, one, many)


WORDS = Vocabulary(
    read_nouns(spanish_nouns.TABLES, _noun),
    read_nouns(spanish_nouns.ROLES, _noun),
    read_nouns(spanish_nouns.COLUMNS, _noun),
    spanish_nouns.ADJECTIVES,
)


def _nouns(table: Table) -> Mapping[str, str]:
    noun = WORDS.table(table)
    los, o = ("las", "a") if noun.feminine else ("los", "o")
    return {
        "one": noun.one,
        "many": noun.many,
        "all": f"tod{o}s {los} {noun.many}",
        "which": f"{los} que",
        "those": f"aquell{o}s",
        "a": f"una {noun.one}" if noun.feminine else f"un {noun.one}",
        "the": f"{noun.article} {noun.one}",
        "each": f"cada un{o} de {los} {noun.many}",
        "this": f"{noun.article.title()} {noun.one}",
        "these": f"tod{o}s est{o}s {noun.many}",
    }


def _attribute(world: World, table: Table, attr: Attr, form: str) -> str:
    """`la edad del cliente`; as `of` with "de" before it, as `label` in quotes."""
    english, noun = WORDS.column(world, table, attr)
    adjectives = [spanish_nouns.ADJECTIVES[word][noun.feminine] for word in english]
    roles = [role.of for role in reversed([*WORDS.roles_of(world, table, attr)])]
    if form == "of":
        return " ".join([noun.of, *adjectives, *roles])
    if form == "label":
        return f"«{' '.join([noun.one, *adjectives, *roles])}»"
    return " ".join([noun.article, noun.one, *adjectives, *roles])


def _role(table: Table, ref: Column) -> str:
    noun = WORDS.role(table, ref)
    return f"cuya {noun.one}" if noun.feminine else f"cuyo {noun.one}"


_EXACTLY = {
    "=": ["es exactamente", "es igual a"],
    "<>": ["consta y no es", "consta y difiere de"],
}
_CONDITIONS = Conditions(
    compare="en <root:which> {attr} {op} {value}",
    comparisons={
        "number": {
            ">=": ["es mayor o igual que", "es como mínimo"],
            ">": ["es mayor que", "es superior a"],
            "<=": ["es menor o igual que", "es como máximo"],
            "<": ["es menor que", "es inferior a"],
            **_EXACTLY,
        },
        "date": {
            ">=": ["es igual o posterior a", "no es anterior a"],
            ">": ["es posterior a", "es más reciente que"],
            "<=": ["es igual o anterior a", "no es posterior a"],
            "<": ["es anterior a", "es más antigua que"],
            **_EXACTLY,
        },
        "text": _EXACTLY,
    },
    between=(
        "en <root:which> {attr} está entre {low} y {high} (ambos incluidos)",
        "en <root:which> {attr} está en el intervalo de {low} a {high} (extremos incluidos)",
    ),
    one_of=(
        "en <root:which> {attr} es uno de los valores {values}",
        "en <root:which> {attr} es o bien {values}",
    ),
    known=("en <root:which> {attr} {known}",),
    knowns={True: ["consta", "no es NULL"], False: ["no consta", "es NULL"]},
    against="en <root:which> {attr} {op} su {function} en toda la tabla de <root:many>{scope}",
    whole={"avg": ["promedio"], "min": ["valor mínimo"], "max": ["valor máximo"]},
    scope=" (solo las filas con el mismo valor conocido de {label})",
    has_none=("que no tienen <child:many>{tests}", "sin <child:many>{tests}"),
    has_one=(
        "que tienen al menos <child:a>{tests}",
        "que tienen <child:a> o más{tests}",
    ),
    has_many=(
        "que tienen al menos {at_least} <child:many>{tests}",
        "con {at_least} <child:many> o más{tests}",
    ),
    counting=" (contando solo <child:those> {})",
    where=" {tests}",
    all_of=Joints(", ", " y "),
    any_of=Joints(", ", " o "),
)
_MEASURES = Measures(
    count=("el número de <root:many>", "la cantidad de <root:many>"),
    different=(
        "el número de valores distintos conocidos {attr:of}",
        "la cantidad de valores distintos conocidos {attr:of}",
    ),
    functions={
        "sum": ["la suma", "el total"],
        "avg": ["el promedio", "la media"],
        "min": ["el mínimo"],
        "max": ["el máximo"],
    },
    of_all="{function} {attr:of}",
    of_known="{function} de los valores conocidos {attr:of}",
)
_EACH = "una fila por <root:one>, repeticiones incluidas"
_BANDS = "una etiqueta para {attr}: 'high' desde {high}, si no 'middle' desde {low}, si no 'low'"
_UNKNOWN = ", y 'unknown' donde es NULL"
_WIDE = WideWords(
    banded=(
        f"Para <root:all>{{where}}, muestra {{outputs:label}}, así como {_BANDS}; {_EACH}.",
        f"Muestra, para <root:all>{{where}}, {{outputs:label}}, así como {_BANDS}; {_EACH}.",
    ),
    banded_nullable=(
        f"Para <root:all>{{where}}, muestra {{outputs:label}}, así como {_BANDS}{_UNKNOWN}; {_EACH}.",
        f"Muestra, para <root:all>{{where}}, {{outputs:label}}, así como {_BANDS}{_UNKNOWN}; {_EACH}.",
    ),
    named=(
        f"Toma <root:all> en <root:which> {{attr}} {{at}} {{text}}, sin distinguir mayúsculas de minúsculas. De <root:these>{{where}}, muestra {{outputs:label}}; {_EACH}.",
    ),
    places={"start": ["empieza por"], "end": ["termina en"], "anywhere": ["contiene"]},
    share=(
        "De <root:all>{where}, calcula qué porcentaje, de 0 a 100 y sin redondear, son <root:many> {of}; NULL si no hay nada que contar.",
        "Sobre <root:all>{where}, calcula el porcentaje (de 0 a 100, sin redondear) de <root:many> {of}, o NULL si no hay nada que contar.",
    ),
    calendar=(
        "Agrupa por el {period} del valor conocido de {date:label} <root:all>{where}; de cada grupo, muestra ese texto, así como {measure}.",
        "Para cada {period} del valor conocido de {date:label} entre <root:all>{where}, muestra ese texto, así como {measure}.",
    ),
    periods={
        "year": ["año (un texto como '2021')"],
        "month": ["mes (un texto como '2021-07')"],
    },
    pivot=(
        "Para cada valor conocido de {by:label} entre <root:all>{where}, muestra ese valor y, en una columna para cada uno de los valores {values}, el número de <root:many> con ese valor de {column:label}, o 0.",
    ),
    running=(
        "Dentro de cada valor conocido de {within:label}, ordena según el valor conocido de {key:label} {descending}, y en caso de empate por ID de menor a mayor, <root:all>{where}. De cada fila, muestra {outputs:label}, así como, de {attr:label}, {figure}.",
    ),
    figures={
        "total": ["la suma de los valores conocidos hasta esa fila inclusive"],
        "previous": ["el valor de la fila justo anterior (NULL para la primera)"],
    },
    pairs=(
        "Forma parejas con el mismo valor conocido de {same:label} entre <root:all>{where}, cada pareja una sola vez; muestra {label:label} de la fila con el ID menor y de la otra.",
    ),
    streaks=(
        "Toma los distintos valores conocidos de {attr:label} entre <root:all>{where}, por separado para cada valor conocido de {by:label}. Muestra cada valor de este último, así como la longitud de su serie más larga de valores que se siguen sin hueco (2019, 2020, 2021: longitud 3).",
    ),
    gaps=(
        "Enumera los números enteros desde {low} hasta {high} inclusive que no aparecen como {attr:label} en la tabla de <root:many>, cada uno una sola vez.",
        "¿Qué números enteros desde {low} hasta {high} inclusive no aparecen como {attr:label} en la tabla de <root:many>? Enumera cada uno una sola vez.",
    ),
)
SPANISH = SqlTongue(
    nouns=_nouns,
    attribute=_attribute,
    role=_role,
    conditions=_CONDITIONS,
    measures={"": _MEASURES},
    values=Joints(", ", " o ", r"'H?[Oo]|8|11\b", " u "),
    listed=Joints(", ", " y ", "[«'][iI]", " e "),
    directions={
        False: ["en orden ascendente", "de menor a mayor"],
        True: ["en orden descendente", "de mayor a menor"],
    },
    sort=" Ordena por {}.",
    by_measure="{by} {descending}",
    by_attribute="{by:label} {descending}",
    then=Joints(", ", "; después, por "),
    first=" Conserva solo las primeras {} filas.",
    first_one=" Conserva solo la primera fila.",
    left_out=" Se omiten las filas a las que les falta una referencia necesaria aquí.",
    kept=" Las filas a las que les falta una referencia necesaria aquí se conservan, con NULL en las columnas de esta.",
    each=(
        "Para <root:all>{where}, muestra {outputs:label}; una fila por <root:one>, repeticiones incluidas.{sort}{limit}",
        "Muestra {outputs:label} de <root:all>{where}; una fila por <root:one>, aunque haya filas repetidas.{sort}{limit}",
    ),
    once=(
        "Para <root:all>{where}, enumera las distintas combinaciones de {outputs:label}, cada una solo una vez.",
        "Enumera las distintas combinaciones de {outputs:label} que hay entre <root:all>{where}, cada una solo una vez.",
    ),
    summary=(
        "Sobre <root:all>{where}, calcula {measures}.",
        "Calcula {measures}, sobre <root:all>{where}.",
    ),
    groups=(
        "Para cada combinación distinta de {by:label}{known} entre <root:all>{where}, muestra esa combinación, así como {measures}.{having}{sort}{limit}",
        "Agrupa por {by:label}{known} <root:all>{where}; de cada grupo, muestra los valores por los que se agrupa, así como {measures}.{having}{sort}{limit}",
    ),
    group_values={True: [" (solo valores conocidos)"], False: [" (NULL cuenta como un valor)"]},
    having="{measure} {op} {value}",
    only_groups=" Conserva solo los grupos en los que {}.",
    child_number=(
        "Para <root:each> (por ID), también si no tiene <child:many>, muestra {outputs:label}, así como el número de sus <child:many>{tests}.",
        "Muestra {outputs:label}, así como el número de sus <child:many>{tests} para <root:each> (por ID), también si no tiene <child:many>.",
    ),
    child_figure=(
        "Para <root:each> (por ID), muestra {outputs:label}, así como {measure} de sus <child:many>{tests}, o NULL donde no haya.",
        "Muestra {outputs:label}, así como {measure} de sus <child:many>{tests}, o NULL donde no haya, para <root:each> (por ID).",
    ),
    side="los valores conocidos de {attr:label} de <root:all>{where}",
    combine={
        "union": (
            "Toma, por un lado, {left} y, por otro, {right}. Enumera los valores que están en al menos uno de los dos conjuntos, cada valor solo una vez.",
            "Reúne, por un lado, {left} y, por otro, {right}. Enumera cada valor solo una vez.",
        ),
        "intersect": (
            "Toma, por un lado, {left} y, por otro, {right}. Enumera los valores que están en ambos conjuntos, cada valor solo una vez.",
            "Compara, por un lado, {left} y, por otro, {right}. Enumera cada valor común solo una vez.",
        ),
        "except": (
            "Toma, por un lado, {left} y, por otro, {right}. Enumera los valores que están en el primer conjunto y no en el segundo, cada valor solo una vez.",
            "Compara, por un lado, {left} y, por otro, {right}. Enumera cada valor que solo está en el primer conjunto, una sola vez.",
        ),
    },
    ranked=(
        "Dentro de cada valor conocido de {within:label}, clasifica según el valor conocido de {by:label} {descending} <root:all>{where}; {dense}. Muestra {outputs:label}, además del puesto, hasta el puesto {top}.",
        "Clasifica según el valor conocido de {by:label} {descending} <root:all>{where}, por separado dentro de cada valor conocido de {within:label}; {dense}. Hasta el puesto {top}, muestra {outputs:label}, además del puesto.",
    ),
    dense={
        False: ["los valores iguales comparten puesto y los puestos siguientes se saltan"],
        True: ["los valores iguales comparten puesto y no se salta ningún puesto"],
    },
    totals=(
        "Para cada valor conocido de {by:label}, calcula {measure} sobre <root:all>{where}. Enumera cada uno de esos valores con su cifra si esta supera el promedio de esas cifras.",
    ),
    tree=(
        "Toma <root:the> con ID {start}, a profundidad 0, y después, a un nivel más de profundidad cada vez, <root:all> <ref> ya se ha tomado. {included} De <root:these>{where}, muestra {outputs:label}, además de la profundidad.",
    ),
    included={
        True: ["<root:this> inicial también cuenta."],
        False: ["<root:this> inicial no cuenta."],
    },
    wide=_WIDE,
)
