r"""One right answer in the shapes that models give it, and near-misses that must not pay.

Everything comes from a family's reference reply. The shape that the reference has is the one that
its prompt asks for; the others are what models write instead. A shape is left out where it would
change what the answer says: no list numbers before numbers, no full-width letters in code.

`tasksynth.testing.check_family` runs the pack. To see what a reader refuses while writing it:

```python
from tasksynth.answers.shapes import right_shapes

for shape in right_shapes("Answer: Ada, Ben"):
    assert read(shape.text) == ["Ada", "Ben"], shape.name
```
"""

import json
import random  # noqa: TID251 - the caller's
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasksynth.answers import marks
from tasksynth.answers.final import Form, form_of
from tasksynth.answers.thought import OPENING


@dataclass(frozen=True)
class Shape:
    """A reply, and the name by which a family may decline it."""

    name: str
    text: str


_TYPED = re.compile(r"[^\\{}$%#&_^~\n]*")
_WIDE = re.compile(r"[\w ,;:=.()/+-]*", re.ASCII)
_PAIR = re.compile(r"([^=:,;\n]{1,60}?)\s*[=:]\s*([^=:,;\n]{1,60})")
_FULL_WIDTH = {code: code + 0xFEE0 for code in (*range(0x30, 0x3A), *map(ord, ",;:=()"))}
_LANGUAGES = {
    "Chinese": "\u7b54\u6848\uff1a{}",
    "Chinese, final": "\u6700\u7ec8\u7b54\u6848\uff1a{}\u3002",
    "Japanese": "\u7b54\u3048\uff1a{}",
    "Korean": "\uc815\ub2f5: {}",
    "Spanish": "Respuesta: {}",
    "Spanish, final": "La respuesta final es: {}",
    "French": "R\u00e9ponse : {}",
    "German": "Antwort: {}",
    "Portuguese": "Resposta: {}",
    "Russian": "\u041e\u0442\u0432\u0435\u0442: {}",
}
_LINES = {
    "final answer": "Final answer: {}",
    "final answer, bold mark": "**Final Answer:** {}",
    "bold line": "**Answer: {}**",
    "bold word, then colon": "**Answer**: {}",
    "heading and colon": "## Final Answer: {}",
    "quoted": "> Answer: {}",
    "bullet": "- Answer: {}",
    "remark before the colon": "Answer (verified): {}",
    "full stop": "Answer: {}.",
    "inline code": "Answer: `{}`",
    "mathematics": "Answer: ${}$",
    "four hashes": "It works out.\n#### {}",
    "sentence": "The final answer is {}.",
    "sentence after prose": "I checked all of it. Therefore, the answer is: {}",
}
_BLOCKS = {
    "line": "Answer: {}",
    "next line": "Answer:\n{}",
    "heading": "## Final Answer\n\n{}",
    "bold heading": "**Final Answer**\n\n{}",
    "as follows": "The answer is as follows:\n\n{}",
    "tags": "<answer>{}</answer>",
    "tags on lines": "<answer>\n{}\n</answer>",
    "tags in capitals": "<ANSWER>{}</ANSWER>",
    "final_answer tags": "<final_answer>{}</final_answer>",
    "fence": "```\n{}\n```",
    "fence with a word": "```text\n{}\n```",
    "fence after words": "Here it is:\n\n```\n{}\n```",
    "fence after the word": "Answer:\n```\n{}\n```",
    "fence in tags": "<answer>\n```\n{}\n```\n</answer>",
}
_BOXES = {
    "box": r"\boxed{{{}}}",
    "box after words": r"So we get \boxed{{{}}}.",
    "box in dollars": r"The result is $\boxed{{{}}}$.",
    "box in display": r"\[ \boxed{{{}}} \]",
    "box in a line": r"**Answer:** $\boxed{{{}}}$",
    "box in tags": r"<answer>\boxed{{{}}}</answer>",
    "box with \\text": r"\boxed{{\text{{{}}}}}",
    "box with \\textrm": r"\boxed{{\textrm{{{}}}}}",
    "box with \\mathbf": r"$\boxed{{\mathbf{{{}}}}}$",
    "box with \\texttt": r"\boxed{{\texttt{{{}}}}}",
    "box with a colour": r"\boxed{{\color{{blue}}{{{}}}}}",
    "box with the word": r"\boxed{{\text{{Answer: {}}}}}",
    "box with the word apart": r"\boxed{{\text{{Answer: }}{}}}",
    "box without its backslash": "$boxed{{{}}}$",
    "fbox": r"\fbox{{{}}}",
}
_PROSE = {  # about an answer that is marked as one
    "prose before": "Let me think about it.\n\nIt works out.\n\n{}",
    "prose after": "{}\n\nThis meets every condition.",
    "a sentence about it after": "{}\n\nI am confident that this answer is correct.",
    "a mention of the tag": "<think>hm</think>After my <think> block:\n{}",
}
_AROUND = {
    "as it is": "{}",
    "space around": "  {}\n",
    "thought before": "<think>Hm, 1? Or 0?</think>\n{}",
    "thought whose opening was prefilled": "Hm, 1? Or 0?\n</think>\n\n{}",
    "thought in <thinking>": "<thinking>\nhm\n</thinking>\n{}",
    "thought in <reasoning>": "<reasoning>hm</reasoning>\n{}",
    "a stray closing tag": "<think>hm</think>\n{}\n</think>",
    "end of turn": "{}<|im_end|>",
    "end of text": "{}<|endoftext|>",
    "end of sequence": "{}</s>",
    "final channel": "<|channel|>analysis<|message|>hm<|end|><|start|>assistant"
    "<|channel|>final<|message|>{}<|return|>",
    "thought in tokens": "<|begin_of_thought|>\n\nhm\n\n<|end_of_thought|>\n\n"
    "<|begin_of_solution|>\n\n{}\n\n<|end_of_solution|>",
    "analysis in tags": "<analysis>hm</analysis>\n\n{}",
    "final response": "I try some.\n[BEGIN FINAL RESPONSE]\n{}\n[END FINAL RESPONSE]",
    "begun by the assistant": "<\uff5cAssistant\uff5c>{}<\uff5cend\u2581of\u2581sentence\uff5c>",
    "zero-width space": "{}\u200b",
    "byte-order mark": "\ufeff{}",
}
_DECOYS: dict[Form, dict[str, str]] = {
    "boxed": {
        "an unclosed box after": "{}\n\n\\boxed{{",
        "another form after": "{}\n\nAnswer: see the box.",
        "tags before": "<answer>?</answer>\n\n{}",
    },
    "line": {
        "a box before": "The first one is forced: \\boxed{{1}}.\n\n{}",
        "a box after": "{}\n\n$\\boxed{{\\text{{Done}}}}$",
        "a word of praise after": "{}\n\nThis answer is valid because every rule holds.",
    },
    "tag": {
        "a box before": "It is \\boxed{{1}}.\n\n{}",
        "a box after": "{}\n\n\\boxed{{0}}",
        "a line after": "{}\n\nAnswer: see the tags.",
    },
    "fence": {"a box after": "{}\n\n\\boxed{{0}}"},
}


