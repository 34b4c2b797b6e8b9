"""What stands around a question, in each language: the database, the rules, the form of answers."""
# ruff: noqa: E501, RUF001 - a sentence a line, Chinese with its own punctuation

from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_sql.families.shared import ASKED
from tasksynth_sql.making.task import CAPTION, RULES
from tasksynth_sql.telling.tongues.tongue import Language


@dataclass(frozen=True)
class Frame:
    """The words of a prompt that are no part of its question."""

    database: str
    caption: str
    """Above the first `{rows}` rows of each table."""
    rules: str
    asked: str
    """The form of the answer, for `{engine}`."""
    parted: str = " "
    """What parts two sentences."""


FRAMES: Mapping[Language, Frame] = {
    "en": Frame("The database:", CAPTION, RULES, ASKED),
    "de": Frame(
        "Die Datenbank:",
        "Die ersten Zeilen (bis zu {rows}) jeder Tabelle:",
        "Gib genau die verlangten Spalten zurück, in beliebiger Reihenfolge der Spalten. Die Zeilen dürfen in beliebiger Reihenfolge kommen, außer wenn eine verlangt ist. Ein unbekannter Wert ist NULL; ein Vergleich mit NULL trifft auf keine Zeile zu; Summe, Durchschnitt, Minimum und Maximum über keinen Wert sind NULL.",
        "Antworte mit einer einzigen {engine}-Abfrage in einem ```sql-Block; der letzte solche Block zählt.",
    ),
    "es": Frame(
        "La base de datos:",
        "Las primeras filas (hasta {rows}) de cada tabla:",
        "Devuelve exactamente las columnas que se piden, en cualquier orden de columnas. Las filas pueden venir en cualquier orden, salvo que se pida uno. Un valor desconocido es NULL; una comparación con NULL no se cumple para ninguna fila; la suma, el promedio, el mínimo y el máximo de ningún valor son NULL.",
        "Responde con una sola consulta de {engine} en un bloque ```sql; cuenta el último bloque de este tipo.",
    ),
    "zh": Frame(
        "数据库：",
        "每张表的前几行（最多{rows}行）：",
        "只返回所要求的列，不多也不少，列的顺序任意。除非要求排序，行的顺序任意。未知的值为NULL；与NULL的比较对任何行都不成立；没有任何值时，总和、平均值、最小值和最大值为NULL。",
        "请在一个```sql代码块中用一条{engine}查询作答；如有多个这样的代码块，以最后一个为准。",
        parted="",
    ),
}
