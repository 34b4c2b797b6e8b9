"""Flaws are there and can be mended in any way; what only looks mended gets nothing."""

from string import Template
from typing import Any

import numpy as np
import pytest

from tasksynth import registry
from tasksynth.rng import Dice
from tasksynth.single import source
from tasksynth_code.families.shared import coded
from tasksynth_code.secure import WEAKNESSES
from tasksynth_code.secure.compose import SecurePart, SecurePlan, make, program_of
from tasksynth_code.secure.quick import quick_mends
from tasksynth_code.secure.style import styled
from tasksynth_code.suites.grow import differs, text_of
from tasksynth_code.suites.running import TickingRun, Wrong, ticking

FAMILY: Any = registry.get("code.secure")

OTHERWISE = {
    "SQL injection": """
def $f(table, value):
    found = []
    for one in table:
        if one["$col"] == value or one["$other"] == "$pub":
            found.append(one["$id"])
    return found
""",
    "command injection": """
def $f(files, name):
    sizes = [len(text) for key, text in files.items() if key == name]
    return [files.get("$first", ""), sizes[0] if sizes else 0]
""",
    "cross-site scripting": """
def $f(one, other):
    import html
    one, other = (html.escape(text, quote=False).replace('"', "&quot;") for text in (one, other))
    return f'<$tag $attr="{other}">{one}</$tag>'
""",
    "pattern injection": """
def $f(them, start):
    return [one for one in them if one.startswith(start)]
""",
    "template injection": """
def $f(one, other, secret):
    return f"$hello {one}, $verb {other} ($end {secret[-2:]})"
""",
    "log forging": r"""
def $f(lines, one, other):
    table = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})
    return [*lines, "$user=%s $did=%s" % (one.translate(table), other.translate(table))]
""",
    "path traversal": """
def $f(files, path):
    import posixpath
    full = posixpath.normpath("/$folder/" + path).lstrip("/")
    return files.get(full) if full.split("/")[0] == "$folder" and "/" in full else None
""",
    "open redirect": r"""
def $f(text):
    import re
    return text if re.match(r"/(?![/\\])", text) else "$home"
""",
    "server-side request forgery": r"""
def $f(text):
    import re
    host = re.split(r"[/?#]", text.partition("://")[2])[0].rpartition("@")[2].partition(":")[0]
    return ("." + host).endswith(".$site")
""",
    "unsafe deserialization": """
def $f(settings, text):
    made = [settings.get("$base", "")]
    for kind, colon, rest in (entry.partition(":") for entry in text.split("$sep")):
        made += [int(rest)] if kind == "$num" else [rest] if kind == "$str" else []
    return made
""",
    "decompression bomb": r"""
def $f(text):
    import re
    runs = re.findall(r"(\d*)(\D)", text)
    if sum(int(times or 1) for times, _ in runs) > $most:
        return None
    return "".join(c * int(times or 1) for times, c in runs)
""",
    "missing authorization": """
def $f(docs, who, chosen):
    doc = docs.get(chosen, {"$owner": None, "$readers": []})
    return doc["text"] if who in [doc["$owner"], *doc["$readers"]] else "$no"
""",
    "mass assignment": """
def $f(record, changes):
    return record | {key: changes[key] for key in ("$one", "$other") if key in changes}
""",
    "weak comparison of a secret": """
def $f(tokens, user, given):
    import hmac
    return user in tokens and hmac.compare_digest(tokens[user], given)
""",
    "race between check and use": """
def $f(left, amounts, turns):
    seen, asked, paid = [0] * len(amounts), [], []
    for who in turns:
        seen[who] += 1
        if seen[who] == 1:
            asked.append(amounts[who])
        elif seen[who] == 2 and amounts[who] <= left:
            left -= amounts[who]
            paid.append(amounts[who])
    return [left, asked, paid]
""",
    "read out of bounds": """
def $f(numbers, start, count):
    record = numbers[start + 1:][:numbers[start]]
    return record[:count] if 0 <= count <= len(record) else []
""",
    "integer overflow": """
def $f(orders):
    total = sum(pieces * price for pieces, price in orders)
    return None if total > $most else [total, total * $by % $bits]
""",
    "improper validation of a quantity": """
def $f(accounts, giver, taker, amount):
    if 0 < amount <= accounts[giver] and giver != taker:
        return accounts | {
            giver: accounts[giver] - amount, taker: accounts.get(taker, 0) + amount
        }
    return accounts
""",
}
"""Each function once more, written from its description."""


def tasks(count: int, **params: Any) -> list[Any]:
    made = source("code.secure", seed=31, level=0.0, params=params)
    return [made.draw(index).instance for index in range(count)]


