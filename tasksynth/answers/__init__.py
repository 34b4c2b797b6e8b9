r"""Find the final answer in a model's reply. Every domain reads answers through this package.

One rule, whatever the domain:

1. Thought is no answer: what a `<think>` holds is not read, finished or not (`after_thinking`).
2. The form that the prompt asks for wins, the last complete one. Forms are `\boxed{…}`,
   `<answer>…</answer>`, a line `Answer: …`, and a code fence.
3. Without that form, the last of the other explicit ones wins; then a sentence that says "the
   answer is …", a fence, a block after a line that ends in a colon.
4. Without any, the whole text is the answer or nothing is: a family reads it from end to end.

Two answers that contradict one another are none (`read_final`). See docs/answers.md.
"""

from tasksynth.answers.bare import ROUND, score_of, undressed
from tasksynth.answers.final import (
    Form,
    Unreadable,
    asked_form,
    check_meant,
    final_answer,
    form_of,
    read_final,
)
from tasksynth.answers.jsons import json_in, json_list, unwrapped
from tasksynth.answers.marks import last_boxed
from tasksynth.answers.picks import MAX_STEPS, read_directions, read_picks
from tasksynth.answers.thought import after_thinking, restored
from tasksynth.answers.typeset import normalized, plain, unlisted

__all__ = [
    "MAX_STEPS",
    "ROUND",
    "Form",
    "Unreadable",
    "after_thinking",
    "asked_form",
    "check_meant",
    "final_answer",
    "form_of",
    "json_in",
    "json_list",
    "last_boxed",
    "normalized",
    "plain",
    "read_directions",
    "read_final",
    "read_picks",
    "restored",
    "score_of",
    "undressed",
    "unlisted",
    "unwrapped",
]
