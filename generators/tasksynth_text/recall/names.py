"""The names that logs speak of; asked-about things and filler never share one."""

from collections.abc import Sequence

import numpy as np

from tasksynth.rng import Dice

Words = tuple[str, ...]


def _split(text: str) -> Words:
    return tuple(text.split())


PEOPLE = _split(
    "Ada Aldo Amara Anya Arno Astrid Basil Bela Benno Bruna Carla Cem Chen Clio Cora Cyrus Dalia "
    "Dario Della Dora Edda Efe Elias Ella Emre Enzo Esma Ezra Fadi Farah Felix Fiona Flora Gita "
    "Gregor Gwen Hana Hector Hilda Hugo Ida Igor Ilse Imran Ines Iris Ivan Jana Jaro Jonas Juno "
    "Kaito Kamil Karin Kira Kofi Lara Leif Lena Leo Lidia Livia Luca Mabel Malik Mara Marek Mila "
    "Mina Mirko Nadia Nils Nina Noor Odin Olga Omar Otto Pablo Paula Petra Pia Quentin Rafa Rania "
    "Remy Rita Rosa Ruben Sami Sara Selma Silas Sonja Sven Tamar Tara Theo Tilda Timo Tova Ugo "
    "Uma Vera Viggo Vito Wanda Wim Xenia Yara Yusuf Zara Zeno Zora"
)
LOOKS = _split(
    "amber ash beige black blue brass bronze brown copper coral cream green grey indigo iron ivory "
    "jade lilac lime maroon oak olive orange pearl pine pink plum purple red rust silver steel tan "
    "teal violet walnut white willow yellow zinc"
)
BOXES = _split("basket box case chest crate drawer trunk jar")
CONTAINERS = tuple(f"{look} {box}" for look in LOOKS for box in BOXES)
THINGS = _split(
    "anchor arrow bell book bottle brush button candle card coin comb compass cork cup dice doll "
    "feather flute fork gem glove hammer harp hat helmet hook horn kettle kite knife ladle lamp "
    "lantern lens locket map marble mask medal mirror mug nail needle nut pen pipe plate purse "
    "ribbon ring rope ruler scarf scissors shell shoe spool spoon stamp sword thimble ticket "
    "torch vase watch whistle"
)
MOVES = _split("bow clap crouch dip glide hop jump kick kneel leap roll spin stamp step sway turn")
SHAPES = _split(
    "acorn apple arrow bear bee bird boat cat cloud clover comet crab crown daisy deer dove dragon "
    "drop eagle eye fern fish flame fox frog gull hare heart horse leaf lily lion moon moth "
    "mouse otter owl palm pear raven rose seal shell snail snake snow star stork sun swan tiger "
    "tulip wave whale wheel wolf wren"
)
PLACES = _split(
    "archive attic bakery balcony barn cellar chapel cloister courtyard dairy forge foundry "
    "gallery garage garden granary greenhouse gym hall harbour kennel kitchen laundry library "
    "lobby loft mill museum nursery office orchard oven pantry park pavilion pharmacy porch "
    "pottery quarry refuge sauna school shed shop stable studio study tavern temple terrace "
    "theatre tower vault veranda vestry ward warehouse winery workshop"
)
_ONSETS = _split("b br d dr f fl g gl k kl l m n p pl r s sk t tr v w z")
_VOWELS = _split("a e i o u ai ou")
_CODAS = ("", "l", "m", "n", "r", "s", "x", "k")


def nonsense(dice: Dice, count: int) -> list[str]:
    """Words of two syllables that mean nothing, all different."""
    found: dict[str, None] = {}
    while len(found) < count:
        first = dice.of(_ONSETS) + dice.of(_VOWELS)
        found[first + dice.of(_ONSETS) + dice.of(_VOWELS[:5]) + dice.of(_CODAS)] = None
    return list(found)


def containers(dice: Dice) -> list[str]:
    """All boxes that there are, in random order: each look once, so that no two are alike."""
    looks = list(LOOKS)
    dice.shuffle(looks)
    return [f"{look} {dice.of(BOXES)}" for look in looks]


def shuffled(dice: Dice, pool: Words) -> list[str]:
    """A pool in random order."""
    items = list(pool)
    dice.shuffle(items)
    return items


def names_of_tribes(rng: np.random.Generator, count: int, known: Sequence[str]) -> list[str]:
    """So many names, about, that are made as `nonsense` is and are none of those known."""
    sizes = (len(_ONSETS), len(_VOWELS), len(_ONSETS), 5, len(_CODAS))
    rows = rng.integers(sizes, size=(count, len(sizes))).tolist()
    made = {_ONSETS[a] + _VOWELS[b] + _ONSETS[c] + _VOWELS[d] + _CODAS[e]: None
            for a, b, c, d, e in rows}  # fmt: skip
    taken = set(known)
    return [name.capitalize() for name in made if name not in taken]
