"""Read a formula back out of a tale, by its text alone: what a person who knows the language does.

Nothing here comes from the tables that tales are made of. Sentences are parsed, not matched with
frames: a word that joins where it must not, or anything left over, is an error.
"""

import re
from dataclasses import dataclass

Clauses = tuple[tuple[int, ...], ...]
Literals = list[tuple[str, bool]]


@dataclass(frozen=True)
class Reader:
    """What a reader of one language knows."""

    items: str
    """The list of the things, within the scene."""
    between: str
    """What separates them there."""
    sentence_end: str
    true: str
    false: str
    words: dict[str, str]
    """Patterns of AND, OR, IF, NEVER, ATLEAST and COMMA; SKIP is read past."""


READERS = {
    "en": Reader(
        items=r"(?:: |\()(the [^.:()]*)[.)]",
        between=r", | and ",
        sentence_end=r"(?<=\.)”? ",
        true=r"spicy|lit|open|in spring|on Saturday|by ship|switched on|blue",
        false=r"mild|dark|closed|in autumn|on Sunday|by rail|switched off|white",
        words={
            "NEVER": r"only if|Anything but this combination:|one outcome that .* cannot accept:",
            "ATLEAST": r"at least one of",
            "IF": r"[Ii]f",
            "AND": r"and",
            "OR": r"or",
            "COMMA": r",",
        },
    ),
    "de": Reader(
        items=r"(?:: |\()((?:der|die|das) [^.:()]*)[.)]",
        between=r", | und ",
        sentence_end=r"(?<=\.)“? ",
        true=r"scharf|leuchte\w+|geöffnet|im Frühling|am Samstag|per Schiff|eingeschaltet|blau",
        false=r"mild|dunkel|geschlossen|im Herbst|am Sonntag|per Bahn|ausgeschaltet|weiß",
        words={
            "NEVER": (
                r"nur dann verärgert, wenn|beschwere mich nur, wenn|Kombination lehnt .* ab: dass|"
                r"außer damit, dass"
            ),
            "SKIP": r"genügt es, wenn|, solange|, dass",
            "IF": r"[Ww]enn|[Ff]alls",
            "AND": r"und",
            "OR": r"oder",
            "COMMA": r",",
        },
    ),
    "es": Reader(
        items=r"(?:: |\()((?:el|la) [^.:()]*)[.)]",
        between=r", | y ",
        sentence_end=r"(?<=\.) ",
        true=(
            r"con picante|se enciend\w+|encenderse|abr(?:e|en|a|an|ir)|en primavera|el sábado|"
            r"en barco|en marcha|de azul"
        ),
        false=(
            r"sin picante|a oscuras|cierr(?:a|an|e|en)|cerrar|en otoño|el domingo|en tren|"
            r"en reposo|de blanco"
        ),
        words={
            "NEVER": (
                r"solo se molestará si|Solo me quejaré si|combinación(?: que .* no acepta)?: que"
            ),
            "IF": r"[Ss]i",
            "AND": r"y",
            "OR": r"o",
            "COMMA": r",",
        },
    ),
    "zh": Reader(
        items=r"[：（]([^。：（）]*)[。）]",
        between="、",
        sentence_end=r"(?<=。)(?!”)|(?<=。”)",
        true=r"做成辣味|亮着|开放|在春天种|在周六演出|走水路|开着|刷成蓝色",
        false=r"做成原味|灭着|关闭|在秋天种|在周日演出|走铁路|关着|刷成白色",
        words={
            "NEVER": r"只有当|除了一种情况：|唯一不能接受的情况是：",
            "ATLEAST": r"中至少有一[道盏个种批台间]",
            "IF": r"如果|要是",
            "AND": r"而且|和",
            "OR": r"或者|或",
            "COMMA": r"[，、]",
        },
    ),
}


def retold(prompt: str, language: str) -> Clauses:
    """The clauses that a tale tells, literals in the order told."""
    reader = READERS[language]
    scene, *told, _ = prompt.split("\n\n")
    listed = re.search(reader.items, scene)
    assert listed, scene
    number = {name: v for v, name in enumerate(re.split(reader.between, listed[1]), 1)}
    lines = [re.sub(r"^(?:\d+\.|-) ", "", line) for block in told for line in block.splitlines()]
    sentences = [part for line in lines for part in re.split(reader.sentence_end, line)]
    pattern = _pattern(reader, number)
    clauses = []
    for sentence in sentences:
        found = [(match.lastgroup or "", match[0]) for match in pattern.finditer(sentence)]
        tokens = [token for token in found if token[0] != "SKIP"]
        if any(kind == "ITEM" for kind, _ in tokens):
            literals = _Parser(tokens).sentence()
            clauses.append(tuple(number[name] * (1 if on else -1) for name, on in literals))
    return tuple(clauses)


def _pattern(reader: Reader, number: dict[str, int]) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, number), key=len, reverse=True))
    kinds = {"ITEM": names, "TRUE": reader.true, "FALSE": reader.false, **reader.words}
    apart = reader is not READERS["zh"]
    before, after = (r"(?<!\w)", r"(?!\w)") if apart else ("", "")
    return re.compile(
        "|".join(
            f"(?P<{kind}>{words})" if kind == "COMMA" else f"(?P<{kind}>{before}(?:{words}){after})"
            for kind, words in kinds.items()
        )
    )


class _Parser:
    """Recursive descent over the tokens of a sentence."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.at = 0

    def sentence(self) -> Literals:
        self.maybe("COMMA")
        if self.maybe("NEVER"):
            literals = _negated(self.clause("AND"))
        elif self.maybe("IF"):
            literals = _negated(self.clause("AND"))
            assert self.maybe("COMMA"), self.tokens
            literals += self.clause("OR")
        else:
            literals = self.clause("OR")
            self.maybe("COMMA")
            if self.maybe("IF"):
                literals += _negated(self.clause("AND"))
        while self.maybe("COMMA"):
            pass
        assert self.at == len(self.tokens), self.tokens
        return literals

    def clause(self, joint: str) -> Literals:
        """Groups of things in the same state, joined by the one word."""
        literals = self.group(joint)
        while True:
            start = self.at
            self.maybe("COMMA")
            if not self.maybe(joint):
                self.at = start
                return literals
            literals += self.group(joint)

    def group(self, joint: str) -> Literals:
        at_least = self.maybe("ATLEAST")
        names = [self.take("ITEM")]
        joints = set()
        while self.peek() in ("COMMA", "AND", "OR"):
            joints.add(self.peek())
            self.at += 1
            names.append(self.take("ITEM"))
        at_least = self.maybe("ATLEAST") or at_least
        joints.discard("COMMA")
        if at_least:
            assert joint == "OR", self.tokens
            joint = "AND"
        assert joints == ({joint} if len(names) > 1 else set()), self.tokens
        on = self.peek() == "TRUE"
        self.take("TRUE" if on else "FALSE")
        return [(name, on) for name in names]

    def peek(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else "END"

    def maybe(self, kind: str) -> bool:
        if self.peek() != kind:
            return False
        self.at += 1
        return True

    def take(self, kind: str) -> str:
        assert self.peek() == kind, (kind, self.at, self.tokens)
        self.at += 1
        return self.tokens[self.at - 1][1]


def _negated(literals: Literals) -> Literals:
    return [(name, not on) for name, on in literals]
