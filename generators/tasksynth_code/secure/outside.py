"""Flaws of names for what lies outside: files, addresses, kinds of objects, packed data."""

from collections.abc import Mapping
from typing import Any

from tasksynth.rng import Dice
from tasksynth_code.secure.weakness import NOUNS, Weakness, texts

_PLACES = (
    "target", "url", "back", "then", "where", "next_url", "page", "wanted", "goal", "link",
    "path", "place", "return_to", "after", "spot", "onward", "to", "dest",
)  # fmt: skip
_HOMES = (
    "/home", "/start", "/index", "/welcome", "/me", "/account", "/list", "/main", "/shop",
    "/news", "/inbox", "/help", "/board", "/team", "/wall", "/feed", "/map", "/today", "/games",
    "/music", "/store", "/desk", "/front", "/lobby", "/plan", "/docs/intro",
)  # fmt: skip
_PACKS = (
    "packed", "data", "code", "body", "stream", "upload", "text", "blob", "archive", "short",
    "squeezed", "source",
)  # fmt: skip


def _files(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    folder = w["folder"]
    names = texts(dice, ("a", "b.txt", "sub/a", "sub/c", "..x", "sub/deep/d"), 1, 4)
    paths = [f"{folder}/{name}" for name in names]
    paths += texts(dice, (f"{folder}_old/key", "key", f"{folder}2", "private/key", folder), 1, 4)
    files = {path: dice.of(NOUNS) for path in paths}
    target = dice.of(paths)
    honest = dice.of((
        *names, f"./{names[0]}", f"sub/../{names[-1]}", f"/{names[0]}", f"x//..//{names[0]}",
        "none", "sub", f"{names[0]}/", "",
    ))  # fmt: skip
    hostile = dice.of((
        f"../{target}", f"sub/../../{target}", f"./../{target}", f"../../{target}",
        f"/../{target}", f"a/./../../{target}", f"../x/../{target}", "..", "../.",
    ))  # fmt: skip
    return [files, hostile if dice.below(2) == 0 else honest]


PATH = Weakness(
    name="path traversal",
    cwe=22,
    rank=0,
    arguments=("a", "b"),
    say="""`$a` is a dictionary from paths of files to their texts; `$b` is a path that
    begins in the folder `$folder`. The parts of a path are set apart by /. The part `..`
    leads to the folder above (at the top, nowhere), and `.` and empty parts change nothing.
    Returns the text of the file that the path ends at, or None if there is none, or if it
    is not inside of the folder `$folder`.""",
    safe="""
def $h(path):
    parts = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def $f($a, $b):
    full = $h("$folder/" + $b)
    if not full.startswith("$folder/"):
        return None
    return $a.get(full)
""",
    flaws=(
        (('    if not full.startswith("$folder/"):\n        return None\n', ""),),
        (('full.startswith("$folder/")', 'full.startswith("$folder")'),),
        (("if not full", 'if $b.startswith("..") and not full'),),
        (("if not full", 'if "/../" in $b and not full'),),
    ),
    words={
        "f": ("read_page", "fetch", "open_file", "serve", "text_at"),
        "h": ("resolved", "normal", "simplified", "real_path", "walked", "landing", "plain_path"),
        "a": ("files", "tree", "disk", "pages", "texts", "store", "archive"),
        "b": ("name", "path", "wanted", "link"),
        "folder": ("public", "docs", "shared", "static", "site", "open", "www", "assets"),
    },
    draw=_files,
)


def _target(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    word = dice.of(("cart", "a", "x1", w["home"][1:], "it's", "new-born", "evil.test", "b_c"))
    more = dice.of(
        ("", "", "/", "/b", "//b", "?next=//y", "?a=b", "#top", "\\b", "\\", ":80/", "/..")
    )
    lead = dice.of(
        ("/", "/", "/", "//", "/\\", "", "///", "/\\/", "\\", "\\/", "http://", "https://")
    )
    return [lead + word + more if dice.below(12) else lead]


REDIRECT = Weakness(
    name="open redirect",
    cwe=601,
    rank=0,
    arguments=("b",),
    say="""`$b` is a text. Returns it as it is if it is a path on this site: its first
    character is /, and its second one, if there is one, is neither / nor a backslash.
    Otherwise returns the text `$home`.""",
    safe="""
def $f($b):
    if $b[:1] == "/" and $b[1:2] not in ("/", "\\\\"):
        return $b
    return "$home"
""",
    flaws=(
        (('$b[:1] == "/" and $b[1:2] not in ("/", "\\\\")', "$b"),),
        ((' and $b[1:2] not in ("/", "\\\\")', ""),),
        (('$b[1:2] not in ("/", "\\\\")', '$b[1:2] != "/"'),),
        (('$b[1:2] not in ("/", "\\\\")', '"://" not in $b'),),
    ),
    words={
        "f": ("next_page", "go_to", "after_login", "landing", "redirect_to"),
        "b": _PLACES,
        "home": _HOMES,
    },
    draw=_target,
    refusal='"$home"',
)


def _address(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    own = w["site"]
    host = dice.of((
        own, f"www.{own}", f"a.b.{own}", "other.test", f"{own}.test", f"x{own}", f"x-{own}",
        f"{own}@other.test", f"other.test/{own}", f"other.test?.{own}", f"other.test#.{own}",
        f"me@{own}", f"me@other.test@www.{own}", f"{own}:80@other.test", "127.0.0.1",
        f"{own}x", f"{own}.other.test", f"www.{own}:1@other.test", f"{own}-2.test",
    ))  # fmt: skip
    port, rest = dice.of(("", "", ":8080")), dice.of(("", "/", "/a.png", "?a=@b", "#c", "/@x"))
    return [f"{dice.of(('http', 'https'))}://{host}{port}{rest}"]


HOST = Weakness(
    name="server-side request forgery",
    cwe=918,
    rank=1,
    arguments=("b",),
    say="""`$b` is an address: a text that begins with http:// or https://. Its host is
    what follows up to the next /, ? or #, without what comes up to the last @ in that, and
    then without what comes after the first colon. Returns True if the host is `$site`, or
    ends with `.$site`, and otherwise False.""",
    safe="""
def $h(address):
    rest = address.split("://", 1)[1]
    for sign in "/?#":
        rest = rest.split(sign)[0]
    return rest.split("@")[-1].split(":")[0]


def $f($b):
    host = $h($b)
    return host == "$site" or host.endswith(".$site")
""",
    flaws=(
        (('host == "$site" or host.endswith(".$site")', '"$site" in host'),),
        (('host == "$site" or host.endswith(".$site")', 'host.endswith("$site")'),),
        (('host == "$site" or host.endswith(".$site")',
          'host.startswith("$site") or host.endswith(".$site")'),),
        (('for sign in "/?#"', 'for sign in "/"'),),
        (('rest.split("@")[-1].split(":")[0]', 'rest.split(":")[0].split("@")[-1]'),),
    ),
    words={
        "f": ("allowed", "may_fetch", "ours", "trusted"),
        "h": ("host_of", "server", "machine_of", "site_of"),
        "b": ("url", "link", "source", "hook"),
        "site": ("shop.test", "files.test", "img.test", "own.test", "api.test", "lab.test"),
    },
    draw=_address,
    refusal="false",
)  # fmt: skip


def _message(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    keys = texts(dice, ("key", "host", "mode", w["base"]), 1, 4)
    settings = {key: dice.of(NOUNS) for key in keys}
    secret = dice.of((*settings, "key"))
    entries = []
    for _ in range(dice.between(1, 4)):
        entries.append(dice.of((
            f"{w['num']}:{dice.between(0, 120)}",
            f"{w['str']}:{dice.of(('a', 'it is', 'x:y', ''))}", f"{w['str']}:{w['env']}:{secret}",
            f"{w['env']}:{secret}", f" {w['env']}:{secret}",
            f"{w['env'].upper()}:{secret}", f"{w['env']} :{secret}", "other:1", f"{w['env']}",
        )))  # fmt: skip
    return [settings, w["sep"].join(entries)]


OBJECTS = Weakness(
    name="unsafe deserialization",
    cwe=502,
    rank=1,
    arguments=("a", "b"),
    say="""`$a` is a dictionary of texts, our settings. `$b` is a message from outside:
    entries with `$sep` between them, each a kind, a colon, and a text. Returns a list:
    first the setting `$base` (an empty text if there is none), then for each entry in turn,
    if its kind is exactly `$num`, its text as a whole number (it is one then), and if its
    kind is exactly `$str`, its text. Entries of other kinds are left out, also those of the
    kind `$env`, which stands for a setting in messages of our own.""",
    safe="""
def $h($a, message, kinds):
    made = []
    for entry in message.split("$sep"):
        kind, _, text = entry.partition(":")
        if kind not in kinds:
            continue
        if kind == "$num":
            made.append(int(text))
        elif kind == "$str":
            made.append(text)
        else:
            made.append($a.get(text, ""))
    return made


def $f($a, $b):
    return $h($a, "$env:$base", ["$env"]) + $h($a, $b, ["$num", "$str"])
""",
    flaws=(
        (('$b, ["$num", "$str"]', '$b, ["$num", "$str", "$env"]'),),
        (("if kind not in kinds", 'if kind == "$env" and kind not in kinds'),),
        (
            ("if kind not in kinds:\n            continue\n        if", "if"),
            ("        else:\n", '        elif "$env" in kinds or kind.strip() == "$env":\n'),
        ),
    ),
    words={
        "f": ("received", "loaded", "take_in", "answer_to"),
        "h": ("decoded", "load", "unpack", "objects"),
        "a": ("settings", "config", "options", "env"),
        "b": ("message", "body", "packet", "posted"),
        "sep": (";", "|", ",", "&"),
        "base": ("name", "title", "greet", "lang"),
        "num": ("num", "int", "n", "count"),
        "str": ("str", "text", "s", "word"),
        "env": ("conf", "setting", "ref", "var"),
    },
    draw=_message,
    refusal="[]",
)


def _packed(dice: Dice, w: Mapping[str, str]) -> list[Any]:
    most = int(w["most"])
    runs = [
        f"{dice.of(('', '', '2', '3', '10', str(most // 2), str(most), str(most + 1), '99'))}"
        f"{dice.of('abc -')}"
        for _ in range(dice.between(0, 4))
    ]
    return ["".join(runs)]


BOMB = Weakness(
    name="decompression bomb",
    cwe=409,
    rank=0,
    arguments=("b",),
    say="""`$b` is a packed text: other characters than digits, each with the number of
    times that it stands there before it, or without one if that is 1. Returns the text
    unpacked; None if it has more than $most characters.""",
    safe="""
def $f($b):
    made = ""
    digits = ""
    for c in $b:
        if c.isdigit():
            digits += c
            continue
        times = int(digits or "1")
        if len(made) + times > $most:
            return None
        made += c * times
        digits = ""
    return made
""",
    flaws=(
        (("        if len(made) + times > $most:\n            return None\n", ""),),
        (("len(made) + times > $most", "times > $most"),),
        (("len(made) + times > $most", "len(made) > $most"),),
        (("len(made) + times > $most", "len(digits) > 2"),),
    ),
    words={
        "f": ("unpacked", "expanded", "inflate", "decoded_text"),
        "b": _PACKS,
        "most": tuple(map(str, range(16, 90))),
    },
    draw=_packed,
)

OUTSIDE = (PATH, REDIRECT, HOST, OBJECTS, BOMB)
"""What this module adds."""
