"""Where the people of a logic grid are, and what each of them has, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from tasksynth_puzzles.solving.clues import Kind


@dataclass(frozen=True)
class Trait:
    """A category of values, such as pets. `{}` is filled with a value."""

    label: str
    """One lower-case word."""
    values: tuple[str, ...]
    """Single words that no other trait has."""
    does: str
    does_not: str
    who: tuple[str, ...]
    """Names for the one who has it, alike in meaning."""


@dataclass(frozen=True)
class Scene:
    """Positions in a row, and sentences about who is where.

    `{a}`, `{b}`, `{c}` are people; `{p}`, `{q}` positions from 1 on; `{k}` is how many
    positions lie between two.
    """

    opening: tuple[str, ...]
    place: str
    """One lower-case word for a position."""
    says: Mapping[Kind, tuple[str, ...]]
    gap_of_one: str
    """How `gap` is said where exactly one position lies between."""


_PEOPLE = (
    "Ada Amir Anya Bela Carla Chen Dario Devi Edda Elif Emil Enzo Fadi Gita Hana Hugo Ines Ivan "
    "Jana Joel Kara Kofi Lars Lena Luca Maja Malik Mina Nils Noor Olga Omar Petra Priya Rafa "
    "Rosa Samir Sven Tara Theo Uma Vera Wanda Yusuf Zoe"
)
NAMES = Trait(
    label="name",
    values=tuple(_PEOPLE.split()),
    does="is {}",
    does_not="is not {}",
    who=("{}",),
)


def _trait(label: str, values: str, does: str, does_not: str, *who: str) -> Trait:
    return Trait(label, tuple(values.split()), does, does_not, who)


TRAITS = (
    _trait(
        "pet",
        "cat dog parrot rabbit hamster turtle goldfish ferret pony gecko",
        "keeps the {}",
        "does not keep the {}",
        "the person who keeps the {}",
        "the owner of the {}",
    ),
    _trait(
        "drink",
        "tea coffee milk juice water cocoa lemonade cider soda",
        "drinks {}",
        "does not drink {}",
        "the person who drinks {}",
        "the {} drinker",
    ),
    _trait(
        "scarf",
        "red blue green white yellow purple orange black brown",
        "wears the {} scarf",
        "does not wear the {} scarf",
        "the person who wears the {} scarf",
        "the person with the {} scarf",
    ),
    _trait(
        "sport",
        "tennis golf hockey rugby cricket squash darts badminton handball",
        "plays {}",
        "does not play {}",
        "the person who plays {}",
        "the {} player",
    ),
    _trait(
        "instrument",
        "violin flute cello harp trumpet guitar piano oboe drum",
        "owns the {}",
        "does not own the {}",
        "the person who owns the {}",
        "the person with the {}",
    ),
    _trait(
        "job",
        "baker doctor lawyer pilot nurse farmer plumber chemist tailor",
        "works as a {}",
        "does not work as a {}",
        "the {}",
        "the person who works as a {}",
    ),
    _trait(
        "country",
        "Norway Spain Japan Brazil Kenya Canada India Greece Poland",
        "comes from {}",
        "does not come from {}",
        "the person from {}",
        "the person who comes from {}",
    ),
    _trait(
        "dish",
        "pizza soup pasta curry salad tacos sushi stew paella",
        "eats {}",
        "does not eat {}",
        "the person who eats {}",
        "the {} eater",
    ),
    _trait(
        "flower",
        "roses tulips lilies daisies orchids violets poppies irises asters",
        "grows {}",
        "does not grow {}",
        "the person who grows {}",
        "the grower of the {}",
    ),
    _trait(
        "vehicle",
        "van truck sedan jeep scooter tractor bus coupe moped",
        "drives the {}",
        "does not drive the {}",
        "the person who drives the {}",
        "the driver of the {}",
    ),
    _trait(
        "book",
        "thriller romance western memoir biography satire fable comedy tragedy",
        "reads the {}",
        "does not read the {}",
        "the person who reads the {}",
        "the reader of the {}",
    ),
    _trait(
        "language",
        "Latin Hebrew Welsh Finnish Basque Zulu Korean Dutch Tamil",
        "studies {}",
        "does not study {}",
        "the person who studies {}",
        "the student of {}",
    ),
    _trait(
        "gem",
        "ruby opal pearl topaz emerald amber jade garnet sapphire",
        "wears the {}",
        "does not wear the {}",
        "the person who wears the {}",
        "the person with the {}",
    ),
    _trait(
        "hobby",
        "pottery juggling archery origami fishing knitting surfing gardening chess",
        "enjoys {}",
        "does not enjoy {}",
        "the person who enjoys {}",
        "the person whose hobby is {}",
    ),
)


def _scene(
    place: str,
    opening: tuple[str, ...],
    verb: str,
    before: str,
    after: str,
    close: tuple[str, ...],
    gap: tuple[str, str],
    ends: str,
    at: str,
    negated: str,
) -> Scene:
    """A scene whose sentences are built from a few phrases. `close` says: right before, right
    after, one of both.
    """
    just_before, just_after, adjacent = close
    return Scene(
        opening=opening,
        place=place,
        gap_of_one=gap[0],
        says={
            "at": (f"{{a}} {verb} {at} {{p}}.",),
            "not_at": (f"{{a}} {negated} {at} {{p}}.",),
            "one_of": (f"{{a}} {verb} {at} {{p}} or {at} {{q}}.",),
            "end": (f"{{a}} {ends}.",),
            "before": (f"{{a}} {verb} {before} {{b}}.", f"{{b}} {verb} {after} {{a}}."),
            "just_before": (
                f"{{a}} {verb} {just_before} {{b}}.",
                f"{{b}} {verb} {just_after} {{a}}.",
            ),
            "adjacent": (f"{{a}} {verb} {adjacent} {{b}}.", f"{{b}} {verb} {adjacent} {{a}}."),
            "not_adjacent": (f"{{a}} {negated} {adjacent} {{b}}.",),
            "gap": (gap[1],),
            "between": (f"{{a}} {verb} somewhere between {{b}} and {{c}}.",),
        },
    )


SCENES = (
    _scene(
        "house",
        (
            "{count} people live in {count} houses in a row, numbered 1 to {n} from left to right.",
            "A street has {count} houses, 1 to {n} from left to right, with one person in each.",
        ),
        "lives",
        "somewhere to the left of",
        "somewhere to the right of",
        ("immediately to the left of", "immediately to the right of", "next door to"),
        (
            "There is exactly one house between the houses of {a} and {b}.",
            "There are exactly {k} houses between the houses of {a} and {b}.",
        ),
        "lives in one of the two end houses",
        "in house",
        "does not live",
    ),
    _scene(
        "floor",
        (
            "A tower has {count} floors, 1 (lowest) to {n} (highest), with one person on each.",
            "{count} people share a building, one on each of its floors, 1 (lowest) to {n}.",
        ),
        "lives",
        "somewhere below",
        "somewhere above",
        ("directly below", "directly above", "either directly above or directly below"),
        (
            "There is exactly one floor between those of {a} and {b}.",
            "There are exactly {k} floors between those of {a} and {b}.",
        ),
        "lives on the top floor or on the bottom floor",
        "on floor",
        "does not live",
    ),
    _scene(
        "slot",
        (
            "{count} people give a talk each, in slots 1 to {n} of one day, one after the other.",
            "A workshop has {count} talks by {count} people, in slots 1 (the first) to {n}.",
        ),
        "speaks",
        "at some time before",
        "at some time after",
        (
            "immediately before",
            "immediately after",
            "either immediately before or immediately after",
        ),
        (
            "There is exactly one talk between those of {a} and {b}.",
            "There are exactly {k} talks between those of {a} and {b}.",
        ),
        "gives the first talk or the last one",
        "in slot",
        "does not speak",
    ),
    _scene(
        "rank",
        (
            "{count} people run a race without ties: rank 1 is the winner's, rank {n} the last.",
            "A race of {count} people ended without ties, in ranks 1 (the fastest) to {n}.",
        ),
        "finishes",
        "somewhere ahead of",
        "somewhere behind",
        ("exactly one rank ahead of", "exactly one rank behind", "one rank ahead of or behind"),
        (
            "Exactly one person finishes between {a} and {b}.",
            "Exactly {k} people finish between {a} and {b}.",
        ),
        "finishes first or last",
        "with rank",
        "does not finish",
    ),
    _scene(
        "carriage",
        (
            "A train has {count} carriages, 1 (at the front) to {n}, with one person in each.",
            "{count} people travel alone, in carriages 1 (at the front) to {n} of one train.",
        ),
        "sits",
        "somewhere further to the front than",
        "somewhere further to the back than",
        (
            "in the carriage just in front of that of",
            "in the carriage just behind that of",
            "in a carriage next to that of",
        ),
        (
            "There is exactly one carriage between those of {a} and {b}.",
            "There are exactly {k} carriages between those of {a} and {b}.",
        ),
        "sits in the first carriage or in the last",
        "in carriage",
        "does not sit",
    ),
)
