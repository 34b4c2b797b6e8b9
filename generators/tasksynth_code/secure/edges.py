"""Calls at the edges of what a description says: judged as well, never shown, never kept.

A mend in a hurry tidies: it strips, folds case, looks for a word anywhere, cuts a number to
32 bits. What tells it from a right one is seldom met by the calls a task is made from.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.secure.weakness import NAMES, NOUNS, texts

Words = Mapping[str, str]
_PEOPLE = ("ann", "bob", "O'Neil", "Li & Co", "Bob", "no 7", "admin", "root")
_BITS = (15, 16, 24, 31)
"""Registers that a sum may run over."""
_DEAR = 20_000
"""The highest number of an order."""


def _near(dice: Dice, text: str) -> str:
    """A text that a loose comparison takes for this one."""
    return dice.of((
        f"{text} ", f" {text}", f"{text}\t", text.upper(), text.lower(), text.swapcase(),
        text.title(), text[:-1], text[1:], f"{text}s", f"x{text}", text.replace(" ", ""),
        text.replace("'", ""), text.replace("'", "''"), f"{text},{text}", "",
    ))  # fmt: skip


def _rows(dice: Dice, w: Words) -> list[Any]:
    people = texts(dice, _PEOPLE, 1, 3)
    people += [_near(dice, dice.of(people)) for _ in range(dice.between(0, 2))]
    marks = (w["pub"], w["pub"], f"{w['pub']} ", w["pub"].title(), f"'{w['pub']}'", "tea")
    rows = [
        {w["id"]: f"{dice.between(1, 9)}", w["col"]: name, w["other"]: dice.of(marks)}
        for name in people
    ]
    known = dice.of(people)
    odd = ("%", "_", "--", f"{known}' --", f'"{known}"', f"{known}\n", "\\", w["pub"], "x = x")
    return [rows, dice.of((known, _near(dice, known), _near(dice, known), dice.of(odd)))]


def _shell(dice: Dice, w: Words) -> list[Any]:
    some = (
        "a  b", "cat x", f"{w['cmd']} x", "$(x)", "`x`", "x|y", "x && y", "x > y", "'x'", '"x"',
        "X",
        "x", "-x", "*", "x\ny", f"cat {w['first']}", "caf\u00e9", "a  b; c", "x;  y", "\\x", "#x",
    )  # fmt: skip
    names = texts(dice, some, 1, 4)
    files = {name: dice.of((*NOUNS[:4], "caf\u00e9", "\n", " a ", "")) for name in names}
    if dice.below(3):
        files[w["first"]] = dice.of(NAMES)
    return [files, dice.of((*names, _near(dice, dice.of(names)).strip(), w["first"], ""))]


def _page(dice: Dice, w: Words) -> list[Any]:
    odd = (
        "it's", "' onclick='go()", "&amp;", "&#39;", "&&lt;", "&quot;", "<!-- -->", "a\nb", " a ",
        "",
        "\uff1cb\uff1e", "`", '"><img src=x onerror=go()>', "&nbsp", "<", ">", '""',
        "javascript:go()",
        "a\tb", "<ScRiPt>", "a & b < c", "</script >", "\\x3c", "caf\u00e9",
    )  # fmt: skip
    return [dice.of(odd) for _ in "ab"]


def _pattern(dice: Dice, w: Words) -> list[Any]:
    some = (
        "[a]x", "ax", "a]x", "[!b]", "100%", "a_c", "abc", "Apple", "apple", " apple", "a.c",
        "a+", "aa",
        "(a|b)", "a", "^a", "$", "{a,b}", "\\w", "\\\\", "a\nb", "*a*", "a??",
    )  # fmt: skip
    titles = texts(dice, some, 2, 6)
    titles += titles[: dice.between(0, 2)]
    odd = (
        "[a]",
        "[!b",
        "a_",
        "%",
        "a.",
        "a+",
        "(a",
        "^",
        "$",
        "{a",
        "\\w",
        "\\\\",
        "A",
        " ",
        "a\n",
    )
    start = dice.of(titles)[: dice.between(1, 3)]
    return [titles, dice.of((start, _near(dice, start), dice.of(odd)))]


def _letter(dice: Dice, w: Words) -> list[Any]:
    names = [dice.of((w["who"], w["what"], w["secret"], w["last"], "who", "what")) for _ in "ab"]
    odd = (
        "{NAME}", "{NAME}", "$NAME", "${NAME}", "%(NAME)s", "<NAME>", "NAME", "{NAME.__class__}",
        "{NAME!r}", "{{NAME}}", "%s", "{0}", "{}", "{", "}", "\\1", "\\g<0>", "W", "H and E",
        "", " a ", "a\nb",
    )  # fmt: skip
    filled = [dice.of(odd).replace("NAME", name) for name in names]
    secret = dice.of(("x-", f"{{{w['what']}}}-", "k9{}", "\\1-", "a b ", "7-"))
    return [*filled, f"{secret}{dice.between(1, 99)}"]


def _line(dice: Dice, w: Words) -> list[Any]:
    odd = (
        "a\x0bb", "a\x0cb", "a\x85b", "a\u2028b", "\t", "\\r", "\\\\n", " a ", "", "\n\r",
        "a\\\nb", "'",
        '"', "caf\u00e9", "%s", "{}", "\\t", "\x1b[31m", f"{w['did']}=x", "a  b",
    )  # fmt: skip
    return [texts(dice, ("start", "a=1", ""), 0, 2), dice.of(odd), dice.of(odd)]


def _files(dice: Dice, w: Words) -> list[Any]:
    folder = w["folder"]
    inside = (
        "a b", " a", "a ", "...", ".../x", ".hidden", "sub\\a", "..\\x", "%2e%2e", "~", "A", "a",
        "x..",
        "sub/..a", f"{folder}/a", "a/b/c/d",
    )  # fmt: skip
    names = texts(dice, inside, 1, 4)
    outside = (
        f"{folder.upper()}/key",
        f"{folder} /key",
        folder[:-1],
        "key",
        f"x/{folder}/a",
        f"{folder}.key",
    )
    paths = [*(f"{folder}/{name}" for name in names), *texts(dice, outside, 1, 3)]
    name, target = dice.of(names), dice.of(paths)
    up = "../" * dice.between(1, 4)
    wanted = (
        name, f"{name}/.", f"{name}/x/..", f"x/{up}{target}", f"{up}{target}", f".//{up}{target}",
        f"..\\{target}", f"%2e%2e/{target}", f"....//{target}", f"{target}", f"/{target}",
        f"{name} ",
        name.strip(), name.replace("\\", "/"), f"x/../../{target}/.", "/", ".", f"/{name}",
    )  # fmt: skip
    return [{path: dice.of(NOUNS) for path in paths}, dice.of(wanted)]


def _target(dice: Dice, w: Words) -> list[Any]:
    return [dice.of((
        " /x", "/ x", "/\t/evil.test", "/\n/x", "/a\nb", "\t/x", "/x ", "/", "",
        "javascript:go()", "/a\\b",
        "/%2f/x", "/.//x", "/;//x", "/@x", "/?//x", "/#\\", "X/", "\uff0f\uff0fx", "/a:b", "/a//",
        "/..//x",
        f"{w['home']} ", f"{w['home']}//", "//", "/\\", "\\\\x", "/x/\\", "/:80", "mailto:x",
        "/a?b=http://x",
        "/caf\u00e9", "/<x>",
    ))]  # fmt: skip


def _address(dice: Dice, w: Words) -> list[Any]:
    own = w["site"]
    host = dice.of((
        f"x.{own}.other.test", f"me@{own}@other.test", f"me@other.test@{own}", f"a@b@www.{own}",
        f"{own}.", f"www.{own}.", f".{own}", f"a..{own}", f"user:pw@{own}", "user:pw@other.test",
        f"other.test\\.{own}", f"{own}\\.other.test", f"a.b.c.{own}", f"www-{own}", f"www2.{own}",
        f"other.test:80@{own}", f"{own}:80:90", f"other.test:.{own}", f"{own[:-1]}", f"{own}%20",
        own.replace(".", "-"), own.replace(".", ""), "", f"@{own}", f"{own}@", f"_.{own}",
        f"1.{own}:0",
    ))  # fmt: skip
    rest = dice.of(
        ("", "/", f"/@{own}", f"?@{own}", f"#@{own}", f"/http://{own}", f"#.{own}/", "?x#y")
    )
    return [f"{dice.of(('http', 'https'))}://{host}{rest}"]


def _message(dice: Dice, w: Words) -> list[Any]:
    keys = texts(dice, ("key", "host", "mode", w["base"], ""), 1, 4)
    settings = {key: dice.of((*NOUNS[:4], "")) for key in keys}
    entries = [
        dice.of((
            f"{w['num']}:-{dice.between(1, 99)}", f"{w['num']}:007", f"{w['num']}:0",
            f"{w['num']} :5",
            f"{w['num'].upper()}:5", f"x{w['num']}:5", f"{w['num']}x:5", f"{w['str'].upper()}:a",
            f" {w['str']}:a", f"{w['str']} :a", f"{w['str']}x:a", f"x{w['str']}:a",
            f"{w['str']}: a ",
            f"{w['str']}:", f"{w['str']}::", f"{w['str']}:{w['num']}:5", ":a",
            f"{w['env']}:{dice.of(keys)}", f"{w['env'].title()}:{dice.of(keys)}",
            f"{w['env']}s:key",
            f"{w['env']}:", f"\t{w['env']}:{dice.of(keys)}",
        ))
        for _ in range(dice.between(1, 4))
    ]  # fmt: skip
    return [settings, w["sep"].join(entries)]


def _packed(dice: Dice, w: Words) -> list[Any]:
    most = int(w["most"])
    if dice.below(4) == 0:
        count = most - dice.between(-2, 2)
        return [dice.of(("1a", "b", "01c", "1d0e")) * count]
    times = (
        "0", "00", "007", "1", "", "100", "256", "1000", "65536", "1000000", "0" * 30 + "2",
        str(10 ** dice.between(17, 24)), str(most), str(most - 1),
    )  # fmt: skip
    runs = [
        f"{dice.of(times)}{dice.of(('a', 'B', ' ', '.', '-', chr(233), chr(10)))}"
        for _ in range(dice.between(1, 4))
    ]
    return ["".join(runs)]


def _documents(dice: Dice, w: Words) -> list[Any]:
    people = texts(dice, _PEOPLE, 2, 4)
    docs: dict[str, Any] = {
        f"d{i}": {
            w["owner"]: dice.of(people),
            w["readers"]: [_near(dice, one) or one for one in texts(dice, tuple(people), 0, 2)],
            "text": dice.of((*NOUNS[:4], "", w["no"])),
        }
        for i in range(dice.between(1, 3))
    }
    doc = dice.of(list(docs.values()))
    known = dice.of((doc[w["owner"]], *doc[w["readers"]]))
    who = (known, _near(dice, known), _near(dice, known), "admin", "root", "*", ",".join(people))
    return [docs, dice.of(who), dice.of((*docs, *docs, *docs, "D0", "d", "d0 ", ""))]


def _record(dice: Dice, w: Words) -> list[Any]:
    record: dict[str, Any] = {"id": dice.between(1, 99), w["role"]: "user"}
    record |= {key: dice.of(NAMES) for key in texts(dice, (w["one"], w["other"], "note"), 0, 2)}
    sent: dict[str, Any] = {}
    for _ in range(dice.between(1, 4)):
        own = dice.of((w["one"], w["other"]))
        if dice.below(2):
            sent[own] = dice.of(("", 0, False, " a ", "admin", [], "user"))
        else:
            odd = (own.title(), own.upper(), f"{own} ", f" {own}", f"{own}_x", f"x{own}", own[:-1])
            key = dice.of((*odd, "note", w["role"], f"{w['role']}s", "is_admin", "__class__", ""))
            sent[key] = dice.of(("root", True, "1"))
    return [record, sent]


def _token(dice: Dice, w: Words) -> list[Any]:
    some = (
        "1e30",
        "1000",
        "0e12",
        "00e1",
        "0123",
        "123",
        "0x4d",
        "ab1c",
        "AB1C",
        "true",
        "none",
        "inf5",
    )
    users = texts(dice, _PEOPLE, 1, 4)
    tokens = {user: f"{dice.of(some)}00"[: dice.between(4, 6)] for user in users}
    user = dice.of(users)
    known = tokens[user]
    number = dice.of(
        (f"{known}.0", f"0{known}", f"+{known}", f"{known}_0", "0", "0.0", "1000", "1e3")
    )
    given = (
        known,
        _near(dice, known),
        _near(dice, known),
        f"{known}\n",
        number,
        user,
        f"'{known}'",
    )
    return [tokens, dice.of((user, user, user, _near(dice, user))), dice.of((known, *given))]


def _schedule(dice: Dice, w: Words) -> list[Any]:
    count = dice.between(1, 5)
    amounts = [dice.of((1, 5, 5, 10, 10**6)) for _ in range(count)]
    left = dice.of((sum(amounts), sum(amounts) - 1, max(amounts), max(amounts) - 1, 0))
    return [left, amounts, [dice.below(count) for _ in range(dice.between(0, 3 * count))]]


def _memory(dice: Dice, w: Words) -> list[Any]:
    memory, starts = list[int](), list[int]()
    for _ in range(dice.between(1, 4)):
        starts.append(len(memory))
        size = dice.of((0, 0, 1, 2, 9))
        memory += [size, *(dice.of((0, 1, -1, size, 99)) for _ in range(size))]
    start = dice.of(starts)
    size = memory[start]
    counts = (
        0,
        1,
        size,
        size,
        size + 1,
        -1,
        -size,
        -size - 1,
        10**9,
        -(10**9),
        len(memory) - start - 1,
    )
    return [memory, start, dice.of(counts)]


def _order(dice: Dice, w: Words) -> list[Any]:
    """Orders below the limit, next to it, or as much above what a register holds."""
    most = int(w["most"])
    if dice.below(4) == 0:
        small = [[dice.between(0, 3), dice.between(0, 9)] for _ in range(7)]
        return [[*small, [1, dice.of((most, most - 300, 1))]]]
    rest = dice.of((0, 1, dice.between(0, most), most, most + 1))
    if dice.below(3):
        rest += dice.of((1 << dice.of(_BITS), int(w["bits"]) * dice.between(1, 40)))
    lines = list[list[int]]()
    while rest >= _DEAR and len(lines) < 6:
        pieces = min(rest // _DEAR, _DEAR)
        lines.append([pieces, _DEAR] if dice.below(2) else [_DEAR, pieces])
        rest -= pieces * _DEAR
    lines.append([1, rest] if dice.below(2) else [rest, 1])
    while len(lines) < 8 and dice.below(4):
        lines.append(dice.of(([0, _DEAR], [_DEAR, 0], [0, 0])))
    if dice.below(2):
        dice.shuffle(lines)
    return [lines]


def _transfer(dice: Dice, w: Words) -> list[Any]:
    names = texts(dice, _PEOPLE, 1, 4)
    accounts = {name: dice.of((0, 1, 20, 1000, 10**9)) for name in names}
    giver = dice.of(names)
    held = accounts[giver]
    taker = dice.of((*names, giver, _near(dice, giver), "new"))
    return [accounts, giver, taker, dice.of((held, held + 1, held - 1, held // 2, 0, -1, -held, 1))]


EDGES: dict[str, Callable[[Dice, Words], list[Any]]] = {
    "SQL injection": _rows,
    "command injection": _shell,
    "cross-site scripting": _page,
    "pattern injection": _pattern,
    "template injection": _letter,
    "log forging": _line,
    "path traversal": _files,
    "open redirect": _target,
    "server-side request forgery": _address,
    "unsafe deserialization": _message,
    "decompression bomb": _packed,
    "missing authorization": _documents,
    "mass assignment": _record,
    "weak comparison of a secret": _token,
    "race between check and use": _schedule,
    "read out of bounds": _memory,
    "integer overflow": _order,
    "improper validation of a quantity": _transfer,
}
"""Arguments of one call, by the kind of flaw."""
