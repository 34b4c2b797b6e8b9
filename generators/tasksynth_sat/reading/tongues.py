"""How German, Spanish, French and Chinese say that something can be done, or cannot."""

import re

_DE_WAY = r"(?:lösung|wahl|belegung|möglichkeit|auswahl|entscheidung)\w*"
_ES_WAY = r"(?:solución|elección|asignación|manera|forma|opción|modo)"
_REST = r"[^,.;:()\n]*"
"""In Chinese what is denied comes last."""

NEGATIVE = "|".join(
    (
        r"un(?:möglich|erfüllbar|lösbar)\w*|widerspr\w+",
        r"\bnicht(?: \w+){0,3}? (?:möglich|erfüllbar|lösbar|machbar|zufrieden|recht)",
        rf"\bkeine?(?: \w+){{0,2}}? {_DE_WAY}|\bgeht(?: \w+)? nicht\b",
        r"\bimposible|\binsoluble|contradicci\w+",
        r"\bno(?: \w+){0,3}? (?:posible|factible|satisfacible|existe\w*|puede\w*|satisfacer)\b",
        rf"\bno hay(?: \w+){{0,2}}? {_ES_WAY}|\b(?:ninguna?|sin)(?: \w+)? {_ES_WAY}",
        r"n'existe pas|n'y a pas|\baucune? (?:solution|choix)",
        rf"不(?:可能|可以|能|行|可行|存在|是){_REST}",
        rf"没有{_REST}|无(?:解|法){_REST}|[做办]不到",
        rf"(?:存在|有)?(?:矛盾|冲突){_REST}",
    )
)
"""Nothing of these is left when a phrase is read for what it affirms."""
POSITIVE = "|".join(
    (
        r"\b(?:möglich|lösbar|machbar)\b|\b(?:es|das) geht\b(?! um)",
        rf"\bes gibt(?: \w+){{0,3}}? {_DE_WAY}|\bkann(?: \w+){{0,4}}? (?:recht machen|zufrieden)",
        r"\b(?:posible|factible|existe)\b|\bse puede\b|\bpuede\w* (?:satisfacer|complacer)",
        rf"\bhay(?: \w+){{0,2}}? {_ES_WAY}",
        r"可能|可以|可行|能|存在|有解|做得到",
        r"有(?:这样|一种|办法|可行)",
    )
)
HEDGE = (
    r"\b(?:oder|aber|vielleicht|möglicherweise|wahrscheinlich|eventuell|vermutlich|nur|fast)\b"
    r"|\b(?:pero|quizás?|tal vez|posiblemente|probablemente|puede que|s[oó]lo|casi)\b"
    r"|\b(?:einige|teilweise|algunos|seguro|sicher)\b|\b[ou] (?:no|sí|im\w+|in\w+)\b|sí o\b"
    r"|也许|或|大概|似乎|好像|应该|但|还是"
    r"|吗|是否|[能可]否|部分|只能|多数"
    r"|能不能|可不可|是不是|有没有"
    r"|无法[判确]|不[知清确一]"
    r"|(?<!不)可能[是会有不存可能]"
)
"""Doubts, questions and restrictions."""

YES = "wahr verdadero cierto 真 对 是的 可以 能 能够 可行 存在 有 可能"
NO = "falsch falso ninguna 假 不是 无 没有"

_CHINESE_NO = re.compile(r"[不没无非]|矛盾|冲突")
_GERMAN_NO = re.compile(
    r"\b(?:nicht|keine?[nrms]?|niemand|nie|ohne|un(?:möglich|erfüllbar|lösbar)\w*)\b"
    r"|widerspr|unzufrieden"
)
_SPANISH_NO = re.compile(r"\b(?:no|sin|nadie|nunca|tampoco|ningún|ninguna?)\b")
_SPANISH_BAD = re.compile(r"\bimposible|\binsatisf|\binsoluble|contradicci|incompatib")


def doubly_negated(phrase: str) -> bool:
    """Whether a phrase denies twice: nobody should have to work out what it says.

    Spanish says `no existe ninguna` and denies once.
    """
    spanish = bool(_SPANISH_NO.search(phrase)) + len(_SPANISH_BAD.findall(phrase))
    return max(spanish, *(len(p.findall(phrase)) for p in (_CHINESE_NO, _GERMAN_NO))) > 1
