"""Passages and prompts in English."""

from tasksynth_text.relations.models import RELATIONS
from tasksynth_text.relations.phrases import NOISE, PHRASES
from tasksynth_text.relations.tongue import RelationTongue

_RULES = (
    "A relation holds if a sentence says that it is so or came to be so, and no later sentence "
    "ends it. Nobody works for two companies, runs two, has two homes or is married twice at once; "
    "no company has two owners, heads or seats: what comes to be so ends what was so before. What "
    "is denied, hoped, planned, offered, refused or said by some does not hold, and nothing "
    "follows from another relation. Where a sentence says that an earlier one is mistaken, it is "
    "right. “She”, “he”, “the company” and “the town” mean the one of the sentence before."
)

ENGLISH = RelationTongue(
    phrases=PHRASES,
    noise=NOISE,
    labels={name: name for name in RELATIONS},
    meanings={name: kind.meaning for name, kind in RELATIONS.items()},
    pronouns={"she": "She", "he": "He", "company": "The company", "town": "The town"},
    wrong="Sentence {n} is mistaken: {right}.",
    sorts=("People", "Companies", "Towns"),
    asked="Which of these relations hold at the end of the passage, and between whom?",
    rules=_RULES,
    form=(
        "Give one line for each relation that holds, with the full name of the first, the "
        "relation, the full name of the second, and the number of the sentence that says so, set "
        "apart by |, all between <answer> and </answer>:\n\n<answer>\nsomebody | owns | some "
        "company | 7\n</answer>"
    ),
    work=("so", "no longer", "nothing comes to be so or ends"),
    said={
        said: name
        for name in RELATIONS
        for said in (name.replace(" ", ""), name.replace("works", "work"))
    },
    turned={"taught by": "taught", "founded by": "founded"},
    talk=(
        "is was are the a an in of by at to sentence sentences line number nr evidence see cf "
        "cites citation source per from according stated says so because head tail relation who "
        "whom what which or subject object s relations first second"
    ),
)