@pytest.fixture
def dice() -> Dice:
    return Dice(np.random.Generator(np.random.Philox(key=9)))


@pytest.mark.parametrize("kind", WEAKNESSES.values(), ids=lambda kind: kind.name)
def test_a_description_says_all_and_each_flaw_shows(kind: Any, dice: Dice) -> None:
    words = kind.drawn(dice)
    space: dict[str, Any] = {}
    exec(Template(OTHERWISE[kind.name]).substitute(words), space)
    safe = TickingRun(ticking(kind.program(words)), entry=words["f"])
    flawed = []
    for i, swaps in enumerate(kind.flaws):
        assert all(kind.safe.count(there) == 1 for there, _ in swaps[:1]), swaps
        flawed.append(TickingRun(ticking(kind.program(words, i)), entry=words["f"]))
    shown, honest = [0] * len(flawed), 0
    for _ in range(200):
        arguments = kind.draw(dice, words)
        text = text_of(arguments)
        wanted = safe(text)
        assert not isinstance(wanted, Wrong)
        differ = [differs(run(text), text_of(wanted)) for run in flawed]
        shown = [count + one for count, one in zip(shown, differ, strict=True)]
        honest += not any(differ)
        assert space[words["f"]](*arguments) == wanted, (text, wanted)
    assert min(shown) >= 4, shown
    assert honest >= 20


def test_a_program_does_the_same_in_every_style(dice: Dice) -> None:
    for kind in WEAKNESSES.values():
        words, texts = kind.drawn(dice), set[str]()
        calls = [text_of(kind.draw(dice, words)) for _ in range(12)]
        for flaw in (-1, len(kind.flaws) - 1):
            plain = kind.program(words, flaw)
            run = TickingRun(ticking(plain), entry=words["f"])
            for style in (0, 15, 7 + 16, 11 + 32):
                texts.add(text := styled(plain, style, words.values()))
                other = TickingRun(ticking(text), entry=words["f"])
                for one in calls:
                    mine, theirs = run(one), other(one)
                    if isinstance(mine, Wrong):
                        assert isinstance(theirs, Wrong)
                    else:
                        assert mine == theirs, (kind.name, text)
        assert len(texts) > 1


def test_what_only_looks_mended_gets_nothing_and_any_mend_passes(dice: Dice) -> None:
    for x in tasks(2):
        part = x.plan.parts[0]
        other = Template(OTHERWISE[part.weakness]).substitute(part.words)
        assert FAMILY.verify(x, coded(other)).reward == 1
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        looks = quick_mends(x.open, x.plan.refusal, several=False)
        for text in (*looks.values(), coded("def solve(*them):\n    raise ValueError")):
            verdict = FAMILY.verify(x, text)
            assert (verdict.status, verdict.reward) == ("fail", 0)


def test_one_of_two_flaws_mended_is_paid_in_part_unless_something_else_broke(dice: Dice) -> None:
    parts = tuple(
        SecurePart(weakness=name, words=WEAKNESSES[name].drawn(dice), flaw=flaw)
        for name, flaw in (("open redirect", 1), ("read out of bounds", 0), ("SQL injection", -1))
    )
    plan = SecurePlan(parts=parts)
    made = make(dice, plan)
    assert made is not None
    x = tasks(1)[0].model_copy(
        update={
            "plan": plan,
            "open": made.open,
            "program": made.safe,
            "honest": made.hidden.honest,
            "attacks": made.hidden.attacks,
        }
    )
    half = FAMILY.verify(x, coded(program_of(plan, (1,))))
    assert (half.status, half.parts["mended"], half.reward) == ("fail", 0.5, pytest.approx(0.2))
    broken = program_of(plan, (1,)).replace("    return done", "    return done[:2]")
    assert FAMILY.verify(x, coded(broken)).reward == 0
    assert FAMILY.verify(x, coded(made.safe)).reward == 1
    assert FAMILY.verify(x, coded(made.open)).reward == 0


def test_two_halves_of_the_kinds_share_none() -> None:
    seen = []
    for half in ("first", "second"):
        seen.append({x.plan.parts[0].weakness for x in tasks(6, kinds=half)})
    assert all(seen)
    assert not seen[0] & seen[1]


def test_flaws_hide_better_at_higher_levels() -> None:
    sizes, hints = [], []
    for level in (0.0, 0.5, 1.0):
        params = FAMILY.Params.at(level)
        sizes.append((params.parts, params.flaws, params.halves))
        hints.append(params.hint)
    assert sizes == [(1, 1, False), (3, 2, True), (5, 2, True)]
    assert hints == ["kind", "count", "none"]
