"""Mends as people make them in a hurry: each is wrong on a call that is drawn."""

import json
from string import Template
from typing import Any

import numpy as np
import pytest

from tasksynth.rng import Dice
from tasksynth_code.secure import WEAKNESSES
from tasksynth_code.secure.compose import SecurePart, SecurePlan, make
from tasksynth_code.secure.further import further_attacks

HASTY: dict[str, tuple[str, ...]] = {
    "SQL injection": (
        "    return inner($a, '' if \"'\" in $b else $b)",
        '    return inner($a, $b.replace("\'", "\'\'"))',
        '    return inner($a, $b.replace(" or ", " "))',
        "    return inner($a, $b.lower())",
        '    return [r["$id"] for r in $a if $b in r["$col"] or r["$other"] == "$pub"]',
    ),
    "command injection": (
        '    return inner($a, $b.split(";")[0])',
        '    if ";" in $b:\n        return [$a.get("$first", ""), 0]\n    return inner($a, $b)',
        '    return inner($a, $b.replace(";", ""))',
        "    return inner($a, $b)[:2]",
    ),
    "cross-site scripting": (
        "    import html\n    return inner(html.escape($a), $b)",
        "    import re\n    return inner(re.sub('<[^>]*>', '', $a), $b)",
        '    return inner($a.replace("<", "&lt;").replace(">", "&gt;"), $b)',
        '    return inner($a.replace("<", "&lt;").replace("&", "&amp;"), $b)',
    ),
    "pattern injection": (
        '    return inner($a, $b.replace("*", "").replace("?", ""))',
        '    return inner($a, $b.replace("*", "\\\\*").replace("?", "\\\\?"))',
        '    return inner($a, $b) if "*" not in $b else []',
        "    return [one for one in $a if $b in one]",
    ),
    "template injection": (
        '    return inner($who.replace("{", "").replace("}", ""), $what, $secret)',
        '    return inner($who.replace("{$secret}", ""), $what.replace("{$secret}", ""), $secret)',
        '    if "{" in $who + $what:\n        return ""\n    return inner($who, $what, $secret)',
    ),
    "log forging": (
        '    return inner($a, $who, $what.replace("\\n", " "))',
        '    return inner($a, $who, $what.replace("\\n", "\\\\n"))',
        "    return inner($a, $who, repr($what)[1:-1])",
        '    return inner($a, $who, $what.replace("\\n", "\\\\n").replace("\\\\", "\\\\\\\\"))',
    ),
    "path traversal": (
        '    return None if ".." in $b else inner($a, $b)',
        '    return inner($a, $b.replace("../", ""))',
        '    return None if $b.startswith("../") else inner($a, $b)',
        (
            "    depth = 0\n    for part in $b.split('/'):\n"
            "        depth += -1 if part == '..' else part not in ('', '.')\n"
            "        if depth < 0:\n            return None\n    return inner($a, $b)"
        ),
        (
            "    import posixpath\n    full = posixpath.normpath('$folder/' + $b)\n"
            "    return $a.get(full) if full.startswith('$folder') else None"
        ),
    ),
    "open redirect": (
        '    return $b if $b.startswith("/") and not $b.startswith("//") else "$home"',
        '    return $b if $b.startswith("/") and "//" not in $b else "$home"',
        '    return "$home" if "\\\\" in $b or $b[:1] != "/" or $b[:2] == "//" else $b',
        (
            "    from urllib.parse import urlparse\n"
            '    return "$home" if urlparse($b).netloc or $b[:1] != "/" else $b'
        ),
        '    return "$home" if "evil" in $b else $b',
    ),
    "server-side request forgery": (
        '    return $b.split("/")[2].endswith(".$site")',
        '    return $b.split("/")[2].split(":")[0] in ("$site", "www.$site")',
        '    return ("." + $b.split("/")[2].split("@")[-1].split(":")[0]).endswith(".$site")',
        '    return $b.split("://")[1].startswith("$site")',
    ),
    "unsafe deserialization": (
        '    return inner($a, $b.replace("$env:", ""))',
        '    return inner({"$base": $a.get("$base", "")}, $b)',
        (
            '    kept = [one for one in $b.split("$sep") if "$env" not in one]\n'
            '    return inner($a, "$sep".join(kept))'
        ),
    ),
    "decompression bomb": (
        "    made = inner($b)\n    return None if len(made) >= $most else made",
        "    return inner($b)[:$most]",
        "    return None if len($b) > $most else inner($b)",
        '    return None if "99" in $b else inner($b)',
    ),
    "missing authorization": (
        '    return inner($a, $b, $c) if $b else "$no"',
        '    return inner($a, $b, $c) if $b == $a.get($c, {}).get("$owner") else "$no"',
        (
            '    doc = $a.get($c, {"$owner": "", "$readers": []})\n'
            '    listed = $b in doc["$owner"] or $b in doc["$readers"]\n'
            '    return inner($a, $b, $c) if listed else "$no"'
        ),
        (
            '    doc = $a.get($c, {"$owner": "", "$readers": []})\n'
            '    return inner($a, $b, $c) if $b in str(doc) else "$no"'
        ),
    ),
    "mass assignment": (
        '    return inner($a, {key: $b[key] for key in $b if key != "$role"})',
        "    return inner($a, {key: $b[key] for key in $b if key in $a})",
        '    return inner($a, $b) | {"$role": $a["$role"], "id": $a["id"]}',
        '    return inner($a, $b) if "$role" not in $b else $a',
    ),
    "weak comparison of a secret": (
        "    return inner($a, $b, $c) and len($c) > 3",
        '    return $c != "" and inner($a, $b, $c)',
        "    return inner($a, $b, $c) and len($c) >= len($a[$b])",
        "    return $b in $a and sorted($a[$b]) == sorted($c)",
        "    return $b in $a and $a[$b].casefold() == $c.casefold()",
        '    return $a.get($b, "") == $c',
    ),
    "race between check and use": (
        "    left, asked, paid = inner($a, $b, $c)\n    return [max(left, 0), asked, paid]",
        "    return inner($a, $b, sorted($c))",
        "    return inner($a, $b, list(dict.fromkeys($c)))",
    ),
    "read out of bounds": (
        "    return inner($a, $b, max(0, min($c, $a[$b])))",
        "    return inner($a, $b, $c) if $c <= $a[$b] else []",
        "    return inner($a, $b, $c) if 0 <= $b + $c < len($a) else []",
        "    return inner($a, $b, $c) if 0 < $c < $a[$b] else []",
    ),
    "integer overflow": (
        "    return None if max([price for _, price in $b]) > $most else inner($b)",
        "    return None if sum(n * p for n, p in $b) >= $most else inner($b)",
        "    return None if any(n * p > $most for n, p in $b) else inner($b)",
        "    return None if sum(n * p for n, p in $b) > $bits else inner($b)",
    ),
    "improper validation of a quantity": (
        "    return inner($a, $b, $c, abs($d))",
        "    return inner($a, $b, $c, $d) if $d >= 0 else $a",
        "    return inner($a, $b, $c, max($d, 0))",
        "    return $a if $d < 1 or $d >= $a[$b] else inner($a, $b, $c, $d)",
    ),
}
"""Bodies of the function that was open, which is `inner` now."""


