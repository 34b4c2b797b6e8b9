"""Names for documents: of goods and dishes, people, towns and firms."""

from collections.abc import Sequence
from functools import cache

from tasksynth.rng import Dice

STUFFS = ("Oak", "Pine", "Steel", "Brass", "Glass", "Linen", "Cork", "Copper", "Slate", "Felt",
          "Birch", "Wool")  # fmt: skip
THINGS = ("shelf", "tray", "lamp", "stool", "bracket", "frame", "box", "hook", "rail", "panel",
          "mat", "bench")  # fmt: skip
GROCERIES = ("Rye bread", "Oat milk", "Red lentils", "Green tea", "Butter", "Goat cheese", "Apples",
             "Plums", "Leeks", "Carrots", "Brown rice", "Pasta", "Honey", "Mustard", "Olive oil",
             "Sea salt", "Black pepper", "Cocoa", "Coffee", "Yoghurt", "Eggs", "Walnuts", "Raisins",
             "Tofu", "Spinach", "Onions", "Garlic", "Lemons", "Pears", "Flour", "Yeast", "Sugar",
             "Soap", "Candles", "Matches", "Batteries", "Napkins", "Sponges", "Foil",
             "Ginger")  # fmt: skip
WAYS = ("Roast", "Grilled", "Braised", "Baked", "Smoked", "Pickled")
DISHES = ("beetroot", "leek", "trout", "duck", "squash", "mushrooms", "carrots", "lamb")
TESTS = ("Sodium", "Potassium", "Calcium", "Chloride", "Glucose", "Urea", "Creatinine", "Albumin",
         "Bilirubin", "Ferritin", "Iron", "Zinc", "Copper", "Magnesium", "Phosphate", "Haemoglobin",
         "Platelets", "Leucocytes", "Lymphocytes", "Monocytes", "Cholesterol", "Triglycerides",
         "Cortisol", "Insulin", "Prolactin", "Folate", "Retinol", "Thyroxine", "Lactate",
         "Selenium", "Amylase", "Lipase")  # fmt: skip
COURSES = ("Pottery", "Weaving", "Fencing", "Rowing", "Chess", "Drawing", "Choir", "Carpentry",
           "Baking", "Astronomy", "Botany", "Judo", "Ceramics", "Calligraphy", "Sailing",
           "First aid", "Origami", "Photography", "Book binding", "Gardening", "Tap dance",
           "Cycling", "Archery", "Percussion", "Welding", "Sewing", "Theatre", "Debating",
           "Yoga", "Swimming")  # fmt: skip
TOWNS = ("Aarhus", "Bergen", "Cork", "Delft", "Espoo", "Faro", "Genoa", "Haifa", "Izmir", "Jena",
         "Kyoto", "Lund", "Malaga", "Nantes", "Oulu", "Porto", "Quito", "Riga", "Siena",
         "Turin")  # fmt: skip
FIRST = ("Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gita", "Hugo", "Ines", "Jan", "Kira", "Leo",
         "Mara", "Nils", "Olga", "Paul", "Rosa", "Sven", "Tara", "Uwe")  # fmt: skip
LAST = ("Abbott", "Berg", "Costa", "Dahl", "Egan", "Fuchs", "Grant", "Holm", "Ivanov", "Jansen",
        "Keller", "Lopez", "Moreau", "Novak", "Okafor", "Petrov", "Quist", "Rossi", "Sato",
        "Tanaka", "Unger", "Varga", "Weber", "Young")  # fmt: skip
PLACES = ("Harbour", "Linden", "North", "Old Mill", "Rosewood", "Summit", "Union", "Valley",
          "Castle", "Bridge", "Garden", "Station")  # fmt: skip
SHOPS = ("Bakery", "Garage", "Pharmacy", "Books", "Market", "Energy", "Water", "Dental", "Cinema",
         "Florist", "Cycles", "Insurance")  # fmt: skip
HALLS = ("East hall", "West hall", "Cold store", "Loft", "Cellar", "Yard", "Annex", "Gallery",
         "Barn", "Tower", "Pavilion", "Garage", "Workshop", "Studio", "Vault", "Orangery", "Shed",
         "Lodge", "Arcade", "Mews")  # fmt: skip
PAYMENTS = ("Card", "Transfer", "Standing order", "Cheque", "Cash", "Direct debit", "Salary",
            "Refund", "Interest", "Deposit", "Dividend", "Rent")  # fmt: skip
SERVICES = ("daily", "weekdays", "weekends", "Saturdays", "Mondays", "Fridays", "Sundays",
            "holidays", "in summer", "in winter", "market days", "school days")  # fmt: skip
WINES = ("red", "white", "rose")
LETTERS = ("ABCDEF", "KLMNPR", "STUVWX")


@cache
def vocabulary() -> tuple[str, ...]:
    """The words of which names are made."""
    pools = (STUFFS, THINGS, GROCERIES, WAYS, DISHES, TESTS, COURSES, TOWNS, FIRST, LAST, PLACES,
             SHOPS, HALLS, PAYMENTS, SERVICES, WINES, ("Road",))  # fmt: skip
    return tuple({word: None for pool in pools for name in pool for word in name.split()})


@cache
def named_words() -> frozenset[str]:
    """The same, whatever their case."""
    return frozenset(word.casefold() for word in vocabulary())


def some(dice: Dice, pool: Sequence[str], count: int) -> list[str]:
    """So many of a pool, none twice."""
    names = list(pool)
    dice.shuffle(names)
    return names[:count]


def paired(dice: Dice, first: Sequence[str], second: Sequence[str], count: int) -> list[str]:
    """So many names of two words, none twice."""
    taken = some(dice, [str(i) for i in range(len(first) * len(second))], count)
    return [f"{first[int(i) % len(first)]} {second[int(i) // len(first)]}" for i in taken]


def person(dice: Dice) -> str:
    """Somebody's name."""
    return f"{dice.of(FIRST)} {dice.of(LAST)}"


def number(dice: Dice, lead: str, digits: int) -> str:
    """A number of some document: letters and digits, the first of which is not 0."""
    return f"{lead}{dice.between(10 ** (digits - 1), 10**digits - 1)}"


def distinct(dice: Dice, low: int, high: int, step: int, count: int) -> list[int]:
    """So many multiples of a step, no two of them equal; the range has to hold as many."""
    out: dict[int, None] = {}
    while len(out) < count:
        out[step * dice.between(-(-low // step), high // step)] = None
    return list(out)
