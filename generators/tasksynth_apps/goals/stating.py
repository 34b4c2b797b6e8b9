"""Whether a text in the agent's own words states a fact: it, and nothing made of it.

What stands around each place that names the fact is looked at, as far as its sentence goes: no
denial, alternative, doubt, comparison, sum or span. What people say beside a fact ("don't forget",
"no worries") is none of these.
"""

import re
from collections.abc import Iterable

from tasksynth.answers import Unreadable, check_meant
from tasksynth.answers.marks import Mark

MOST_PLACES = 30
"""At which a text may name its fact: nobody needs more, and each is looked at."""
_NEAR = 120
"""Characters before and behind a fact that are looked at."""
_SIGNS = str.maketrans(
    "\u2018\u2019\u201c\u201d\u00a0\u202f\u2010\u2011\u2212\u2013\u00d7", "''\"\"  ----x"
)
_SPEAKING = "let|tell|call|reply|write|contact|get|e-?mail|text|ask|send|give|drop|ring|phone"
_KNOWING = (
    "hear|heard|seen?|know|known|received?|got|get|noticed?|read|told|been told|aware|remember|met"
    "|spoken|spoke|replied|reply|answered|written|reached?|find|found|asked?"
)
_HARMLESS = re.compile(
    r"\b(?:(?:(?:do|does|did|should|must|need|would) ?(?:not|n't)|never|not(?: to)?|n't)"
    r" (?:please )?(?:forget|miss|worry|hesitate|be (?:late|afraid|alarmed|surprised)|mind|overlook"
    r"|reply|need|want to|only|just|least|exceed|(?:be |cost )?(?:more|later|higher|larger) than)"
    r"|(?:not|n't) (?:yet |already |been )*(?:sure|certain) (?:whether|if|that) (?:you|he|she|they)"
    rf"|(?:not|n't|never) (?:yet |already |have |been able to )*(?:{_KNOWING})\b"
    r"|no (?:more|later|higher|larger) than"
    r"|no (?:worry|worries|problem|need|rush|hurry|doubt|changes?|reply|action|further|other)"
    r"|(?:can't|cannot|can not) (?:wait|make|come|attend|join|be (?!right|correct|true|it|the)\w+)"
    r"|or,? in other words"
    rf"|or (?:{_SPEAKING}) (?:me|us|back|to|in|know))\b",
    re.IGNORECASE,
)
_MONEY = r"[€$£]|\b(?:EUR|USD|GBP|euros?|dollars?|pounds?)\b"
_CURRENCY = re.compile(rf"\A\s?(?:{_MONEY})", re.IGNORECASE)
_WEEKDAYS = r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
_SHORT = rf"(?:[\s\"'*_`(]|{_MONEY}|{_WEEKDAYS}|\b(?:the|on|exactly)\b)"
_LONG = rf"(?:{_SHORT}|,|\b(?:a|an|of|that|day|date|amount|sum|total|price|cost)\b)"
_BEING = (
    rf"(?:{_LONG}|\b(?:it|this|is|was|be|been|are|were|for|to|at|in|set|due|scheduled|planned|held"
    r"|going|really|actually)\b|'s)"
)
_COUNTED = r"(?:an?|one|two|three|four|five|six|seven|[0-9]{1,3})"
_BEFORE = re.compile(
    rf"(?:\b(?:no|without|minus|plus|times|except(?: for)?|excluding|nearly|almost|around"
    r"|(?<!you )(?<!ing )(?<!asked )about"
    rf"|approximately|approx\.?|roughly|circa|ca\.?|close to|near|over|under|above|below|beyond"
    rf"|exceed(?:s|ing)?|following|past|x|not|n't){_SHORT}{{0,9}}"
    rf"|\b(?:(?:more|less|higher|lower|larger|smaller|greater|later|earlier|sooner|other|rather"
    r"|anything) than|instead of|at least|apart from|save for|opposite of|far from|unlike|twice"
    r"|double|triple|half|halfway to|before|after|prior to|preceding|ahead of|forget|ignore"
    rf"|disregard|(?:any|every|each|no)\w*(?: \w+)?,? but|all(?: \w+)? but|(?:eve|week|weekend) of"
    rf"|{_COUNTED} (?:days?|weeks?|months?|years?) (?:from|off|away from)){_LONG}{{0,9}}"
    rf"|(?:\b(?:third|quarter|fifth|tenth|percent|per cent)|%) of{_LONG}{{0,9}}"
    rf"|\b(?:perhaps|maybe|possibly|probably|likely|presumably|supposedly|allegedly|either|neither"
    r"|nor|or|no longer|used to|would have|formerly|previously|originally|wrongly|falsely"
    r"|mistakenly|erroneously|never"
    r"|(?:might|may|could) (?:well |also )?(?:be|have been|fall|come)"
    r"|(?:if|unless|whether|assuming|suppose|imagine|pretend)(?: that)?(?: (?:it|this|that)"
    r"| the (?:day|date|amount|sum|price))? (?:is|was|were|be)"
    r"|(?:untrue|false|wrong|incorrect|deny|denies|doubt|pretend|lie|rumou?r) that)"
    rf"{_BEING}{{0,12}}"
    rf"|\bbetween\b[^.!?\n]{{1,60}}\band{_BEING}{{0,9}}"
    rf"|\bfrom (?:now|today|tomorrow|then|here|there)\b[^.!?\n]{{0,20}}\b(?:to|until|till|through)"
    rf"{_SHORT}{{0,4}})\Z",
    re.IGNORECASE,
)
"""Words that make something else of the fact that they stand right before."""
_TURNERS = (
    "no without minus plus times except excluding nearly almost around about approximately "
    "approx roughly circa ca close near over under above below beyond exceed exceeds exceeding "
    "following past x not t more less higher lower larger smaller greater later earlier sooner "
    "other rather anything instead least apart save opposite far unlike twice double triple "
    "half halfway before after prior preceding ahead forget ignore disregard but eve week "
    "weekend from off away third quarter fifth tenth percent cent of perhaps maybe possibly "
    "probably likely presumably supposedly allegedly either neither nor or longer used would "
    "formerly previously originally wrongly falsely mistakenly erroneously never might may "
    "could if unless whether assuming suppose imagine pretend untrue false wrong incorrect "
    "deny denies doubt lie rumor rumour between cannot nicht kein keine keinen pas jamais nunca"
)
_TURNING = frozenset(_TURNERS.split())
"""One of these is in whatever words turn a fact round: most sentences have none."""
_WORDS = re.compile(r"[a-z]+")
_SIGNED = re.compile(
    r"(?:(?:^|[^:.0-9])[0-9]{1,6}(?:[.,][0-9]{1,2})?(?:st|nd|rd|th)? ?%? ?(?:to|and|or|until|till"
    r"|through|x|[-—/&+·÷^]|\*{1,2}|\.{2,3}|…) ?(?:the |[€$£])?"
    r"|(?:[~≈≃≥≠±]|!=|<=?|(?<![-=\w])>=?)\s?[€$£]?"
    r"|-[€$£]?|[0-9] )\Z",
    re.IGNORECASE,
)
"""Signs and numbers that do."""
_UNBELIEVED = re.compile(
    r"(?:\bnot|n't|\bnever|\bcannot) (?:\w+ )?(?:think|believe|true|sure|certain|clear|expect|mean"
    r"|claim|say|suppose|correct|right|the case|so)\b[^.!?\n;:]{0,70}\Z",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|never|cannot|neither|nor|nicht|keine?n?|pas|jamais|nunca)\b|n't\b", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"[,;:()—]|\b(?:but|so|because|that|and|as|since|while|though|although|where|when|who|which|is"
    r"|was|are|comes|came|amounts|totals|will)\b",
    re.IGNORECASE,
)
"""Where a denial ends that stands before it: “not been paid is”, “could not come so”."""
_SENTENCE = re.compile(r"[.!?](?=\s)|[;:](?=\s)|\n")
_ASKED = re.compile(rf"\s*(?:(?:is|was|are|were|isn't|wasn't)\b.*|{_BEING}{{0,9}})", re.IGNORECASE)
_PRONOUN = (
    r"[\s,;.)*_\"'—-]{0,6}(?:(?:but|and|though|however|which|that|it|this"
    r"|the (?:day|date|amount|sum|price|meeting|event))\s+){0,3}"
)
_BEHIND = re.compile(
    rf"{_PRONOUN}(?:(?:is|was|has been|had been|were|got|gets)(?: (?:now|since|then|also|already"
    r"|just|later))? (?:cancell?ed|called off|postponed|withdrawn|revoked|wrong|incorrect|invalid"
    r"|false|untrue|a mistake|outdated|obsolete|no longer|off\b|taken back|rejected)"
    r"|(?:is|was)(?: not|n't) (?:the|a|correct|right|it|valid|true|my|our|your|going)\b"
    r"|(?:does|did|do|will)(?: not|n't) (?:apply|hold|stand|happen|take place|count)\b"
    r"|no longer\b)"
    r"|[\s,;()—-]{0,4}(?:(?:perhaps|maybe|possibly|probably|presumably)\b"
    r"(?! (?:you|we|i|they|he|she|there|a)\b)|or (?:so|thereabouts|more|less|later|earlier|not|none"
    rf"|another|any|some|the|an?|[0-9]|one|two|next|before|after|both)\b|give or take"
    r"|more or less|approximately|roughly|unless|i guess)"
    r"|[\s,;.()—-]{0,4}(?:i am |i'm )?not (?:sure|certain)\b(?! (?:whether|if|how|when|where|what"
    r"|who|why|about))",
    re.IGNORECASE,
)
_DAY_ON = re.compile(
    r"\s?(?:\+|[-—/] ?[0-9]{1,2}(?![0-9:.h]))"
    rf"|\s?,? ?(?:plus|minus) {_COUNTED}\b"
    r"|\s(?:to|until|till|through|and|&) (?:the )?[0-9]{1,2}(?:st|nd|rd|th)?(?![0-9:.]| ?[a-z])"
    r"|\sand (?:the )?(?:days?|weeks?|next|following|every|each)\b"
    rf"|\s?[,(]? ?{_COUNTED} (?:days?|weeks?|months?|years?) (?:later|earlier|before|after|prior)"
    r"\b(?! (?:than|as)\b)"
    r"|\s(?:until|till|through) (?:further|the|next)\b|\s?(?:exclusive|excluded)\b",
    re.IGNORECASE,
)
_AMOUNT_ON = re.compile(
    r"\s?(?:[%‰+]|(?:percent|per cent|cents?|ct|k|m|bn|thousand|million|hundred"
    r"|dozen|plus|minus|times|less|divided|multiplied|squared|doubled|halved|upwards|at least"
    r"|minimum)\b|(?:[-—x·÷/^]|\*{1,2}) ?[€$£]?[0-9]"
    r"|and (?:more|up|above|over)\b|(?:to|until|through|and) [€$£]?[0-9]{1,6}(?:[.,][0-9]{1,2})?"
    r"(?![0-9]| ?[a-z]))",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:forget|ignore|disregard) (?:it|that|this|them|the above)\b(?! (?:if|message|mail|e-?mail"
    r"|note|reminder|unless|when|in case)\b)|\b(?:just|only) (?:kidding|joking)\b",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(
    r"(?:\b(?:not|never|no|or|either|ignor(?:e|ing)|despite|except|other than|instead of)|n't)"
    r"(?: (?:by|because of|due to|under|the|for))* (?:rule )?\Z",
    re.IGNORECASE,
)
_RULED_ON = re.compile(
    r" (?:(?:does|do)(?: not|n't) (?:apply|forbid|matter|say)|or (?:another|some|any|none|not))\b",
    re.IGNORECASE,
)


def evened(text: str) -> str:
    """A text with one sign for all that mean the same."""
    return text.translate(_SIGNS)


def is_stated(text: str, places: Iterable[tuple[int, int]], *, amount: bool) -> bool:
    """Whether an evened text means what it says at these places, an amount or a day."""
    found = list(places)
    if not 0 < len(found) <= MOST_PLACES:
        return False
    if _TAKEN_BACK.search(text) and _TAKEN_BACK.search(_calm(text)):
        return False
    return all(_is_meant(text, start, end, amount=amount) for start, end in found)


def is_named(text: str, places: Iterable[tuple[int, int]]) -> bool:
    """Whether a text gives the rule that it names at these places."""
    return not any(
        _RULED_OUT.search(text, max(0, start - _NEAR), start) or _RULED_ON.match(text, end)
        for start, end in places
    )


def _calm(text: str) -> str:
    """The text without what is no denial, as long as it was."""
    return _HARMLESS.sub(lambda match: ";".ljust(len(match[0])), text)


def _is_meant(text: str, start: int, end: int, *, amount: bool) -> bool:
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    before, after = _SENTENCE.split(before)[-1], _calm(_CURRENCY.sub("", after))
    if not _TURNING.isdisjoint(_WORDS.findall(before.lower())):
        before = _calm(before)
        if _BEFORE.search(before) or _UNBELIEVED.search(before):
            return False
        if _DENIAL.search(_CLAUSE.split(before)[-1]):
            return False
    if _SIGNED.search(before):
        return False
    if _BEHIND.match(after) or (_AMOUNT_ON if amount else _DAY_ON).match(after):
        return False
    ends = _SENTENCE.search(f"{after} ")
    if ends and ends[0] == "?" and _ASKED.fullmatch(before):
        return False
    said = before + text[start:end]
    try:
        check_meant(said + after, Mark(len(before), len(said), text[start:end]))
    except Unreadable:
        return False
    return True
