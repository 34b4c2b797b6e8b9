"""Read whether a reply says "satisfiable" or "unsatisfiable"; contradictions are not read."""

import re

from tasksynth.answers import Form, Unreadable, plain, read_final
from tasksynth_sat.reading import tongues

_SAT = r"(?:satisfiable|sat|consistent|feasible|solvable|possible|satisfied|doable|achievable)"
_THING = r"(?:assignment|solution|model|valuation|way|choice|arrangement|setting|combination)s?"
_EXISTS = (
    r"(?: (?:is|are|can|could|will|that|which|to|exists?|works?|found|all|it|satisf\w+|possible))"
)
_NEGATIVE = re.compile(
    r"unsat(?:isfiab\w+|isfied)?\b|insatisf\w+|inconsistent|infeasible|unsolvable|impossible"
    r"|contradictory|contradiction|unerf\u00fcllbar"
    r"|(?:\bnot|\bnever|\bcannot|n't|\bnicht|\bno es|n'est pas|\bnon)(?: \w+){0,3}? "
    rf"(?:{_SAT}|satisfying|{_THING}|exist|passed|pleased|met|fulfilled|done|hold|true)\b"
    rf"{_EXISTS}{{0,5}}"
    rf"|\bno(?: \w+){{0,2}} {_THING}\b{_EXISTS}{{0,5}}|\bno such\b|\bnot be (?:satisfied|done)"
    rf"|\u4e0d\u53ef\u6ee1\u8db3|{tongues.NEGATIVE}"
    r"|\u043d\u0435\u0432\u044b\u043f\u043e\u043b\u043d\u0438\u043c\w*"
)
_POSITIVE = re.compile(
    rf"\b(?:{_SAT}|erf\u00fcllbar|satisfacible|satisfat\u00edvel|satisfaisable)\b"
    rf"|\b(?:there is|there exists|exists|has|have|found)(?: \w+){{0,3}} {_THING}\b"
    rf"|\b{_THING}(?: \w+){{0,2}} (?:exists?|works)\b"
    r"|\bcan (?:all )?be (?:satisfied|passed|pleased|met|fulfilled|done)\b"
    rf"|{tongues.POSITIVE}"
    r"|\b\u0432\u044b\u043f\u043e\u043b\u043d\u0438\u043c\w*"
)
_DENIED = re.compile(
    r"(?:\bnot|n't|\bnever)(?: \w+)? (?:unsat\w*|impossible|infeasible|inconsistent|contradict\w*)"
)
_NO_WORDS = "0 no false f n nope nein non nao n\u00e3o \u043d\u0435\u0442 \u5426 \u4e0d"
_NO = frozenset((*_NO_WORDS.split(), *tongues.NO.split()))
_YES_WORDS = "1 yes true t y yep yeah ja oui si s\u00ed sim \u0434\u0430 \u662f"
_YES = frozenset((*_YES_WORDS.split(), *tongues.YES.split()))
_KEY = re.compile(
    rf"(?:(?P<un>(?:is_)?unsat(?:isfiable)?)|answer|decision|verdict|result|(?:is_)?{_SAT}"
    r"|satisfiability)\s*(?: is|[:=])\s*(?P<value>\w+)"
)
_LEAD = re.compile(
    r"(?:(?:so|thus|hence|therefore|answer|verdict|decision|result|conclusion|s|the|final|my|is|it"
    r"|this|that)(?=\W|$)[\s:=,]*)+"
)
_PHRASE_END = re.compile(
    r"[,;.:()\[\]{}\n!]|\u2014|\s-\s|\b(?:because|since|as)\b"
    r"|\b(?:weil|denn|porque|ya que)\b|\u56e0\u4e3a|\u7531\u4e8e"
)
_HEDGE = re.compile(
    r"\b(?:or|either|maybe|perhaps|possibly|might|unsure|unknown|unclear|but|however|unless"
    rf"|almost|probably|likely|can't tell|cannot tell)\b|\?|{tongues.HEDGE}"
)
_NESTED = re.compile(r"[\s{(]*\[[\s{(]*\[")
_BITS = re.compile(r"\b[01]{3,}\b|=\s?[01]\b")
_WANTED = "want a decision, satisfiable or unsatisfiable"


def read_decision(answer: str, *, asked: Form | None = "boxed") -> bool:
    """Whether a reply says "satisfiable": SAT or UNSAT, 1 or 0, yes or no, or in a clause.

    Raises:
        Unreadable: for anything else, or where two parts of the answer disagree.
    """
    try:
        return read_final(answer, _decision, asked=asked)
    except Unreadable as e:
        raise e if str(e).startswith(_WANTED) else Unreadable(f"{_WANTED}: {e}") from e


def says_no(answer: str, *, asked: Form | None = "boxed") -> bool:
    """Whether a reply says "unsatisfiable" in words: not by a bare 0 or "no"."""
    try:
        return read_final(answer, _refusal, asked=asked)
    except Unreadable:
        return False


def says_unsatisfiable(text: str) -> bool:
    """Whether some text, such as a remark, says so in words."""
    said = text.lower()
    return bool(_NEGATIVE.search(said)) and not tongues.doubly_negated(said)


def _refusal(text: str) -> bool:
    if not says_unsatisfiable(plain(text)) or _decision(text):
        raise Unreadable(f"want the word UNSAT, got {text[:60]!r}")
    if _BITS.search(text):
        raise Unreadable(f"{text[:60]!r} says two things")
    return True


def _decision(text: str) -> bool:
    said = " ".join(plain(text.replace("\u2019", "'").replace("'t ", "\x03 ")).lower().split())
    said = said.replace("\x03", "'t")
    if _NESTED.match(said):
        raise Unreadable(f"{_WANTED}, got a list, {text[:60]!r}")
    said = said.strip(" .!{}[]()")
    said = _LEAD.sub("", said, count=1) if _LEAD.match(said) else said
    keyed = {
        (key["value"] in _YES) != bool(key["un"])
        for key in _KEY.finditer(said)
        if key["value"] in _YES or key["value"] in _NO
    }
    end = _PHRASE_END.search(said)
    first = (said[: end.start()] if end else said).strip()
    claims = keyed or _claims(first)
    if len(claims) != 1:
        raise Unreadable(f"{_WANTED}, got {text[:60]!r}")
    phrases = [] if keyed else [phrase.strip() for phrase in _PHRASE_END.split(said[len(first) :])]
    rest = {claim for phrase in phrases for claim in _claims(phrase)}
    numbers = any(phrase.isdigit() for phrase in phrases)
    if _HEDGE.search(said) or rest - claims or numbers:
        raise Unreadable(f"{_WANTED}; {text[:60]!r} says two things")
    return claims.pop()


def _claims(phrase: str) -> set[bool]:
    """What a phrase claims: satisfiable, unsatisfiable, nothing or both."""
    if phrase in _YES or phrase in _NO:
        return {phrase in _YES}
    if _DENIED.search(phrase) or tongues.doubly_negated(phrase):
        return {True, False}  # "not unsatisfiable": too clever to be paid
    chinese = tongues.chinese_claims(phrase)
    if chinese is not None:
        return chinese
    without, denials = _NEGATIVE.subn(" ", phrase)
    return ({False} if denials else set()) | ({True} if _POSITIVE.search(without) else set())
