"""Logs and questions in English."""

from tasksynth_text.recall.tongues.tongue import RecallTongue


def _word(role: str, name: str, form: str) -> str:
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}" if form == "a" else name


def _spelt(role: str, name: str) -> tuple[str, ...]:
    return (f"{name} key", f"{name} coat")


_THING = "a thing that a word means"

ENGLISH = RecallTongue(
    opening={
        "hidden": "Somebody notes what happens in a house, in the order in which it happens. Each "
        "thing is put into a box, basket or the like, and stays there until what is in it is "
        "swapped.",
        "ballet": "Somebody notes who dances what, move by move, and who wears a coat of what "
        "colour or material. Who is named more than once may dance several dances, and change the "
        "coat.",
        "binding": "A traveller notes, in no order, what words mean in the languages of a country, "
        "and who speaks which; some speak several. A word may mean other things in other "
        "languages.",
        "rounds": "These are notes, in no order, on the rounds of a game. In each round keys are "
        "dealt anew, and what a key opens is settled anew: one place in each round. Some get "
        "several keys.",
    },
    frame=(
        "{opening} Questions come at the end.\n\n{log}\n\nThat is all. Now answer:\n\n{asked}\n\n"
        "Each answer is {sort}. End with a line that begins with “Answer:” and gives the answers "
        "in the order of the questions, separated by commas."
    ),
    facts={
        "put": "{0} puts the {1} into the {2}.",
        "swap": "{0} swaps what is in the {1} and what is in the {2}.",
        "dance": "{0} dances {1}, {2}, {3}, {4}, {5}.",
        "coat": "{0} wears {1:a} coat.",
        "means": "In {0}, “{1}” means {2}.",
        "speaks": "{0} speaks {1}.",
        "deals": "Round {0}: {1} gets the {2} key.",
        "opens": "Round {0}: the {1} key opens the {2}.",
    },
    questions={
        "where": "Where is the {0} at the end?",
        "who": "Who dances {0}, {1}, {2}, {3}, {4}?",
        "backwards": "Who dances the moves of {0}'s dance in reverse order?",
        "coat": "Which coat does whoever dances the moves of {0}'s dance in reverse order wear?",
        "what": "What does “{0}” mean in {1}?",
        "what said": "What does “{0}” mean when {1} says it?",
        "what else": "The word for {0} in {1}: what does it mean when {2} says it?",
        "key": "Which key does {1} get in round {0}?",
        "place": "Which place can {1} open in round {0}?",
        "place then": "In the round in which {0} gets the {1} key, which place can {2} open?",
    },
    sorts={
        "where": "a box, basket or the like, such as “red box”",
        "who": "a name",
        "backwards": "a name",
        "coat": "a coat, such as “teal”",
        "what": _THING,
        "what said": _THING,
        "what else": _THING,
        "key": "a key, such as “moon”",
        "place": "a place",
        "place then": "a place",
    },
    word=_word,
    spelt=_spelt,
)
