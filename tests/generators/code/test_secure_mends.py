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
        (
            "    name = $b.strip()\n"
            '    return [r["$id"] for r in $a if r["$col"] == name or r["$other"] == "$pub"]'
        ),
        (
            "    name = $b.lower()\n"
            '    own = [r["$col"].lower() == name or r["$other"] == "$pub" for r in $a]\n'
            '    return [r["$id"] for r, yes in zip($a, own) if yes]'
        ),
    ),
    "command injection": (
        '    return inner($a, $b.split(";")[0])',
        '    if ";" in $b:\n        return [$a.get("$first", ""), 0]\n    return inner($a, $b)',
        '    return inner($a, $b.replace(";", ""))',
        "    return inner($a, $b)[:2]",
        (
            '    name = " ".join($b.split())\n'
            '    return [$a.get("$first", ""), len($a.get(name, ""))]'
        ),
        '    return [$a.get("$first"), len($a.get($b, ""))]',
        (
            '    name = $b.replace("cat ", "")\n'
            '    return [$a.get("$first", ""), len($a.get(name, ""))]'
        ),
    ),
    "cross-site scripting": (
        "    import html\n    return inner(html.escape($a), $b)",
        "    import re\n    return inner(re.sub('<[^>]*>', '', $a), $b)",
        '    return inner($a.replace("<", "&lt;").replace(">", "&gt;"), $b)',
        '    return inner($a.replace("<", "&lt;").replace("&", "&amp;"), $b)',
        (
            "    import html\n"
            "    a, b = html.escape($a), html.escape($b)\n"
            "    return '<$tag $attr=\"' + b + '\">' + a + '</$tag>'"
        ),
    ),
    "pattern injection": (
        '    return inner($a, $b.replace("*", "").replace("?", ""))',
        '    return inner($a, $b.replace("*", "\\\\*").replace("?", "\\\\?"))',
        '    return inner($a, $b) if "*" not in $b else []',
        "    return [one for one in $a if $b in one]",
        (
            "    import fnmatch\n"
            '    start = $b.replace("*", "[*]").replace("?", "[?]")\n'
            '    return [x for x in $a if fnmatch.fnmatchcase(x, start + "*")]'
        ),
        "    return [x for x in $a if x.lower().startswith($b.lower())]",
        "    return list(dict.fromkeys(x for x in $a if x.startswith($b)))",
    ),
    "template injection": (
        '    return inner($who.replace("{", "").replace("}", ""), $what, $secret)',
        '    return inner($who.replace("{$secret}", ""), $what.replace("{$secret}", ""), $secret)',
        '    if "{" in $who + $what:\n        return ""\n    return inner($who, $what, $secret)',
        (
            '    text = "$hello {who}, $verb {what} ($end {last})"\n'
            '    text = text.replace("{last}", $secret[-2:])\n'
            '    return text.replace("{what}", $what).replace("{who}", $who)'
        ),
        (
            "    import re\n"
            '    text = re.sub("H", $what, "$hello W, $verb H ($end E)")\n'
            '    return re.sub("E", $secret[-2:], re.sub("W", $who, text))'
        ),
    ),
    "log forging": (
        '    return inner($a, $who, $what.replace("\\n", " "))',
        '    return inner($a, $who, $what.replace("\\n", "\\\\n"))',
        "    return inner($a, $who, repr($what)[1:-1])",
        '    return inner($a, $who, $what.replace("\\n", "\\\\n").replace("\\\\", "\\\\\\\\"))',
        (
            "    def flat(text):\n"
            '        text = "\\n".join(text.splitlines()).replace("\\\\", "\\\\\\\\")\n'
            '        return text.replace("\\n", "\\\\n").replace("\\r", "\\\\r")\n'
            '    return $a + ["$user=" + flat($who) + " $did=" + flat($what)]'
        ),
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
        (
            "    import posixpath\n"
            '    full = posixpath.normpath("/$folder/" + $b.strip())[1:]\n'
            '    return $a.get(full) if full.startswith("$folder/") else None'
        ),
        (
            "    import posixpath\n"
            '    full = posixpath.normpath("/$folder/" + $b.replace("\\\\", "/"))[1:]\n'
            '    return $a.get(full) if full.startswith("$folder/") else None'
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
        (
            "    $b = $b.strip()\n"
            '    return $b if $b[:1] == "/" and $b[1:2] not in ("/", "\\\\") else "$home"'
        ),
        ('    import re\n    return $b if re.match(r"/([^/\\\\].*)?$$", $b) else "$home"'),
    ),
    "server-side request forgery": (
        '    return $b.split("/")[2].endswith(".$site")',
        '    return $b.split("/")[2].split(":")[0] in ("$site", "www.$site")',
        '    return ("." + $b.split("/")[2].split("@")[-1].split(":")[0]).endswith(".$site")',
        '    return $b.split("://")[1].startswith("$site")',
        (
            '    host = $b.split("/")[2].split("?")[0].split("#")[0].split("@")[-1].split(":")[0]\n'
            '    return host == "$site" or ".$site" in host'
        ),
        (
            '    host = $b.split("/")[2].split("?")[0].split("#")[0]\n'
            '    host = host.split("@", 1)[-1].split(":")[0]\n'
            '    return host == "$site" or host.endswith(".$site")'
        ),
    ),
    "unsafe deserialization": (
        '    return inner($a, $b.replace("$env:", ""))',
        '    return inner({"$base": $a.get("$base", "")}, $b)',
        (
            '    kept = [one for one in $b.split("$sep") if "$env" not in one]\n'
            '    return inner($a, "$sep".join(kept))'
        ),
        (
            '    pairs = [entry.strip().partition(":") for entry in $b.split("$sep")]\n'
            '    known = [(k, v) for k, _, v in pairs if k in ("$str", "$num")]\n'
            '    return [$a.get("$base", "")] + [v if k == "$str" else int(v) for k, v in known]'
        ),
        (
            '    pairs = [entry.partition(":") for entry in $b.split("$sep")]\n'
            '    known = [(k, v) for k, _, v in pairs if v.isdigit() or k == "$str"]\n'
            '    known = [(k, v) for k, v in known if k in ("$str", "$num")]\n'
            '    return [$a.get("$base", "")] + [v if k == "$str" else int(v) for k, v in known]'
        ),
    ),
    "decompression bomb": (
        "    made = inner($b)\n    return None if len(made) >= $most else made",
        "    return inner($b)[:$most]",
        "    return None if len($b) > $most else inner($b)",
        '    return None if "99" in $b else inner($b)',
        ("    made = inner($b)\n    return None if len(made) > $most else made"),
        (
            "    import re\n"
            '    size = sum(int(n[-4:] or 1) for n, _ in re.findall("([0-9]*)([^0-9])", $b))\n'
            "    return None if size > $most else inner($b)"
        ),
        (
            "    import re\n"
            '    size = sum(int(n or 1) for n, _ in re.findall("([0-9]*)([^0-9])", $b))\n'
            "    return None if max(size, len($b)) > $most else inner($b)"
        ),
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
        (
            "    doc = $a.get($c)\n"
            '    may = doc and $b.strip() in (doc["$owner"], *doc["$readers"])\n'
            '    return doc["text"] if may else "$no"'
        ),
        (
            "    doc = $a.get($c)\n"
            '    may = doc and $b in ("admin", doc["$owner"], *doc["$readers"])\n'
            '    return doc["text"] if may else "$no"'
        ),
    ),
    "mass assignment": (
        '    return inner($a, {key: $b[key] for key in $b if key != "$role"})',
        "    return inner($a, {key: $b[key] for key in $b if key in $a})",
        '    return inner($a, $b) | {"$role": $a["$role"], "id": $a["id"]}',
        '    return inner($a, $b) if "$role" not in $b else $a',
        '    return $a | {k: $b[k] for k in ("$one", "$other") if $b.get(k)}',
        '    return $a | {k: v for k, v in $b.items() if k.lower() in ("$one", "$other")}',
        '    return $a | {k: v for k, v in $b.items() if k.startswith(("$one", "$other"))}',
    ),
    "weak comparison of a secret": (
        "    return inner($a, $b, $c) and len($c) > 3",
        '    return $c != "" and inner($a, $b, $c)',
        "    return inner($a, $b, $c) and len($c) >= len($a[$b])",
        "    return $b in $a and sorted($a[$b]) == sorted($c)",
        "    return $b in $a and $a[$b].casefold() == $c.casefold()",
        '    return $a.get($b, "") == $c',
        "    return $b in $a and $a[$b] == $c.strip()",
        (
            "    def number(text):\n"
            '        return float(text) if text.replace("e", "").isdigit() else text\n'
            "    return $b in $a and number($a[$b]) == number($c)"
        ),
    ),
    "race between check and use": (
        "    left, asked, paid = inner($a, $b, $c)\n    return [max(left, 0), asked, paid]",
        "    return inner($a, $b, sorted($c))",
        "    return inner($a, $b, list(dict.fromkeys($c)))",
        (
            "    left, asked, paid, seen = $a, [], [], []\n"
            "    for who in $c:\n"
            "        if who not in seen:\n"
            "            asked.append($b[who])\n"
            "        elif left >= $b[who]:\n"
            "            left -= $b[who]\n"
            "            paid.append($b[who])\n"
            "        seen.append(who)\n"
            "    return [left, asked, paid]"
        ),
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
        (
            "    total = sum(n * p for n, p in $b) % 2**31\n"
            "    return None if total > $most else [total, total * $by % $bits]"
        ),
        (
            "    total = sum(n * p for n, p in $b[:7])\n"
            "    return None if total > $most else [total, total * $by % $bits]"
        ),
    ),
    "improper validation of a quantity": (
        "    return inner($a, $b, $c, abs($d))",
        "    return inner($a, $b, $c, $d) if $d >= 0 else $a",
        "    return inner($a, $b, $c, max($d, 0))",
        "    return $a if $d < 1 or $d >= $a[$b] else inner($a, $b, $c, $d)",
        "    return inner($a, $b, $c, $d) if 0 < $d <= min($a[$b], 100) else $a",
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
        except (ArithmeticError, LookupError, MemoryError, TypeError, ValueError, AttributeError):
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
