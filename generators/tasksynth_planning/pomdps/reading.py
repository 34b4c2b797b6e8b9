"""Read what is to be pressed after which colours, and what that is worth."""

import json
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from tasksynth.answers import Unreadable, normalized, plain, read_final, unlisted
from tasksynth.answers.numbers import lone_member, number_in
from tasksynth_planning.pomdps.models import History, Policy, Pomdp, worth
from tasksynth_planning.pomdps.telling import BUTTONS, COLOURS, START

_TALK = frozenset([
    "start", "beginning", "begin", "first", "initially", "initial", "at", "the", "in", "then",
    "next", "if", "when", "see", "seen", "seeing", "shows", "show", "showed", "shown",
    "lamp", "lamps", "light", "lights", "colour", "colours", "color", "colors", "press", "presses",
    "pressed", "button", "buttons", "nothing", "none", "empty", "history", "histories", "and",
    "is", "was", "were", "has", "have", "been", "you", "i", "followed", "by", "policy", "plan",
    "so", "far", "second", "third", "fourth", "choose", "action", "do", "observation",
    "observations", "observed", "sequence", "answer", "root", "it", "an",
])  # fmt: skip
"""Words that change nothing."""
_STEP = re.compile(
    r"\b(?:press|step|turn|time|action|t)\s*(?:no\.?\s*)?[#=_]?\s*\d{1,2}\b", re.IGNORECASE
)
_NESTED = re.compile(rf"(?:{'|'.join(COLOURS)}|\b[A-Da-d])\b[^A-Za-z{{}}]{{0,9}}\{{", re.IGNORECASE)
_ARTICLE = re.compile(rf"(?<=[a-z] )a(?= (?:{'|'.join(COLOURS)}|lamp|light|press|colou?r)\b)")
"""As in “after a red lamp”; after a colon, it is a button."""
_REMARK = re.compile(
    r"(?m)(?<=\b[A-Da-d])[ \t*_`]{0,4}(?:\([^()\n]{1,100}\)|(?:#|//)[^\n]{1,100})[ \t.]*$"
)
"""Behind a line's button, in brackets or as a comment."""
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_HEADING = re.compile(
    r"(?mi)^[ \t#*_>-]{0,9}\(?after[ \t]+(?:one|two|three|four|[1-4])[ \t]+"
    r"(?:colou?r|lamp|light|press|observation)(?:e?s)?\)?[ \t:.*_]{0,9}$"
)
"""Above the rows of one length; they say themselves how long they are."""
_BEGIN_WITH = re.compile(r"(?<=\bstart|\bbegin)[ \t]+with\b", re.IGNORECASE)
_BESIDE = re.compile(r"(?:[ \t,()>\u2192-]|then)*")
"""Between colours of one row."""
_OTHERWISE = re.compile(
    r"(?:[\n;.]|,(?=\s*[\"']))[\s*_`\"'>-]{0,9}(?:otherwise|else|default|(?:in )?all other cases|"
    r"(?:any|every|all|everything|anything) (?:others?|else))[\s*_`\"':,=>\u2192-]{0,9}"
    r"(?:press )?(?:button )?[a-d][\s*_`\"'.}]{0,9}\Z",
    re.IGNORECASE,
)
"""As the last line: what is to be pressed where nothing was said before."""
_PRESS = frozenset(("press", "button", "action", "start", "first", "choose", "do"))
_BRANCHES = frozenset(("next", "then", "after", "if", "when", "children", "lamp", "colours"))
_WRAPPERS = frozenset(("policy", "plan", "tree", "root", "start"))
"""Keys of trees: of a button, of what comes after it, and around the whole tree."""
_LIT = str.maketrans({"\U0001f534": " red ", "\U0001f7e2": " green ", "\U0001f535": " blue "})
"""Coloured discs."""
_MOST = 400
"""Histories of a policy that are read."""
_TREE_MOST = 20_000
"""Characters of a tree that is read."""
_LATEX = re.compile(r"(-?)\s*\\[dt]?frac\s*\{\s*(-?[\d,]{1,30})\s*\}\s*\{\s*(\d[\d,]{0,30})\s*\}")
_FRACTION = re.compile(
    r"(?P<sign>[-+\u2212]?)\s*(?:(?P<whole>\d{1,20})\s+)?(?P<top>\d{1,30})\s*/\s*"
    r"(?P<bottom>\d{1,30})\s*(?:coins?)?\s*\.?"
)
_BRACKETED = re.compile(r"\(\s{0,3}(\d{1,30})\s{0,3}\)\s{0,3}/\s{0,3}\(\s{0,3}(\d{1,30})\s{0,3}\)")
_ROUNDED = re.compile(
    r"\s{0,9}\((?:about|approx(?:\.|imate|imately)?|exact(?:ly)?|(?:in )?coins|rounded(?: (?:up|"
    r"down|to \w{1,5}(?: decimal)? (?:decimals?|digits?|places?|figures?)))?)\)"
    r"(?=[\s.$*]{0,9}\Z)",
    re.IGNORECASE,
)
"""A remark behind a number that gives no other."""
_DECIMAL = re.compile(r"[-+]?\d{1,20}\.\d{13,60}")
"""More digits than a number has elsewhere."""
_LEAD = re.compile(
    r"(?:(?:the|value|most|best|optimal|optimum|expected|expectation|coins|total|answer|is|it|v|"
    r"in|all|of|number|that|can|be)\b[\s.:]{0,3}|\*|[()]){0,12}",
    re.IGNORECASE,
)


