"""Flaws of who may do what: rights that are not asked for, secrets that are compared loosely."""

from collections.abc import Mapping
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.secure.weakness import NAMES, NOUNS, Weakness, texts


def _documents(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    people = texts(dice, NAMES, 3, 6)
    docs: dict[str, Any] = {}
    for i in range(dice.between(1, 3)):
        readers = texts(dice, tuple(people), 0, 2)
        docs[f"d{i}"] = {
            w["owner"]: dice.of(people), w["readers"]: readers, "text": dice.of(NOUNS),
        }  # fmt: skip
    chosen = dice.of((*docs, *docs, "d9"))
    doc = docs.get(chosen, {w["owner"]: "ann", w["readers"]: []})
    who = (dice.of((doc[w["owner"]], *doc[w["readers"]])), dice.of(people), doc[w["owner"]][:2], "")
    return [docs, dice.of(who), chosen]


_MAY_NOT = """    if $b != doc["$owner"] and $b not in doc["$readers"]:
        return "$no"
"""
RIGHTS_ASKED = Weakness(
    name="missing authorization",
    cwe=639,
    rank=0,
    arguments=("a", "b", "c"),
    say="""`$a` is a dictionary from ids to documents, which are dictionaries with the text
    `$owner`, the list of texts `$readers`, and a `text`. `$b` is the name of who asks,
    which is empty for guests, and `$c` is an id. Returns the text of the document with that
    id if who asks is exactly its `$owner` or one of its `$readers`; otherwise, and if there
    is no such document, the text `$no`.""",
    safe="""
def $f($a, $b, $c):
    doc = $a.get($c)
    if doc is None:
        return "$no"
""" + _MAY_NOT + """    return doc["text"]
""",
    flaws=(
        ((_MAY_NOT, ""),),
        (('if $b != doc["$owner"] and', "if $b and $b != doc[\"$owner\"] and"),),
        (('$b != doc["$owner"]', '$b not in doc["$owner"]'),),
        (('$b not in doc["$readers"]', 'not doc["$readers"]'),),
    ),
    words={
        "f": ("read_doc", "view", "open_doc", "content"),
        "a": ("docs", "notes", "papers", "shelf"),
        "b": ("user", "who", "caller", "name"),
        "c": ("doc_id", "key", "number", "wanted"),
        "owner": ("owner", "author", "by"),
        "readers": ("readers", "shared", "friends"),
        "no": ("denied", "no", "forbidden", "not found"),
    },
    draw=_documents,
    refusal='"$no"',
)  # fmt: skip


def _record(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    record = {"id": dice.between(1, 99), w["one"]: dice.of(NAMES), w["role"]: "user"}
    if dice.below(2):
        record["quota"] = dice.between(0, 9)
    keys = (w["one"], w["other"], w["one"], w["other"], w["role"], "id", "quota", "admin", "colour")
    changes: dict[str, Any] = {}
    for _ in range(dice.between(0, 3)):
        key = dice.of(keys)
        value = dice.of(NAMES) if key in (w["one"], w["other"]) else dice.of(("root", 7, "1", None))
        changes[key] = value
    return [record, changes]


ASSIGNED = Weakness(
    name="mass assignment",
    cwe=915,
    rank=0,
    arguments=("a", "b"),
    say="""`$a` and `$b` are dictionaries from names of fields to values. Returns a copy of
    `$a` in which the fields `$one` and `$other` have the values that `$b` has for them,
    where it has one; what else is in `$b` changes nothing.""",
    safe="""
def $f($a, $b):
    made = dict($a)
    for field in $b:
        if field in ("$one", "$other"):
            made[field] = $b[field]
    return made
""",
    flaws=(
        (('        if field in ("$one", "$other"):\n            made', "        made"),),
        (('field in ("$one", "$other")', 'field != "$role"'),),
        (('field in ("$one", "$other")', 'field in $a or field == "$other"'),),
        (('field in ("$one", "$other")', 'field not in ("$role", "id")'),),
    ),
    words={
        "f": ("changed", "update", "edited", "patched", "save"),
        "a": ("record", "profile", "account", "person", "member", "row"),
        "b": ("changes", "form", "posted", "body", "fields", "sent"),
        "one": ("name", "nick", "title", "motto", "place"),
        "other": ("mail", "phone", "city", "street", "language"),
        "role": ("role", "rights", "level", "group"),
    },
    draw=_record,
)


def _token(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    users = texts(dice, NAMES, 1, 4)
    letters = dice.of(("ab1", "k7x2", "abcdef"))
    tokens = {user: "".join(dice.of(letters) for _ in range(dice.between(4, 6))) for user in users}
    user = dice.of((*users, *users, *users, "nobody"))
    known = tokens.get(user, dice.of(list(tokens.values())))
    swapped = known[1] + known[0] + known[2:]
    given = dice.of((
        known, known, known, "", known[: dice.between(1, 3)], known + "x", swapped, known[::-1],
        known.upper(), known.swapcase(), known.title(), dice.of(list(tokens.values())), known[:-1],
        known[:-1] + dice.of(letters), known[1:], dice.of(letters) + known[1:],
    ))  # fmt: skip
    return [tokens, user, given if user in tokens else dice.of(("", known))]


COMPARED = Weakness(
    name="weak comparison of a secret",
    cwe=697,
    rank=0,
    arguments=("a", "b", "c"),
    say="""`$a` is a dictionary from users to their tokens, texts of 4 to 6 letters and
    digits; `$b` and `$c` are texts. Returns True if `$b` is one of the users and `$c` is
    exactly the token of this user, and otherwise False.""",
    safe="""
def $h(one, other):
    same = len(one) == len(other)
    for x, y in zip(one, other):
        if x != y:
            same = False
    return same


def $f($a, $b, $c):
    if $b not in $a:
        return False
    return $h($a[$b], $c)
""",
    absent=2,
    flaws=(
        (("same = len(one) == len(other)", "same = True"),),
        (("same = len(one) == len(other)", 'same = other != ""'),),
        (("$h($a[$b], $c)", "$h(sorted($a[$b]), sorted($c))"),),
        (("$h($a[$b], $c)", "$h($a[$b].lower(), $c.lower())"),),
        (("len(one) == len(other)", "len(one) <= len(other)"),),
        (
            ("    if $b not in $a:\n        return False\n", ""),
            ("$h($a[$b], $c)", '$h($a.get($b, ""), $c)'),
        ),
    ),
    words={
        "f": ("logged_in", "check", "may_enter", "verified"),
        "h": ("same", "equal", "alike", "compare", "agree", "identical"),
        "a": ("tokens", "secrets", "known", "users", "keys", "sessions"),
        "b": ("user", "login", "who", "name", "caller", "client"),
        "c": ("token", "given", "shown", "key", "word", "proof"),
    },
    draw=_token,
    refusal="false",
)


def _schedule(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    count = dice.between(1, 4)
    amounts = [dice.between(1, 9) for _ in range(count)]
    left = dice.of((sum(amounts), max(amounts), dice.between(0, sum(amounts)), amounts[0]))
    turns = [who for who in range(count) for _ in range(2)]
    if dice.below(2):
        dice.shuffle(turns)
    if dice.below(4) == 0:
        turns = [*turns[: dice.between(0, len(turns))], 0]
    return [left, amounts, turns]


RACE = Weakness(
    name="race between check and use",
    cwe=367,
    rank=2,
    arguments=("a", "b", "c"),
    say="""`$a` is what an account holds, a whole number. `$b` is a list of amounts: worker
    0 is to pay out the first one, and so on. `$c` says whose turn it is, one after the
    other, by the numbers of the workers. In its first turn a worker only adds its amount to
    the list `$asked`. In its second turn it pays, if at that time the account holds at
    least its amount: the account then holds so much less, and the amount is added to the
    list `$paid`; if it holds less, nothing is done. Further turns of a worker do nothing.
    Returns the list of what the account holds at the end, `$asked`, and `$paid`.""",
    safe="""
def $h(state, amount):
    state["$asked"].append(amount)
    yield
    if state["left"] >= amount:
        state["left"] -= amount
        state["$paid"].append(amount)
    yield


def $f($a, $b, $c):
    state = {"left": $a, "$asked": [], "$paid": []}
    workers = [$h(state, amount) for amount in $b]
    for who in $c:
        next(workers[who], None)
    return [state["left"], state["$asked"], state["$paid"]]
""",
    flaws=(
        (
            ("    yield\n    if", '    enough = state["left"] >= amount\n    yield\n    if'),
            ('if state["left"] >= amount', "if enough"),
        ),
        (
            ("    yield\n    if", '    left = state["left"]\n    yield\n    if'),
            ('if state["left"] >= amount:\n        state["left"] -= amount\n',
             'if left >= amount:\n        state["left"] = left - amount\n'),
        ),
        (
            ("    yield\n    if", '    enough = state["left"] >= amount\n    yield\n    if'),
            ('if state["left"] >= amount', 'if enough and state["left"] > 0'),
        ),
    ),
    words={
        "f": ("pay_all", "settle", "run_workers", "paid_out"),
        "h": ("worker", "payer", "task", "job"),
        "a": ("balance", "funds", "account", "credit"),
        "b": ("amounts", "bills", "orders", "sums"),
        "c": ("rota", "turns", "order_of_turns", "steps"),
        "asked": ("asked", "seen", "wanted", "queue"),
        "paid": ("paid", "done", "sent", "out"),
    },
    draw=_schedule,
)  # fmt: skip

RIGHTS = (RIGHTS_ASKED, ASSIGNED, COMPARED, RACE)
"""What this module adds."""
