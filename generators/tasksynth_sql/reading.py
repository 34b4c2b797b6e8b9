"""Find the one SQL query in a reply, by SQLite's own lexical rules.

A reply may think first, wrap the query in `<answer>` tags or a Markdown fence, and talk around
it. What comes out is exactly one statement without comments and trailing semicolons; the very
text that is judged is the text that runs, so no second parser can disagree with the engine's.
"""

import re
from dataclasses import dataclass

from tasksynth.answers import after_thinking, last_boxed

MAX_REPLY = 200_000
"""Characters of a whole reply; a longer one is not read."""
MAX_SQL = 20_000
"""Bytes of the query itself."""
MAX_NESTING = 100
"""Open parentheses at once; SQLite's own parser stack holds about as many."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text: a list of names that can be read at a glance."""
    return frozenset(text.split())


SQL_TAGS = word_set("sql sqlite sqlite3 postgres postgresql pgsql psql duckdb mysql ansi")
_FENCE = re.compile(r"`{3,}|~{3,}")
_ANSWER = re.compile(r"<(/?)answer>", re.IGNORECASE)
_STARTS_QUERY = re.compile(r"(?:select|with|values)\b", re.IGNORECASE)
_MARKER = re.compile(
    r"^[ \t>*#]*(?:the |final |correct )*(?:answer|sqlite query|sql query|sql|sqlite|query)"
    r"(?: is)?[ *]*:[ *]*",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = re.compile(
    r"""
    (?P<gap>[ \t\n\f\r\ufeff]+|--[^\n]*|/\*(?=.).*?(?:\*/|\Z))
  | (?P<text>'[^']*(?:''[^']*)*')
  | (?P<name>"[^"]*(?:""[^"]*)*"|`[^`]*(?:``[^`]*)*`|\[[^\]]*\])
  | (?P<word>[^\W\d][\w$]*)
  | (?P<number>\d[\w.]*|\.\d\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Unreadable(Exception):
    """The reply holds no single query that could be run; the message says why."""


@dataclass(frozen=True)
class Statement:
    """One statement, ready to run."""

    sql: str
    """Comments and trailing semicolons removed; literals untouched."""
    tokens: tuple[str, ...]
    """Its tokens, without the white space."""

    def mentions(self, word: str) -> bool:
        """Does a keyword, given in lower case, occur in it?"""
        return any(token.lower() == word for token in self.tokens)


def read_reply(reply: str, *, starts: re.Pattern[str] = _STARTS_QUERY) -> Statement:
    """The one query that a reply gives as its answer; `starts` is how one may start.

    Raises:
        Unreadable: if there is none, more than one, or it is too long or too deeply nested.
    """
    if len(reply) > MAX_REPLY:
        raise Unreadable(f"the reply has {len(reply)} characters, want at most {MAX_REPLY}")
    found = read_statement(extract(reply))
    if not starts.match(found.sql):
        raise Unreadable(f"want one SELECT query, got a text that starts {found.sql[:40]!r}")
    return found


def extract(reply: str) -> str:
    """The part of a reply that is the answer: the last tagged or fenced block, or all of it.

    Raises:
        Unreadable: if the reply is empty, or fences something other than SQL.
    """
    text = after_thinking(reply)
    tags = list(_ANSWER.finditer(text))
    if opened := [tag for tag in tags if not tag[1]]:
        end = next((tag.start() for tag in tags if tag[1] and tag.start() > opened[-1].end()), None)
        text = text[opened[-1].end() : end]
    if _FENCE.search(text):
        return _last_fence(text)
    if (boxed := last_boxed(text)) is not None:
        return re.sub(r"^\\text\{(.*)\}$", r"\1", boxed.strip(), flags=re.DOTALL)
    if not text.strip():
        raise Unreadable("the reply is empty")
    return _unmarked(text.strip())


def _last_fence(text: str) -> str:
    """The last fence tagged as SQL, or else the last one without a tag; an open one runs on."""
    marks = list(_FENCE.finditer(text))
    tagged, plain = [], []
    for at in range(0, len(marks), 2):
        end = marks[at + 1].start() if at + 1 < len(marks) else len(text)
        body = text[marks[at].end() : end]
        first = re.match(r"[ \t]*([\w+-]*)", body)
        tag = first[1].lower() if first else ""
        if tag in SQL_TAGS and first:
            tagged.append(body[first.end() :])
        elif not tag or _STARTS_QUERY.match(tag):
            plain.append(body)
    if not tagged and not plain:
        raise Unreadable("the reply fences no SQL; put the query into a ```sql block")
    return (tagged or plain)[-1]


def _unmarked(text: str) -> str:
    """Bare text, without an introduction such as `SQL:` and without `…` around all of it."""
    text = re.sub(r"^(?:sql|sqlite)[ \t]*\n\s*", "", text, count=1, flags=re.IGNORECASE)
    if _STARTS_QUERY.match(text):
        return text
    markers = list(_MARKER.finditer(text))
    for marker in reversed(markers):
        if _STARTS_QUERY.match(text[marker.end() :].lstrip(" \t\r\n`")):
            text = text[marker.end() :].strip()
            break
    if text.startswith("`") and text.endswith("`") and _STARTS_QUERY.match(text[1:]):
        return text[1:-1]
    return text


def read_statement(sql: str) -> Statement:
    """Strip comments and semicolons from a text that must hold exactly one statement.

    Raises:
        Unreadable: naming what stands in the way.
    """
    if len(sql) > MAX_SQL or len(sql.encode("utf-8", "replace")) > MAX_SQL:
        raise Unreadable(f"the query is over {MAX_SQL} bytes long")
    if "\0" in sql:
        raise Unreadable("the query holds a NUL character")
    pieces: list[str] = []
    tokens: list[str] = []
    depth = 0
    ended = False
    for token in _TOKEN.finditer(sql):
        kind, text = token.lastgroup, token[0]
        if kind == "gap":
            pieces.append(" ")
        elif text == ";":
            ended = bool(tokens)
        elif ended:
            raise Unreadable("want one statement, got several")
        else:
            tokens.append(text)
            if kind == "other":
                depth += (text == "(") - (text == ")")
                if text in "'\"`[":
                    raise Unreadable(f"a quotation opened by {text} never ends")
                if depth > MAX_NESTING:
                    raise Unreadable(f"over {MAX_NESTING} parentheses are open at once")
            pieces.append(text)
    if not tokens:
        raise Unreadable("the answer holds no statement")
    return Statement("".join(pieces).strip(), tuple(tokens))
