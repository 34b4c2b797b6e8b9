"""What charts are about: titles, units, names of places and of sorts."""

from dataclasses import dataclass

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
FULL_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August",
               "September", "October", "November", "December")  # fmt: skip


@dataclass(frozen=True)
class Subject:
    """A thing that is measured in several places, for several sorts."""

    title: str
    unit: str
    sorts: tuple[str, ...]
    places: tuple[str, ...]
    other: str
    """What it may be set against."""
    other_unit: str


_TOWNS = ("Aarhus", "Bergen", "Cork", "Delft", "Espoo", "Faro", "Genoa", "Haifa", "Izmir", "Jena",
          "Kyoto", "Lund", "Malaga", "Nantes", "Oulu", "Porto", "Quito", "Riga", "Siena",
          "Turin")  # fmt: skip
_SHOPS = ("Ash Rd", "Bay St", "Canal", "Dock", "East", "Forum", "Gate", "Hill", "Island", "Lake",
          "Market", "North", "Old Town", "Park", "Quay", "River", "South", "Tower", "Vale",
          "West")  # fmt: skip
_CREWS = ("Alder", "Birch", "Cedar", "Damson", "Elm", "Fir", "Gorse", "Hazel", "Ivy", "Juniper",
          "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce", "Thorn", "Willow", "Yew",
          "Zelkova")  # fmt: skip

SUBJECTS = (
    Subject("Rainfall", "mm", ("coast", "valley", "hills", "plain"), _TOWNS, "height", "m"),
    Subject("Visitors", "people", ("museum", "zoo", "castle", "garden"), _TOWNS, "distance", "km"),
    Subject("Parcels", "parcels", ("road", "rail", "air", "river"), _TOWNS, "staff", "people"),
    Subject("Sales", "crates", ("bread", "tea", "fruit", "cheese"), _SHOPS, "floor area", "sq m"),
    Subject("Returns", "items", ("shoes", "coats", "bags", "hats"), _SHOPS, "orders", "orders"),
    Subject("Power", "kWh", ("solar", "wind", "hydro", "biogas"), _SHOPS, "roof area", "sq m"),
    Subject("Points", "points", ("juniors", "seniors", "guests", "masters"), _CREWS, "training",
            "hours"),
    Subject("Trees planted", "trees", ("spring", "summer", "autumn", "winter"), _CREWS, "ground",
            "ares"),
    Subject("Litter", "kg", ("glass", "paper", "metal", "plastic"), _CREWS, "helpers", "people"),
)  # fmt: skip