def core_of(reference: str) -> str | None:
    """What a reference reply gives as its answer; None where it gives several things."""
    form = form_of(reference)
    find = {"boxed": marks.boxes, "tag": marks.tags, "line": marks.lines, "fence": marks.fences}
    if form is None:
        return reference.strip()
    found = find[form](reference)
    return found[0].content.strip() if len(found) == 1 else None


def right_shapes(reference: str) -> Iterator[Shape]:
    """The reference's answer in all shapes that leave what it says as it is."""
    form, core = form_of(reference), core_of(reference)
    around = _AROUND | (_PROSE | _DECOYS[form] if form else {})
    yield from (Shape(name, text.format(reference)) for name, text in around.items())
    yield Shape("a block quote", _quoted(reference))
    if form:
        talk = f"**Final answer**\n\n{_quoted(reference)}\n\nThis meets every condition."
        yield Shape("a block quote in talk", talk)
    if form and "\r" not in reference:
        yield Shape("Windows line ends", f"So:\n{reference}\n".replace("\n", "\r\n"))
    if core is None:
        return
    for name, text in _BLOCKS.items():
        if form != "fence" or name not in ("fence with a word",):
            yield Shape(name, text.format(core))
    if "\n" not in core:
        yield from (Shape(name, text.format(core)) for name, text in _LINES.items())
        for name, text in _LANGUAGES.items():
            yield Shape(name, text.format(core))
    if _TYPED.fullmatch(core):
        yield from (Shape(name, text.format(core)) for name, text in _BOXES.items())
    yield from _as_json(core, form)
    if form != "fence" and _WIDE.fullmatch(core):
        yield Shape("full-width digits and signs", f"Answer: {core.translate(_FULL_WIDTH)}")
        yield Shape("no-break spaces", f"Answer: {core.replace(' ', chr(0xA0))}")
        yield Shape("zero-width spaces", f"Answer: {chr(0x200B)}{core}{chr(0x200B)}")
        yield from _structured(core)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def _as_json(core: str, form: Form | None) -> Iterator[Shape]:
    if form == "fence" and core[:1] in "[{":
        return  # JSON already
    said = json.dumps(core)
    yield Shape("JSON", f'{{"answer": {said}}}')
    yield Shape("JSON with reasons", f'{{"reasoning": "tried cases", "answer": {said}}}')
    yield Shape("JSON, final_answer", f'```json\n{{"final_answer": {said}}}\n```')