_SCIENTIFIC = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?[eE][-+]?\d{1,2}")
_SYMBOL = re.compile(
    r"\s*(?:(?:the|value|most|best|optimal|maximal|maximum|expected|total|answer|coins|number|of|"
    r"reward|return|payoff|is|it|so)\b[\s:]*)*(?:[EVv][\w*^{}\[\]()]{0,20})?\s*",
    re.IGNORECASE,
)
"""What stands before a sign of equality, and is no number."""
_SUM = re.compile(
    r"[\d.\s()]*\d\s*(?:[+*\u00b7\u00d7-]|\\(?:cdot|times))[-\d.\s()+*\u00b7\u00d7/]*"
)
"""Numbers that are yet to be added up or multiplied."""


def read_policy(answer: str, machine: Pomdp) -> Policy:
    """The button that an answer presses after each history.

    Raises:
        Unreadable: if a word is not known, or two buttons are named for one history.
    """
    return read_final(answer, lambda text: _policy(text, machine), asked="tag")


def _policy(text: str, machine: Pomdp) -> Policy:
    if _NESTED.search(text):
        return _tree(text, machine)
    said = _OTHERWISE.sub("", text)
    policy = _rows(said, machine)
    if () not in policy:  # as in what stands below the last of several headings
        raise Unreadable(f"nothing is pressed at the {START}")
    if said != text:
        try:
            worth(machine, policy)
        except KeyError:
            raise Unreadable("want a line for each row of colours, not one for all else") from None
    return policy


def _rows(text: str, machine: Pomdp) -> Policy:
    text = _REMARK.sub(lambda m: _kept(m[0], machine), text.translate(_LIT))
    text = _HEADING.sub(" ", _BEGIN_WITH.sub("", unlisted(plain(text))))
    text = _ARTICLE.sub(" ", _STEP.sub(" ", text))
    policy: Policy = {}
    shown: list[int] = []
    beside, end = True, 0
    buttons, names = BUTTONS[: machine.buttons], _names(machine)
    for word in _TOKEN.finditer(text):
        low = word[0].lower()
        if len(low) == 1 and low.upper() in buttons:
            if len(shown) != machine.presses or not beside:  # no press is after that many
                _add(policy, tuple(shown), buttons.index(low.upper()), machine)
            shown = []
        elif low in names or (len(low) <= machine.presses and names.keys() >= set(low)):
            beside = not shown or (beside and bool(_BESIDE.fullmatch(text, end, word.start())))
            shown += [names[one] for one in ([low] if low in names else low)]
            end = word.end()
        elif low == "after" and shown:
            raise Unreadable("colours are written oldest first, as in red, green")
        elif low not in _TALK and low != "after":
            raise Unreadable(f"{word[0][:30]!r} is neither a colour nor a button")
    if shown or not policy:
        raise Unreadable("want a button after the colours of each line")
    return policy


