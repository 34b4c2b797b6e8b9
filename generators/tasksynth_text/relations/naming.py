"""Names of people, companies and towns that there are not."""

from collections.abc import Sequence

from tasksynth.rng import Dice
from tasksynth_text.relations.models import StoryEntity


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list of them."""
    return tuple(text.split())


_SHE = words_of(
    "Alvira Brenka Corvina Delwen Elska Fennara Gressa Hilvy Ismara Jorunda Kestrin Lirelle "
    "Maruna Nelvy Orsola Pellina Quillen Rosmira Selvine Tavra Ulfrida Vesna Wilka Yvette"
)
_HE = words_of(
    "Aldric Borvin Cathal Dorrick Emeric Falko Garrin Hestor Ivok Jarrold Kelmer Lodan Mervyn "
    "Noldor Osric Perrin Quorin Radmer Stellan Torvald Udric Varn Wendel Yorick"
)
_LAST = words_of(
    "Ambrose Belkar Crane Dunmore Eskild Farrow Gantry Holloway Inskip Jessop Kersley Lomax "
    "Marlow Nettle Orwin Pryor Quist Ransom Sorrel Thackeray Umber Vance Wexley Yarrow"
)
_FIRMS = words_of(
    "Albion Bramble Copperfield Drakon Everdeep Fallow Gildersleeve Harbinger Ironwood Juniper "
    "Kingfisher Longacre Meridian Northlight Oakum Peregrine Quicksilver Redfern Silvergate "
    "Thornbury Underhill Viaduct Whitby Yellowtail"
)
_TRADES = words_of(
    "Bakery Bank Books Breweries Clocks Foundry Glassworks Mills Paper Printers Tools"
)
_TOWNS = words_of(
    "Ashmere Bellport Cawdor Dunhaven Elmstead Fairwater Greywick Hollin Innisford Jarrow Kelso "
    "Larkfield Morwick Netherby Oldcastle Penhallow Quarley Rothbury Saltmarsh Tarnholm Upwell "
    "Venn Wrayburn Yarm"
)
_SHARED = 3
"""Of so many people one shares the last name of another, who is not said to be kin."""


def named(dice: Dice, people: int, companies: int, towns: int) -> list[StoryEntity]:
    """So many of each; no two have their first word in common."""
    lasts = _some(dice, _LAST, people)
    for i in range(_SHARED - 1, people, _SHARED):
        lasts[i] = lasts[i - 1]
    women, men = _some(dice, _SHE, people), _some(dice, _HE, people)
    found = []
    for i, last in enumerate(lasts):
        she = dice.below(2) == 0
        first = women[i] if she else men[i]
        found.append(StoryEntity(name=f"{first} {last}", sort="person", she=she))
    for firm in _some(dice, _FIRMS, companies):
        found.append(StoryEntity(name=f"{firm} {dice.of(_TRADES)}", sort="company"))
    found += [StoryEntity(name=town, sort="town") for town in _some(dice, _TOWNS, towns)]
    return found


def _some(dice: Dice, names: Sequence[str], count: int) -> list[str]:
    chosen = list(names)
    dice.shuffle(chosen)
    return chosen[:count]