def _structured(core: str) -> Iterator[Shape]:
    pieces = [piece.strip() for piece in re.split(r"[,;\n]", core)]
    pairs = [_PAIR.fullmatch(piece) for piece in pieces]
    if len(pieces) > 1 and all(pairs):
        yield from _of_pairs([(pair[1], pair[2].strip()) for pair in pairs if pair])
    elif len(pieces) > 1 and all(pieces) and not any(pairs):
        yield from _of_items(pieces)


def _of_pairs(pairs: list[tuple[str, str]]) -> Iterator[Shape]:
    def each(text: str, between: str = "\n") -> str:
        return between.join(text.format(a, b) for a, b in pairs)

    told = json.dumps(dict(pairs))
    table = "| Name | Value |\n|---|---|\n" + each("| {} | {} |")
    rows = each(r"\text{{{}}} &= \text{{{}}}", r" \\ ")
    shapes = {
        "pairs in lines": "Answer:\n" + each("{} = {}"),
        "pairs in bullets": "Answer:\n" + each("- {}: {}"),
        "pairs in bold bullets": "**Answer:**\n\n" + each("* **{}**: {}"),
        "pairs with arrows": "Answer: " + each("{} \u2192 {}", ", "),
        "pairs with ASCII arrows": "Answer: " + each("{} -> {}", ", "),
        "pairs with semicolons": "Answer: " + each("{}: {}", "; "),
        "pairs in a table": f"Answer:\n\n{table}",
        "pairs in a table only": table,
        "pairs in JSON": told,
        "pairs in JSON after words": f"Here is the result:\n```json\n{told}\n```",
        "pairs in JSON, nested": f'{{"answer": {told}}}',
        "pairs in Python": f"```python\n{dict(pairs)}\n```",
        "pairs in YAML": "```yaml\n" + each("{}: {}") + "\n```",
        "pairs in LaTeX": r"\boxed{" + each(r"\text{{{}}} = \text{{{}}}", r",\ ") + "}",
        "pairs aligned": rf"\boxed{{\begin{{aligned}}{rows}\end{{aligned}}}}",
        "pairs in cases": rf"\boxed{{\begin{{cases}}{rows.replace('&', '')}\end{{cases}}}}",
        "pairs in an array": r"\boxed{\begin{array}{ll}"
        + each("{} & {}", r" \\ ")
        + r"\end{array}}",
        "pairs backwards": "Answer: " + ", ".join(f"{a}={b}" for a, b in pairs[::-1]),
        "pairs after a lead": "Here it is:\n\n" + each("- {}: {}"),
    }
    if not any(a.isdigit() or b.isdigit() for a, b in pairs):
        numbered = "\n".join(f"{i}. {a} = {b}" for i, (a, b) in enumerate(pairs, 1))
        shapes["pairs numbered"] = f"Answer:\n{numbered}"
    yield from (Shape(name, text) for name, text in shapes.items())


