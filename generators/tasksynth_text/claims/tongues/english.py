"""English."""

from tasksynth_text.claims.tongues.tongue import ClaimTongue, VerbWords


def _denied(finite: str, verb: VerbWords) -> str:
    if verb.one == "is":
        return f"{finite} not"
    return f"{'does' if finite == verb.one else 'do'} not {verb.many}"


ENGLISH = ClaimTongue(
    verbs=(
        VerbWords("plays", "play", "the piano"),
        VerbWords("has", "have", "a dog", wrong="an dog"),
        VerbWords("has", "have", "a cat", wrong="an cat"),
        VerbWords("has", "have", "a bicycle", wrong="an bicycle"),
        VerbWords("has", "have", "a boat", wrong="an boat"),
        VerbWords("has", "have", "a garden", wrong="an garden"),
        VerbWords("is", "are", "married"),
        VerbWords("is", "are", "left-handed"),
        VerbWords("is", "are", "vegetarian"),
        VerbWords("plays", "play", "chess"),
        VerbWords("speaks", "speak", "Dutch"),
        VerbWords("works", "work", "at the bakery"),
        VerbWords("lives", "live", "by the lake"),
        VerbWords("wears", "wear", "glasses"),
        VerbWords("sings", "sing", "in the choir"),
        VerbWords("comes", "come", "from Iceland"),
    ),
    compared=(
        VerbWords("is", "are", "older than {v}"),
        VerbWords("is", "are", "younger than {v}"),
        VerbWords("is", "are", "taller than {v}"),
        VerbWords("is", "are", "shorter than {v}"),
    ),
    denied=_denied,
    forms={
        "is": ("{x} {a_s}.",),
        "both": ("Both {x} and {y} {a_p}.", "{x} and {y} {a_p}."),
        "both-": ("Neither {x} nor {y} {a_n}.",),
        "but": ("{x} {a_s}, but {y} {a_aux} not.", "Unlike {y}, {x} {a_s}."),
        "but-": ("{x} {a_s}, but {y} {a_aux}.", "Unlike {y}, {x} {a_s}."),
        "if": ("If {x} {a_s}, {y} {b_s}.", "{y} {b_s} if {x} {a_s}."),
        "or": ("{x} or {y} {a_s}, perhaps both.", "At least one of {x} and {y} {a_s}."),
        "xor": ("{x} or {y} {a_s}, but not both.", "Exactly one of {x} and {y} {a_s}."),
        "every": (
            "Everyone who {a_s} {b_s}.",
            "All those who {a_p} {b_p}.",
            "Whoever {a_s} {b_s}.",
        ),
        "every-": ("Whoever {a_s} {b_s}.", "Those who {a_p} {b_p}."),
        "none": ("Nobody who {a_s} {b_n}.", "None of those who {a_p} {b_n}."),
        "only": ("Only those who {a_p} {b_p}.", "Nobody but those who {a_p} {b_n}."),
        "some": ("At least one of those who {a_p} {b_s}.", "Somebody who {a_s} {b_s}."),
        "notall": ("Not everyone who {a_s} {b_s}.", "Not all of those who {a_p} {b_p}."),
        "exactly1": ("Exactly one of them {a_s}.",),
        "exactly2": ("Exactly {count} of them {a_p}.",),
        "hearsay": ("People say that {x} {a_s}.", "Rumour has it that {x} {a_s}."),
        "whether": ("{a_aux} {x} {a_inf}?",),
        "whether every": ("{b_aux} everyone who {a_s} {b_inf}?",),
        "of one": ("{pronoun} {a_s}.",),
    },
    scenes=(
        "{x} rang {y} yesterday.",
        "{x} went for a walk with {y}.",
        "{x} wrote {y} a long letter.",
        "{x} thanked {y} for the help.",
        "{x} met {y} at the market.",
        "{x} sat next to {y} on the train.",
    ),
    pronoun=("he", "she"),
    both=("both", "both"),
    one=("one", "one"),
    numbers=("none", "one", "two", "three"),
    answer="Answer: ",
)
