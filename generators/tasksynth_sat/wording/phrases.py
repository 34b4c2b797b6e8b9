"""What the puzzles say around their stories, in four languages."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tasksynth_sat.reading.words import IMPOSSIBLE
from tasksynth_sat.tales.tongue import Language


def listed(words: Sequence[str], *, last: str = "and", comma: str = ", ") -> str:
    """`a`, `a and b`, `a, b and c`; empty for no words."""
    if len(words) < 2:
        return "".join(words)
    joint = f" {last} " if comma.endswith(" ") else last
    return f"{comma.join(words[:-1])}{joint}{words[-1]}"


@dataclass(frozen=True)
class Speech:
    """The frame of a prompt in one language. Tuples of texts hold paraphrases."""

    both: str
    """The word between the last two of a list."""
    either: str
    comma: str
    promised: tuple[str, ...]
    in_doubt: tuple[str, ...]
    endings: tuple[str, ...]
    """How to answer, with `{form}`."""
    answer: str
    """How an answer begins."""
    impossible: str
    talk: str = ""
    """Lower-case words around an answer that mean nothing in it."""
    smooth: Callable[[str], str] = str
    """What the language does to words that meet."""

    def listed(self, words: Sequence[str]) -> str:
        """`a, b and c`."""
        return listed(words, last=self.both, comma=self.comma)

    def offered(self, words: Sequence[str]) -> str:
        """`a, b or c`."""
        return listed(words, last=self.either, comma=self.comma)


ENGLISH = Speech(
    both="and",
    either="or",
    comma=", ",
    promised=(
        "There is at least one way to do it.",
        "It can be done; any one way will do.",
        "At least one solution exists, and any is accepted.",
    ),
    in_doubt=(
        f"Perhaps it cannot be done; if so, the answer is the one word {IMPOSSIBLE}.",
        f"If there is no way to do it, answer with the single word {IMPOSSIBLE}.",
        f"Any solution is accepted. Where none exists, the right answer is the word {IMPOSSIBLE}.",
    ),
    endings=(
        "Finish with a line that starts with `Answer:` and gives {form}.",
        "Write your result on a last line: `Answer:` and then {form}.",
        "End your reply with `Answer:`, followed on the same line by {form}.",
    ),
    answer="Answer: ",
    impossible=IMPOSSIBLE,
)
GERMAN = Speech(
    both="und",
    either="oder",
    comma=", ",
    promised=(
        "Es gibt mindestens eine Lösung; jede wird anerkannt.",
        "Das ist möglich; irgendeine Lösung genügt.",
    ),
    in_doubt=(
        "Vielleicht ist es nicht möglich; dann ist die Antwort das eine Wort unmöglich.",
        "Jede Lösung wird anerkannt. Gibt es keine, lautet die richtige Antwort unmöglich.",
    ),
    endings=(
        "Beende deine Antwort mit einer Zeile, die mit `Antwort:` beginnt, und nenne darin {form}.",
        "Schreibe das Ergebnis in die letzte Zeile: `Antwort:` und dahinter {form}.",
    ),
    answer="Antwort: ",
    impossible="unmöglich",
    talk=(
        "der die das den dem ein eine einen ist sind wird werden bekommt bekommen hat haben in an "
        "am im und es lösung ergebnis also so folgende name"
    ),
)


def _euphony(text: str) -> str:
    """Before a name in I, `y` is `e`; before one in O, and before 8 and 11, `o` is `u`."""
    return re.sub(r"\bo (?=H?[OÓ]|8|11\b)", "u ", re.sub(r"\by (?=(?:I|Í|Hi)(?!a))", "e ", text))


SPANISH = Speech(
    both="y",
    either="o",
    comma=", ",
    promised=(
        "Existe al menos una solución, y se acepta cualquiera.",
        "Es posible; basta con una solución cualquiera.",
    ),
    in_doubt=(
        "Quizá no sea posible; en ese caso, la respuesta es la sola palabra imposible.",
        "Se acepta cualquier solución. Si no existe ninguna, la respuesta correcta es imposible.",
    ),
    endings=(
        "Termina con una línea que empiece por `Respuesta:` y contenga {form}.",
        "Escribe el resultado en la última línea: `Respuesta:` y, a continuación, {form}.",
    ),
    answer="Respuesta: ",
    impossible="imposible",
    talk=(
        "el la los las un una es son en al de del se y e a con tiene tienen recibe va le les "
        "solución resultado así pues siguiente nombre"
    ),
    smooth=_euphony,
)
CHINESE = Speech(
    both="和",
    either="或",
    comma="、",
    promised=(
        "至少有一种办法，给出任意一种即可。",
        "这是可以做到的，任何一种正确的方案都可以。",
    ),
    in_doubt=(
        "也可能根本做不到；如果做不到，答案就写“不可能”三个字。",
        "给出任意一种正确的方案即可；如果没有这样的方案，正确答案是“不可能”。",
    ),
    endings=(
        "请在最后一行作答，以“答案：”开头，写出{form}。",
        "把结果写在最后一行：先写“答案：”，再写{form}。",
    ),
    answer="答案：",
    impossible="不可能",
    talk="的 是 为 在 用 坐 住 给 去 分 到 第 号 和 与 即",
)
PHRASES: Mapping[Language, Speech] = {
    "en": ENGLISH,
    "zh": CHINESE,
    "es": SPANISH,
    "de": GERMAN,
}
