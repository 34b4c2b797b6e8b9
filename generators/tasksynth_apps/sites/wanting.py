"""What somebody wants done on websites: drawn, told, and what they want to know."""

import re
from collections.abc import Mapping
from fractions import Fraction

from tasksynth import Model
from tasksynth_apps.answering import bare, names
from tasksynth_apps.chance import Luck
from tasksynth_apps.errands.wishes import PhoneWish, Whereabouts, start, wanted_there
from tasksynth_apps.errands.wishing import draw_wishes, goal_of, pick
from tasksynth_apps.phones.device import Device, Row, Value, kind_of, shown
from tasksynth_apps.phones.filling import draw_value
from tasksynth_apps.phones.kinds import ThingField
from tasksynth_apps.phones.naming import Naming, called, meant
from tasksynth_apps.phones.words import word

NUMBERS = {"money": 100, "rate": 10, "km": 10, "count": 1}
"""What holds numbers, and by how much they are larger there than they are shown."""
_NUMBER = re.compile(
    r"(?:(?:€|euros?|EUR) ?)?(\d{1,6}(?:[.,]\d{1,2})?)"
    r"(?: ?(?:€|euros?|EUR|km|kilomet(?:re|er)s?))?",
    re.ASCII | re.IGNORECASE,
)
_TIME = re.compile(
    r"(\d{1,2}) ?[:.h] ?(\d{2})(?::00)?(?: ?([ap])\.?m\.?| ?uhr| ?h)?", re.ASCII | re.IGNORECASE
)


class WebQuestion(Model):
    """What somebody wants to know: what a field of a thing holds."""

    app: int
    naming: Naming
    field: str


def draw_wanted(
    luck: Luck, device: Device, *, count: int, hops: int, found: bool
) -> tuple[Device, tuple[PhoneWish, ...]] | None:
    """So many wishes, an order among them where there is a shop and chance has it so."""
    kinds = [app.kind for app in device.apps]
    first: tuple[PhoneWish, ...] = ()
    if "orders" in kinds and "shop" in kinds and luck.happens(0.7):
        order = _order(luck, device, kinds.index("shop"), kinds.index("orders"), hops)
        if order is None:
            return None
        first = (order,)

    def fits(wish: PhoneWish) -> bool:
        """An order empties the cart, which is thus no place to leave things in."""
        return kinds[wish.app] != "shop" or wish.verb != "count"

    return draw_wishes(
        luck, device, count=count, hops=hops, found=found and not first, first=first, fits=fits
    )


def _order(luck: Luck, device: Device, shop: int, orders: int, hops: int) -> PhoneWish | None:
    rows = dict(enumerate(device.apps[shop].rows))
    number = luck.below(len(rows))
    naming = pick(luck, kind_of(device.apps[shop]), number, rows, hops)
    if naming is None:
        return None
    kind = kind_of(device.apps[orders])
    row: dict[str, Value] = {
        "product": rows[number]["name"],
        "pieces": luck.between(1, 6),
        "recipient": draw_value(luck, kind.field("recipient"), device.today, device.language),
        "delivery": luck.of(kind.field("delivery").options),
    }
    source = Whereabouts(app=shop, naming=naming)
    return PhoneWish(app=orders, verb="new", source=source, row=row)


def said_wish(wish: PhoneWish, device: Device) -> str:
    """A wish in English."""
    if wish.verb == "new" and wish.source is not None:
        shop = device.apps[wish.source.app]
        thing = called(wish.source.naming, kind_of(shop), device.language)
        by = word(str(wish.row["delivery"]), device.language)
        return (
            f"On {shop.name}, order {thing}, {wish.row['pieces']} of it, for the recipient "
            f"“{wish.row['recipient']}”, with the delivery “{by}”."
        )
    return f"On {_place(wish.app, device)}, {wanted_there(wish, device)}."


def _place(app: int, device: Device) -> str:
    """Where things are found: a site by its name, a shop's orders by the page that they are on."""
    one = device.apps[app]
    shop = next((each.name for each in device.apps if each.kind == "shop"), None)
    if one.kind != "orders" or shop is None:
        return one.name
    return f"the page “{word(kind_of(one).heading, device.language)}” of {shop}"


def draw_question(
    luck: Luck, device: Device, wishes: tuple[PhoneWish, ...], hops: int
) -> WebQuestion | None:
    """Something to be found out, that no wish changes."""
    for _ in range(20):
        app = luck.below(len(device.apps))
        kind, rows = kind_of(device.apps[app]), dict(enumerate(device.apps[app].rows))
        naming = pick(luck, kind, luck.below(len(rows)), rows, hops)
        if naming is None:
            continue
        told = {kind.title, naming.by, *(key for key, _ in naming.equal)}
        fields = [
            one.key
            for one in kind.fields
            if one.key not in told
            and one.source != "zero"  # what nobody has to look up
            and (one.holds in NUMBERS or one.holds in ("text", "time"))
        ]
        if not fields:
            continue
        question = WebQuestion(app=app, naming=naming, field=luck.of(fields))
        now, then = (
            answer_in(question, held[app]) for held in (start(device), goal_of(wishes, device))
        )
        if now is not None and now == then:
            return question
    return None


def answer_in(question: WebQuestion, rows: Mapping[int, Row]) -> Value | None:
    """What the answer is, of the things that its app holds; None if it is about no one thing."""
    found = meant(question.naming, rows.items())
    return rows[found[0]][question.field] if len(found) == 1 else None


def _answer(question: WebQuestion, device: Device) -> Value | None:
    return answer_in(question, dict(enumerate(device.apps[question.app].rows)))


def said_question(question: WebQuestion, device: Device) -> str:
    """A question in English, with the word that the site has for the field."""
    thing = called(question.naming, kind_of(device.apps[question.app]), device.language)
    where, label = _place(question.app, device), word(question.field, device.language)
    return f"What does {where} say under “{label}” of {thing}?"


def answer_told(question: WebQuestion, device: Device) -> str:
    """The answer, as its site shows it."""
    one = kind_of(device.apps[question.app]).field(question.field)
    value = _answer(question, device)
    return shown(one, value if value is not None else "", device.language)


def is_right(question: WebQuestion, device: Device, given: str | float | None) -> bool:
    """Whether an answer is the right one, in any usual form."""
    one = kind_of(device.apps[question.app]).field(question.field)
    value = _answer(question, device)
    if given is None or value is None:
        return False
    if one.holds not in NUMBERS and one.holds != "time":
        return names(given, str(value))
    return _says(one, value, _unlabelled(bare(given), word(question.field, device.language)))


def _unlabelled(said: str, label: str) -> str:
    """A number or a time without the page's word for it: “Seats: 7”, “7 seats”."""
    if label.casefold() not in said.casefold():
        return said
    name = re.escape(label)
    said = re.sub(rf"^{name} ?[:=]? ?", "", said, count=1, flags=re.IGNORECASE)
    return re.sub(rf" ?{name}$", "", said, count=1, flags=re.IGNORECASE)


def _says(one: ThingField, value: Value, given: str) -> bool:
    if one.holds in NUMBERS:
        read = _NUMBER.fullmatch(given)
        if read is None:
            return False
        return Fraction(read[1].replace(",", ".")) * NUMBERS[one.holds] == int(value)
    clock = _TIME.fullmatch(given)
    if clock is None:
        return False
    hour, late = int(clock[1]), (clock[3] or "").lower()
    hour = hour % 12 + 12 * (late == "p") if late else hour
    return 60 * hour + int(clock[2]) == int(value)
