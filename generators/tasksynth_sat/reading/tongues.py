"""How German, Spanish, French and Chinese say that something can be done, or cannot."""

import re

_DE_WAY = r"(?:lösung|wahl|belegung|auswahl)\w*"
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
    r"|(?<!不)可能[是会有不存可能]|如果|要是|假[设如]|倘若"
    r"|\b(?:wenn|falls|angenommen)\b|möglich, dass (?!alle|es alle)|\bposible que (?!todos)"
    r"|\bsi (?:el|la|los|las|se|hay|todos)\b"
)
"""Doubts, questions and restrictions."""

YES = "wahr verdadero cierto 真 对 是的 可以 能 能够 可行 存在 有 可能"
NO = "falsch falso ninguna 假 不是 无 没有"

_WHO = r"[^\W不没无非说如]{0,8}?"
_ALL = r"(?:让|使|同时|满足|所有|每个|人|大家|全部|全都|都|满意|要求|条件|全体|的)*"
_WAY = r"(?:安排|方案|选择|办法|解|解法|做法)?"
_CHINESE_YES = re.compile(
    rf"{_WHO}(?:(?:可以|能够?|可能){_ALL}(?:做到|实现)?|可行|做得到|有解|可满足"
    rf"|(?:存在|有)(?:着|这样|一种|满足|条件|可行|能够?|可以|的)*{_ALL}{_WAY})[的了]?"
)
_CHINESE_DENIAL = re.compile(
    rf"{_WHO}(?:不可能|不可以|不能够?|无法){_ALL}(?:做到|实现|存在)?(?:这样的)?{_WAY}[的了]?"
    rf"|{_WHO}(?:不行|不可行|无解|[做办]不到|不可满足|不是)[的了]?"
    rf"|{_WHO}(?:不存在|没有)(?:这样|任何|一种|哪种|满足|条件|可行|能够?|可以|的)*{_ALL}{_WAY}"
    rf"(?:能够?|可以)?{_ALL}"
    rf"|{_WHO}(?:存在|有|互相)?(?:矛盾|冲突)"
)
_LONGEST = 60
"""Characters of a phrase that somebody means as an answer; the patterns are slow on long ones."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
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


def chinese_claims(phrase: str) -> set[bool] | None:
    """What a phrase in Chinese claims, read from end to end; None for one in another language.

    Without spaces between words, a search finds `can` in too many of them.
    """
    if not _HAN.search(phrase):
        return None
    if len(phrase) > _LONGEST:
        return set()
    denied, affirmed = _CHINESE_DENIAL.fullmatch(phrase), _CHINESE_YES.fullmatch(phrase)
    return {False} if denied else {True} if affirmed else set()