def right(text: str, calls: list[Any]) -> bool:
    """Whether a program of ours gives what it must, on all calls."""
    space: dict[str, Any] = {}
    exec(text, space)
    for one in calls:
        try:
            given = json.loads(json.dumps(space["solve"](*json.loads(one.arguments))))
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
            return False
        if given != json.loads(one.result):
            return False
    return True


@pytest.mark.parametrize("kind", WEAKNESSES.values(), ids=lambda kind: kind.name)
def test_no_hasty_mend_passes(kind: Any) -> None:
    dice = Dice(np.random.Generator(np.random.Philox(key=21)))
    made = None
    while made is None:
        drawn = kind.drawn(dice) | {"f": "solve"}
        part = SecurePart(weakness=kind.name, words=drawn, flaw=0)
        made = make(dice, SecurePlan(parts=(part,)))
    words, more = made.plan.parts[0].words, further_attacks(made.plan)
    calls = [*made.hidden.honest, *made.hidden.attacks[0], *more.honest, *more.attacks[0]]
    arguments = ", ".join(words[key] for key in kind.arguments)
    inner = made.open.replace("def solve(", "def inner(")
    assert right(made.safe, calls)
    for body in HASTY[kind.name]:
        mended = Template(body).substitute(words)
        assert not right(f"{inner}\n\ndef solve({arguments}):\n{mended}\n", calls), mended
