"""Names, places and causes."""

from tasksynth import Model
from tasksynth_text.persuasion.models import Plea


class Cause(Model):
    """What an organisation does, in words."""

    names: tuple[str, ...]
    does: str
    thing: str
    """What there are so many of."""
    found: tuple[str, ...]
    got: tuple[str, ...]
    buys: tuple[str, ...]
    hands: tuple[str, ...]


CAUSES = (
    Cause(
        names=("Clear Wells", "Water Ahead", "The Well Fund"),
        does="digs wells and keeps them clean",
        thing="wells",
        found=("found every well in its place", "found the water clean"),
        got=(
            "got a tap in the yard",
            "no longer had to walk for water",
            "was taught to mend pumps",
        ),
        buys=(
            "pay for a water filter",
            "keep a pump running for a month",
            "pay for testing a well",
            "buy a length of pipe",
            "pay for a new handle",
            "pay for a load of gravel",
            "buy a spare valve",
            "pay for a lesson in mending pumps",
        ),
        hands=("laid pipes", "dug", "repaired pumps"),
    ),
    Cause(
        names=("Desks for All", "First Lesson", "The Slate Trust"),
        does="builds schools and pays for lessons",
        thing="schools",
        found=("found all classrooms in use", "found that the lessons were given"),
        got=("learned to read", "got a place in an evening class", "finished school after all"),
        buys=(
            "pay for a set of schoolbooks",
            "pay for a month of lessons",
            "buy a desk",
            "buy a blackboard",
            "pay for a bench",
            "pay for a shelf of books",
            "buy a box of slates",
            "pay for a map",
        ),
        hands=("painted classrooms", "taught sums", "built desks"),
    ),
    Cause(
        names=("Second Sight", "Bright Eyes", "The Lens Society"),
        does="treats eye diseases and makes glasses",
        thing="eye clinics",
        found=("found the clinics well run", "found that all operations had been done"),
        got=(
            "got a new pair of glasses",
            "could see again after an operation",
            "was cured in time",
        ),
        buys=(
            "pay for a pair of glasses",
            "pay for an eye test",
            "pay for drops for a year",
            "pay for a night in the clinic",
            "buy a magnifying glass",
            "pay for a dressing",
            "pay for the way to the clinic",
            "buy a reading lamp",
        ),
        hands=("ground lenses", "sorted glasses", "registered patients"),
    ),
    Cause(
        names=("Green Slopes", "Roots and Rain", "The Sapling League"),
        does="plants trees and saves slopes from sliding",
        thing="nurseries for trees",
        found=("found the trees alive", "counted the trees and found them all"),
        got=(
            "got a field that no longer slides",
            "was given fruit trees",
            "found work in a nursery",
        ),
        buys=(
            "pay for ten young trees",
            "pay for a fence around a nursery",
            "buy a watering cart",
            "buy a spade",
            "pay for a row of shrubs",
            "pay for a load of compost",
            "buy a pair of boots",
            "pay for a day of planting",
        ),
        hands=("planted trees", "built terraces", "raised seedlings"),
    ),
    Cause(
        names=("Dry Roofs", "After the Storm", "The Rafters"),
        does="repairs houses after storms and floods",
        thing="workshops",
        found=("found the roofs tight", "found that the houses stood"),
        got=("got a new roof", "could move back home", "was taught to build with bricks"),
        buys=(
            "pay for a sheet of roofing",
            "buy a bag of tools",
            "pay for a door",
            "buy a box of nails",
            "pay for a window",
            "pay for a load of bricks",
            "buy a ladder",
            "pay for a gutter",
        ),
        hands=("nailed roofs", "carried bricks", "mixed mortar"),
    ),
    Cause(
        names=("Full Bowls", "The Noon Table", "Seed and Spoon"),
        does="runs school kitchens and hands out seed",
        thing="school kitchens",
        found=("found the kitchens clean", "found that all meals had been cooked"),
        got=("got seed for two fields", "learned to keep bees", "found work in a school kitchen"),
        buys=(
            "pay for lunches for a week",
            "buy a sack of seed",
            "pay for a cooking pot",
            "buy a stack of bowls",
            "pay for a stove",
            "pay for a beehive",
            "buy a water can",
            "pay for a sack of beans",
        ),
        hands=("cooked", "built stoves", "loaded seed"),
    ),
)
COUNTRIES = ("Kenya", "Malawi", "Nepal", "Peru", "Ghana", "Laos", "Bolivia", "Senegal")
QUARTERS = ("Millside", "the Old Town", "Northgate", "the Harbour Quarter", "Hillbrook")
WHO: dict[Plea, tuple[str, ...]] = {
    "proof": ("a newspaper", "a university", "an auditing firm", "a ministry"),
    "story": ("a farmer", "a baker", "a weaver", "a potter"),
    "effect": ("",),
    "own": ("a driver", "a cook", "an interpreter", "a carpenter"),
    "people": ("a nurse", "an engineer", "a teacher", "a lawyer"),
    "near": ("children", "old people", "refugees", "homeless people"),
}
HELPED = (
    "Amina", "Thandi", "Sunita", "Rosa", "Kofi", "Bounmy", "Juana", "Awa", "Joseph", "Chisomo",
    "Bikash", "Luis", "Esi", "Noy", "Mario", "Fatou", "Wanjiru", "Pempho", "Maya", "Carmen",
)  # fmt: skip
LEADERS = (
    "Ruth Weber", "Paul Ortiz", "Ines Moreau", "Tom Hale", "Lena Brandt", "Omar Said",
    "Clara Rossi", "Jan Novak", "Eva Lind", "Hugo Lang", "Mia Castell", "Ben Okoro",
    "Nora Falk", "Luca Perrin", "Ada Quinn", "Max Toth",
)  # fmt: skip
PEOPLE = (
    ("Mr Abbott", False), ("Mrs Barlow", True), ("Ms Chen", True), ("Mr Duarte", False),
    ("Mrs Ekberg", True), ("Mr Fischer", False), ("Ms Gupta", True), ("Mr Hansen", False),
    ("Mrs Ilic", True), ("Mr Jansen", False), ("Ms Keller", True), ("Mr Lopez", False),
)  # fmt: skip
NEAR = (
    "opened a lunch table", "ran an evening course", "set up an advice desk",
    "organised a summer outing", "started a repair café",
)  # fmt: skip
YEARS = tuple(range(2016, 2026))
SUMS = (6, 7, 8, 9, 12, 14, 15, 18, 20, 24, 25, 28, 30, 35, 38, 40)
