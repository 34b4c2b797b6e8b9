"""A logic grid as a prompt: scene, lists, numbered clues, the form of the answer."""

from collections.abc import Sequence

from tasksynth_puzzles.solving.clues import Clue
from tasksynth_puzzles.telling.scenes import NAMES, SCENES, TRAITS, Scene, Trait
from tasksynth_puzzles.telling.words import ENDINGS, NUMBERS, choose, listed, sentence

_LISTS = (
    "Each has a {labels} of their own:",
    "No two share a {labels}. These are there:",
    "Of the following, each of them has exactly one of every kind, and no two have the same:",
)
_CLUES = ("This is known:", "Clues:", "You are told that:")
_QUESTIONS = (
    "Who is where, and what belongs to whom? The clues leave one possibility.",
    "Work out the whole arrangement; there is exactly one.",
    "Exactly one arrangement fits. Find all of it.",
)
_FORMS = (
    (
        "one entry for each {place} in order: its number, a colon, and the {labels} that go with "
        "it, separated by commas; put a semicolon between entries"
    ),
    (
        "the {places} in order, separated by semicolons: of each its number, a colon, then "
        "{labels}, with commas between them"
    ),
)


def tell(
    scene_index: int,
    trait_indices: Sequence[int],
    names: Sequence[Sequence[str]],
    clues: Sequence[Clue],
    wording: int,
) -> str:
    """The prompt. `names` has for each category the name of its value at each position."""
    scene, traits, n = SCENES[scene_index], traits_of(trait_indices), len(names[0])
    labels = [trait.label for trait in traits]
    form = choose(_FORMS, wording, 3).format(
        place=scene.place, places=f"{scene.place}s", labels=listed(labels)
    )
    return "\n".join(
        [
            sentence(choose(scene.opening, wording, 0).format(n=n, count=NUMBERS[n])),
            choose(_LISTS, wording, 1).format(labels=listed(labels, last="or")),
            "",
            *(
                f"- {label}: {', '.join(sorted(of))}"
                for label, of in zip(labels, names, strict=True)
            ),
            "",
            choose(_CLUES, wording, 2),
            "",
            *(
                f"{i}. {_clue(clue, scene, traits, names, (wording >> 8) * (2 * i + 1))}"
                for i, clue in enumerate(clues, 1)
            ),
            "",
            choose(_QUESTIONS, wording, 4),
            "",
            choose(ENDINGS, wording, 5).format(form=form),
        ]
    )


def traits_of(indices: Sequence[int]) -> list[Trait]:
    """The names, then the traits chosen."""
    return [NAMES, *(TRAITS[i] for i in indices)]


def _clue(
    clue: Clue, scene: Scene, traits: Sequence[Trait], names: Sequence[Sequence[str]], turn: int
) -> str:
    n = len(names[0])

    def value(v: int) -> str:
        return names[v // n][v % n]

    def who(v: int) -> str:
        options = traits[v // n].who
        return options[(turn >> 3) % len(options)].format(value(v))

    def does(v: int) -> str:
        return traits[v // n].does.format(value(v))

    of = clue.of
    match clue.kind:
        case "same":
            one, other = of if turn & 1 else of[::-1]
            return sentence(f"{who(one)} {does(other)}.")
        case "differ":
            one, other = of if of[0] < n else of[::-1]
            negated = traits[other // n].does_not.format(value(other))
            return sentence(f"{who(one)} {negated}.")
        case "either":
            if of[1] >= n and turn & 1:
                return sentence(f"{who(of[0])} either {does(of[1])} or {does(of[2])}.")
            return sentence(f"either {who(of[1])} or {who(of[2])} {does(of[0])}.")
    slots: dict[str, object] = {"a": who(of[0])}
    if clue.kind in ("at", "not_at", "one_of"):
        slots |= {"p": of[1] + 1, "q": of[-1] + 1}
    elif clue.kind == "gap":
        slots |= {"b": who(of[1]), "k": NUMBERS[of[2] - 1]}
    elif clue.kind != "end":
        slots |= {"b": who(of[1]), "c": who(of[-1])}
    if clue.kind == "gap" and of[2] == 2:
        return sentence(scene.gap_of_one.format(**slots))
    texts = scene.says[clue.kind]
    return sentence(texts[(turn >> 1) % len(texts)].format(**slots))
