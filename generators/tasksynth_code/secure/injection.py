"""Flaws of what a caller writes into a language: of queries, shells, pages, patterns, templates."""

from collections.abc import Mapping
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.secure.weakness import NAMES, NOUNS, Weakness, texts


def _rows(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    """Rows, and a value: one that is there, one that is not, or one that goes on as a condition."""
    rows = [
        {
            w["id"]: f"{dice.between(1, 99)}",
            w["col"]: name,
            w["other"]: dice.of((*NOUNS[:4], w["pub"])),
        }
        for name in texts(dice, (*NAMES, "N'Golo", "O'Hara", "'", "me or you"), 1, 4)
    ]
    if dice.below(3) == 0:
        rows[0][w["col"]] = dice.of(("O'Neil", "d'Arc", "it's = me", "?", "me or you", "Al or Bo"))
    known = dice.of(rows)
    attacks = (
        "x' or '1' = '1",
        f"x' or or {w['id']} = {w['id']} or or 'a",
        f"' or {w['col']} = {w['col']} or 'a",
        f"x' or {w['id']} = '{known[w['id']]}",
        f"{known[w['col']]}' or {w['other']} = '{known[w['other']]}",
        f"' or {w['id']} = {w['id']} or b = 'a",
        "x' or 'b' = 'b",
    )
    kind = dice.below(5)
    value = (known[w["col"]], dice.of(NAMES), dice.of((*NOUNS, "?", "", "'", "me or you"))) + (
        dice.of(attacks),
    ) * 2
    return [rows, value[kind]]


_ASKED = """"$col = ? or $other = '$pub'", $b)"""
_ASKED_IN_TEXT = """"$col = '" + VALUE + "' or $other = '$pub'")"""
SQL = Weakness(
    name="SQL injection",
    cwe=89,
    rank=1,
    arguments=("a", "b"),
    say="""`$a` is a list of rows, dictionaries with texts in the columns `$id`, `$col` and
    `$other`; `$b` is a text. Returns the list of the values in `$id` of those rows whose `$col`
    is exactly `$b`, whatever signs it has, or whose `$other` is `$pub`, in the order of the
    rows.""",
    safe="""
def $g(row, side, given):
    if side == "?":
        return given
    if side[:1] == "'":
        return side[1:-1]
    return row.get(side)


def $h(row, condition, given=""):
    for one in condition.split(" or "):
        left, _, right = one.partition(" = ")
        if right and $g(row, left, given) == $g(row, right, given):
            return True
    return False


def $f($a, $b):
    return [row["$id"] for row in $a if $h(row, "$col = ? or $other = '$pub'", $b)]
""",
    flaws=(
        ((_ASKED, _ASKED_IN_TEXT.replace("VALUE", "$b")),),
        ((_ASKED, _ASKED_IN_TEXT.replace("VALUE", "$b.replace(\"' or '\", '')")),),
        ((_ASKED, _ASKED_IN_TEXT.replace("VALUE", '$b.strip("\'")')),),
    ),
    words={
        "f": ("find", "lookup", "search", "ids_of", "select"),
        "g": ("side_of", "value", "operand", "term"),
        "h": ("holds", "matches", "true_for", "fits"),
        "a": ("rows", "table", "records", "entries"),
        "b": ("name", "wanted", "key", "term_text"),
        "id": ("id", "no", "number", "code"),
        "col": ("owner", "user", "login", "author", "client"),
        "other": ("kind", "state", "access", "mode"),
        "pub": ("open", "public", "free", "shared"),
    },
    draw=_rows,
    refusal="[]",
)


def _shell(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    some = (*NOUNS, "a; b", f"x;{w['cmd']}", ";", "(none);")
    files = {name: dice.of(NOUNS) * dice.between(1, 2) for name in texts(dice, some, 1, 4)}
    files[w["first"]] = dice.of(NAMES)
    names = list(files)
    kind = dice.below(6)
    if dice.below(4) == 0:
        names.append(dice.of(("a;b", "cat; x", "a; b")))
        files[names[-1]] = dice.of(NOUNS)
        kind = 6
    inner = dice.of(("cat", w["cmd"], "cat"))
    attack = dice.of((
        f"{dice.of(names)}; {inner} {dice.of(names)}", f"x;{inner} {dice.of(names)}",
        f"x ; {inner} {dice.of(names)}; {inner} y", f"{dice.of(names)};",
    ))  # fmt: skip
    return [files, attack if kind < 3 else dice.of((names[-1], dice.of(names), "(none)"))]


SHELL = Weakness(
    name="command injection",
    cwe=78,
    rank=1,
    arguments=("a", "b"),
    say="""`$a` is a dictionary from names of files to their texts; `$b` is a text without
    spaces at its ends. Returns a list of two: the text of the file `$first`, and the number
    of characters in the file whose name is exactly `$b`, whatever signs the name has. A
    file that is not there counts as an empty text.""",
    safe="""
def $g(line):
    return [one.strip().partition(" ") for one in line.split(";")]


def $h($a, commands):
    out = []
    for word, _, name in commands:
        text = $a.get(name, "")
        if word == "cat":
            out.append(text)
        elif word == "$cmd":
            out.append(len(text))
    return out


def $f($a, $b):
    return $h($a, $g("cat $first") + [("$cmd", " ", $b)])
""",
    flaws=(
        (('"cat $first") + [("$cmd", " ", $b)])', '"cat $first; $cmd " + $b))'),),
        (('"cat $first") + [("$cmd", " ", $b)])', '"cat $first; $cmd " + $b.replace("; ", "")))'),),
        (('"cat $first") + [("$cmd", " ", $b)])',
          '"cat $first; $cmd " + $b.replace("cat", "")))'),),
    ),
    words={
        "f": ("report", "measure_file", "status", "inspect"),
        "g": ("parsed", "split_line", "commands_of", "read_line"),
        "h": ("run", "shell", "execute", "perform"),
        "a": ("files", "disk", "store", "folder"),
        "b": ("name", "path", "chosen", "target"),
        "cmd": ("size", "count", "length", "wc"),
        "first": ("motd", "banner", "title", "version"),
    },
    draw=_shell,
)  # fmt: skip


def _page(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    odd = (
        "<b>", "<script>go()</script>", '" onclick="go()', "a<b", "<<script>script>", '">',
        "fish & chips", "&lt;", "<SCRIPT>", "</a>",
    )  # fmt: skip
    plain = (*NAMES, "it's (ok);")
    return [dice.of(odd if dice.below(3) == 0 else plain) for _ in "ab"]


HTML = Weakness(
    name="cross-site scripting",
    cwe=79,
    rank=0,
    arguments=("a", "b"),
    say="""`$a` and `$b` are texts. Returns the HTML `<$tag $attr="B">A</$tag>`, where A
    stands for `$a` and B for `$b`. In both of them & is written `&amp;`, < is written
    `&lt;`, > is written `&gt;`, and the double quote is written `&quot;`; all else stays as
    it is.""",
    safe="""
def $h(text):
    text = text.replace("&", "&amp;")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def $f($a, $b):
    return '<$tag $attr="' + $h($b) + '">' + $h($a) + "</$tag>"
""",
    absent=2,
    flaws=(
        (("$h($a)", "$a"),),
        (("$h($b)", "$b"),),
        (("""return text.replace('"', "&quot;")""", "return text"),),
        (("$h($a)", '$a.replace("<script>", "")'),),
        (('.replace(">", "&gt;")', ""),),
    ),
    words={
        "f": ("link", "show", "card", "badge", "cell"),
        "h": ("escaped", "safe_text", "quoted", "encode"),
        "a": ("label", "comment", "caption", "message"),
        "b": ("hint", "author", "note", "tooltip"),
        "tag": ("a", "p", "li", "span", "td", "div"),
        "attr": ("title", "data-by", "alt", "class"),
    },
    draw=_page,
    refusal='""',
)


def _pattern(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    some = (
        "apple", "apricot", "a*c", "a?b", "axb", "*", "*star", "?", "what?", "w\\x", "w\\*", "why",
        "50% a*c", "", "appl*", "star", "\\", "\\n",
    )  # fmt: skip
    titles = texts(dice, some, 2, 6)
    chosen = dice.of(titles)
    start = chosen[: dice.between(0, 4)]
    odd = dice.of(("*", "a*", "?", "w?", "a?", "\\", "w\\", "*s", "**", "a*e", "?p", "\\*", "\\?"))
    return [titles, odd if dice.below(2) == 0 else start]


PATTERN = Weakness(
    name="pattern injection",
    cwe=155,
    rank=1,
    arguments=("a", "b"),
    say="""`$a` is a list of texts, and `$b` is a text. Returns the list of those texts of
    `$a` that begin with `$b`, in their order. The signs *, ? and the backslash stand for
    themselves in `$b`, as all others do.""",
    safe="""
def $h(pattern, text):
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any($h(pattern[1:], text[i:]) for i in range(len(text) + 1))
    literal = pattern[0] == "\\\\"
    if literal:
        pattern = pattern[1:]
    if not text or (pattern[:1] != text[0] and (literal or pattern[0] != "?")):
        return False
    return $h(pattern[1:], text[1:])


def $g(text):
    return "".join("\\\\" + c if c in "*?\\\\" else c for c in text)


def $f($a, $b):
    return [one for one in $a if $h($g($b) + "*", one)]
""",
    flaws=(
        (("$h($g($b) +", "$h($b +"),),
        (('c in "*?\\\\"', 'c == "*"'),),
        (('c in "*?\\\\"', 'c in "*?"'),),
        (('c in "*?\\\\"', 'c in "*\\\\"'),),
    ),
    words={
        "f": ("starting", "completions", "suggest", "with_prefix"),
        "g": ("literal_of", "masked", "plain", "escape"),
        "h": ("matches", "glob", "like", "fits_pattern"),
        "a": ("titles", "names", "topics", "words"),
        "b": ("start", "prefix", "typed", "query"),
    },
    draw=_pattern,
    refusal="[]",
)  # fmt: skip


def _letter(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    odd = ("{%s}", "{{%s}}", "a{%s}b", "{%s", "{ %s }", "%s}")
    some = []
    for _ in "ab":
        field = dice.of((w["secret"], w["secret"], w["last"], w["what"], w["who"], "other"))
        parted = f"{{{field[:2]}{{{field}}}{field[2:]}}}"
        attack = dice.of((*(one % field for one in odd), parted))
        some.append(attack if dice.below(5) < 2 else dice.of((*NAMES, *NOUNS)))
    return [*some, f"{dice.of('abck')}{dice.between(100, 999)}-{dice.between(10, 99)}"]


_ONCE = """    first, *others = template.split("{")
    for part in others:
        name, _, rest = part.partition("}")
        first += values[name] + rest
    return first
"""
_IN_TURN = """    for name in values:
        template = template.replace("{" + name + "}", VALUE)
    return template
"""
TEMPLATE = Weakness(
    name="template injection",
    cwe=1336,
    rank=1,
    arguments=("who", "what", "secret"),
    say="""All three are texts. Returns the text `$hello W, $verb H ($end E)`, where W
    stands for `$who`, H for `$what`, and E for the last two characters of `$secret`.
    Whatever is in `$who` and `$what`, braces too, stays as it is.""",
    safe=f"""
def $h(template, values):
{_ONCE}
"""
    """
def $f($who, $what, $secret):
    values = {"$who": $who, "$what": $what, "$last": $secret[-2:], "$secret": $secret}
    return $h("$hello {$who}, $verb {$what} ($end {$last})", values)
""",
    flaws=(
        ((_ONCE, _IN_TURN.replace("VALUE", "values[name]")),),
        ((_ONCE, _IN_TURN.replace("VALUE", 'values[name].replace("{$secret}", "")')),),
        (
            ("values[name] + rest", 'values.get(name, "{" + name + "}") + rest'),
            ('$h("$hello {$who}, $verb', '$h("$hello " + $who + ", $verb'),
        ),
    ),
    words={
        "f": ("letter", "greeting", "notice", "mail_text"),
        "h": ("filled", "expand", "merge", "fill_in"),
        "who": ("guest", "buyer", "reader", "member"),
        "what": ("order", "subject", "remark", "ware"),
        "secret": ("token", "card", "pin_code", "account"),
        "last": ("end", "tail", "last", "short"),
        "hello": ("Dear", "Hello", "To", "Hi"),
        "verb": ("we got", "thank you for", "about", "re:"),
        "end": ("ends in", "no. ..", "code ..", "ref"),
    },
    draw=_letter,
    refusal='""',
)


def _line(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    odd = (
        f"hi\n{w['user']}=root {w['did']}=ok", "a\\nb", "\n", "a\rb", "a\r\nb", "\\", "end\\",
        f"x\r{w['user']}=root", "two\n\nlines", "a\tb", "'it' is \"so\"", "caf\u00e9",
    )  # fmt: skip
    some = [dice.of(odd) if dice.below(5) < 2 else dice.of((*NAMES, *NOUNS)) for _ in "ab"]
    return [texts(dice, ("start", "stop", "a=1", "b=2 c"), 0, 2), *some]


LOG = Weakness(
    name="log forging",
    cwe=117,
    rank=0,
    arguments=("a", "who", "what"),
    say="""`$a` is a list of the lines of a log, and `$who` and `$what` are texts. Returns
    `$a` with one more line, `$user=W $did=H`, where W stands for `$who` and H for `$what`.
    In both of them a backslash is written as two, a line feed as a backslash and n, and a
    carriage return as a backslash and r; all else stays as it is.""",
    safe="""
def $h(text):
    text = text.replace("\\\\", "\\\\\\\\")
    text = text.replace("\\n", "\\\\n")
    return text.replace("\\r", "\\\\r")


def $f($a, $who, $what):
    return $a + ["$user=" + $h($who) + " $did=" + $h($what)]
""",
    absent=2,
    flaws=(
        (("$h($what)", "$what"),),
        (("$h($who)", "$who"),),
        (('return text.replace("\\r", "\\\\r")', "return text"),),
        (('    text = text.replace("\\\\", "\\\\\\\\")\n', ""),),
    ),
    words={
        "f": ("logged", "add_line", "noted", "write_log"),
        "h": ("one_line", "flat", "clean", "encoded"),
        "a": ("log", "lines", "journal", "history"),
        "who": ("name", "login", "visitor", "caller"),
        "what": ("deed", "request", "said", "comment"),
        "user": ("user", "by", "who", "from"),
        "did": ("did", "said", "asked", "msg"),
    },
    draw=_line,
    refusal="[]",
)

INJECTIONS = (SQL, SHELL, HTML, PATTERN, TEMPLATE, LOG)
"""What this module adds."""