def _of_items(items: list[str]) -> Iterator[Shape]:
    told = json.dumps([int(item) if item.isdigit() else item for item in items])
    listed = ", ".join(items)
    shapes = {
        "items in lines": "Answer:\n" + "\n".join(items),
        "items in bullets": "Answer:\n" + "\n".join(f"- {item}" for item in items),
        "items in bold bullets": "**Answer:**\n\n" + "\n".join(f"* **{item}**" for item in items),
        "items with and": f"Answer: {', '.join(items[:-1])} and {items[-1]}",
        "items with semicolons": "Answer: " + "; ".join(items),
        "items with Chinese commas": "\u7b54\u6848\uff1a" + "\u3001".join(items),
        "items in brackets": f"Answer: [{listed}]",
        "items in parentheses": f"Answer: ({listed})",
        "items in braces": rf"\boxed{{\{{{listed}\}}}}",
        "items with thin spaces": r"\boxed{" + r",\, ".join(items) + "}",
        "items in \\text": r"\boxed{" + ", ".join(rf"\text{{{item}}}" for item in items) + "}",
        "items in JSON": told,
        "items in JSON after words": f"Here is the result:\n```json\n{told}\n```",
        "items in JSON, nested": f'{{"answer": {told}}}',
        "items in code": "Answer: " + ", ".join(f"`{item}`" for item in items),
    }
    if not any(item[0].isdigit() or item[-1].isdigit() for item in items):
        numbered = "\n".join(f"{i}. {item}" for i, item in enumerate(items, 1))
        shapes["items numbered"] = f"Answer:\n{numbered}"
    yield from (Shape(name, text) for name, text in shapes.items())


def spoilt(reference: str, count: int, dice: random.Random) -> str | None:
    """The reference with so many characters of its answer replaced by others of its own.

    None where the answer has fewer letters and digits.
    """
    core = core_of(reference) or reference
    places = [i for i, letter in enumerate(core) if letter.isalnum()]
    if count > len(places):
        return None
    letters = sorted({core[i] for i in places} | set("01"))
    changed = list(core)
    for i in dice.sample(places, count):
        changed[i] = dice.choice([letter for letter in letters if letter != core[i]])
    return reference.replace(core, "".join(changed))


def near_misses(reference: str, wrong: str) -> Iterator[Shape]:
    """Replies that hold the right answer and do not give it.

    `wrong` is a reply of the same form whose answer is wrong.
    """
    core, other, form = core_of(reference), core_of(wrong), form_of(reference)
    yield Shape("a thought that never ends", f"{OPENING}I think it is this:\n{reference}")
    yield Shape("a thought and nothing after it", f"<think>{reference}</think>")
    yield Shape("a prefilled thought and nothing after it", f"{reference}\n</think>\n")
    yield Shape("a channel of thought only", f"<|channel|>analysis<|message|>{reference}")
    yield Shape("a thought in tokens that never ends", f"<|begin_of_thought|>\n\n{reference}")
    yield Shape("a comment that nobody sees", f"<!-- {reference} -->")
    yield Shape("taken back", f"{reference}\n\nWait, this is wrong.")
    yield Shape("one of two, or else", f"Either of these:\n\n{wrong}\n\nor else\n\n{reference}")
    yield Shape("a wrong answer after it", f"{reference}\n\nNo, that fails. Rather:\n\n{wrong}")
    yield Shape("a thought of it, then a wrong one", f"<think>{reference}</think>\n{wrong}")
    if core is None or other is None:
        return
    yield Shape("a wrong answer, the right one mentioned", f"I tried {core} first.\n\n{wrong}")
    if "\n" in core or "\n" in other or form == "fence":
        return
    for name, text in (("or", "{} or {}"), ("either", "either {} or {}"), ("slash", "{} / {}")):
        for order, pair in (("", (core, other)), (", wrong first", (other, core))):
            both = text.format(*pair)
            yield Shape(f"two answers, {name}{order}", reference.replace(core, both))
    yield Shape("the wrong one or the right one", f"{wrong} or {reference}")
    yield Shape("a denial", f"The answer is not {core}.")
    yield Shape("a denial in the form asked for", reference.replace(core, f"not {core}"))
    yield Shape("struck out", reference.replace(core, f"~~{core}~~"))
    yield Shape("a candidate", f"One candidate is {core}, but I cannot determine the answer.")
    yield Shape("a question", f"Could it be {core}? I do not know.")
    yield Shape("a guess", reference.replace(core, f"perhaps {core}"))
    if form == "boxed":
        yield Shape("a box that is not closed", reference.removesuffix("}"))