def _names(machine: Pomdp) -> dict[str, int]:
    """Colours by name, and by their initials unless buttons have one of those."""
    colours = COLOURS[: machine.colours]
    names = {colour: at for at, colour in enumerate(colours)}
    initials = {colour[0]: at for at, colour in enumerate(colours)}
    buttons = set(BUTTONS[: machine.buttons].lower())
    return names if buttons & initials.keys() else names | initials


def _tree(text: str, machine: Pomdp) -> Policy:
    """The policy that a JSON object is whose objects are within one another."""
    policy: Policy = {}
    try:
        text = text if '"' in text else text.replace("'", '"')
        node = json.loads(text[:_TREE_MOST], object_pairs_hook=_TreeNode)
        while isinstance(node, _TreeNode) and len(node) == 1 and node[0][0].lower() in _WRAPPERS:
            node = node[0][1]
        for shown, button in _presses(node, (), machine):
            if len(shown) != machine.presses:
                _add(policy, shown, button, machine)
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        raise Unreadable("want a line for each row of colours, not one within another") from None
    return policy


class _TreeNode(list[tuple[str, Any]]):
    """The members of a JSON object, also those that have one name."""


def _presses(node: Any, shown: History, machine: Pomdp) -> Iterator[tuple[History, int]]:
    """The presses of a tree.

    Raises:
        ValueError: if it is none.
    """
    if node is None:
        return
    if isinstance(node, str):
        yield shown, list(BUTTONS[: machine.buttons]).index(node.strip().upper())
        return
    if not isinstance(node, _TreeNode) or len(shown) > machine.presses:
        raise ValueError("no tree")
    for key, value in node:
        name = key.strip().lower()
        if name in COLOURS[: machine.colours]:
            yield from _presses(value, (*shown, COLOURS.index(name)), machine)
        elif name in (_PRESS if isinstance(value, str) else _BRANCHES):
            yield from _presses(value, shown, machine)
        else:
            raise ValueError("no tree")


def _kept(remark: str, machine: Pomdp) -> str:
    """A remark, if it names a colour or a button or doubts something; else nothing."""
    known = {*COLOURS, *BUTTONS[: machine.buttons].lower(), "or", "not", "maybe", "perhaps"}
    return remark if known & {word.lower() for word in _TOKEN.findall(remark)} else ""


def _add(policy: Policy, shown: History, button: int, machine: Pomdp) -> None:
    if len(shown) >= machine.presses or len(policy) >= _MOST:
        raise Unreadable(f"there is no press after {len(shown)} colours")
    if policy.setdefault(shown, button) != button:
        said = ", ".join(COLOURS[one] for one in shown) or "the start"
        raise Unreadable(f"two buttons are named for {said}")


def read_value(answer: str) -> Fraction:
    """The number of coins that an answer gives: a fraction, a decimal, or both if they agree.

    Raises:
        Unreadable: if it gives none, or several.
    """
    return read_final(answer, _value, asked="tag")


def _value(text: str) -> Fraction:
    if len(text) > 400:
        raise Unreadable("want one number")
    text = _LATEX.sub(r"\1 \2/\3 ", normalized(lone_member(text)))
    text = _ROUNDED.sub("", _BRACKETED.sub(r"\1/\2", text))
    first, *others = re.split(r"[=\u2248]|\\approx", plain(text))
    if others and not _SYMBOL.fullmatch(first):
        others.insert(0, first)
    numbers = [_number(part) for part in others or [first] if not _SUM.fullmatch(part)]
    if not numbers or max(numbers) - min(numbers) > Fraction(1, 500):
        raise Unreadable(f"want one number, got {text[:40]!r}")
    return numbers[-1]


def _number(text: str) -> Fraction:
    lead = _LEAD.match(text.strip())
    rest = text.strip()[lead.end() if lead else 0 :].strip(" ()").rstrip(".\u2026")
    if _SCIENTIFIC.fullmatch(rest) or _DECIMAL.fullmatch(rest):
        return Fraction(rest)
    found = _FRACTION.fullmatch(rest.replace(",", ""))
    if found is None:
        return Fraction(str(number_in(rest)))
    bottom = int(found["bottom"])
    if not bottom:
        raise Unreadable("a fraction has 0 below its line")
    value = int(found["whole"] or 0) + Fraction(int(found["top"]), bottom)
    return -value if found["sign"] in ("-", "\u2212") else value
