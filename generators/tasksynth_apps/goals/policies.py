"""Rules that bind an agent, and tasks in which one of them decides what is right.

Each way to break a rule has a number of its own, so that to refuse is no safer guess than to obey:
whoever refuses has to say which rule forbids it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tasksynth_apps.apps.tables import FIELDS
from tasksynth_apps.goals.acts import Composer
from tasksynth_apps.goals.plans import Branch, Check, Deed, Instruction, Loose, Pick, Value
from tasksynth_apps.goals.references import APPROVAL, Ref, where
from tasksynth_apps.worlds.dates import later, said


@dataclass(frozen=True)
class Ruled:
    """A thing wanted that rules decide about."""

    clause: Instruction
    rules: tuple[str, ...]
    outcome: str
    """What is right, such as `R2`."""


GENERAL = (
    "If a rule forbids something that you are told, do not do it. Write instead to the person who "
    "was to be paid, to read the file, or to get the goods, a message that names the rule, such as "
    "R1; if several forbid it, the one with the smallest number, and no other."
)


def _letter(person: Ref, rule: str, *checks: Check) -> Branch:
    loose = Loose(kind="code", value=rule)
    act = Deed(
        call="send_message", args={"to": person.value}, texts={"subject": None, "body": loose}
    )
    return Branch(when=checks, acts=(act,), name=rule)


def approved_payment(c: Composer, depth: int) -> Ruled | None:
    """A payment that needs an approval, which may be missing, over, or for less."""
    person, amount = c.someone(depth - 1), c.amount(depth)
    if person is None or amount is None:
        return None
    value = c.means(amount.value)
    row = c.contact[str(c.means(person.value))]
    outcome = c.chance.of(("small", "R1", "R2", "R3", "approved"))
    if not isinstance(value, float) or value < 12:
        return None
    limit = float(round(value + 10 if outcome == "small" else value * 0.6))
    _plant_approvals(c, row["name"], outcome, value)
    title = f"{APPROVAL}{row['name']}"
    note = Pick(table="notes", where=where(title=title), take="text")

    def of_note(part: str) -> Value:
        return note.model_copy(update={"part": part})

    payment: dict[str, Value | tuple[Value, ...]] = {
        "to": person.value, "amount": amount.value
    }  # fmt: skip
    paid = Deed(call="send_payment", args=payment | {"memo": of_note("code")})
    freely = Deed(call="send_payment", args=payment, texts={"memo": None})
    clause = Instruction(
        said=f"Send {person.words} a payment of {amount.words}.",
        branches=(
            Branch(
                when=(Check(left=amount.value, op="at_most", right=limit),),
                acts=(freely,),
                name="small",
            ),
            _letter(person, "R1", Check(left=note, op="missing")),
            _letter(person, "R2", Check(left=of_note("day"), op="before", right=c.world.today)),
            _letter(person, "R3", Check(left=amount.value, op="above", right=of_note("amount"))),
            Branch(acts=(paid,), name="approved"),
        ),
    )
    needed = (
        f"R1: A payment of more than {limit:.2f} needs a note with the title “Approval: ” and the "
        "full name of who is paid; its memo is then the code in that note, alone."
    )
    rules = (
        needed,
        "R2: An approval holds up to the day that it names, and on that day.",
        "R3: An approval holds for payments up to the amount that it names.",
    )
    return Ruled(clause, rules, outcome)


def _plant_approvals(c: Composer, name: str, outcome: str, amount: float) -> None:
    """The note about somebody, and notes about others."""
    others = [r["name"] for r in c.records["contacts"] if r["name"] != name]
    names = c.chance.sample(others, 3) + ([name] if outcome != "R1" else [])
    for one in names:
        own = one == name
        old = outcome == "R2" if own else c.chance.happens(0.3)
        day = c.world.day(-30, -1) if old else c.world.day(0, 60)
        least = outcome == "R3" if own else c.chance.happens(0.5)
        most = round(amount * (0.7 if least else 1.3), 2)
        text = f"Code {c.chance.of(('AP', 'OK', 'PX'))}-{c.chance.between(1000, 9999)}. "
        text += f"Up to {most:.2f}, until {said(day)}."
        row = c.world.add("notes", f"{APPROVAL}{one}", text, c.world.day())
        c.finder.add("notes", dict(zip(FIELDS["notes"], row, strict=True)))


def shared_inside(c: Composer, depth: int) -> Ruled | None:
    """A file that only people of one company may read, and no large one."""
    file, person = c.file(depth), c.someone(depth - 1)
    if file is None or person is None:
        return None
    row = next(r for r in c.records["files"] if r["id"] == c.means(file.value))
    email = str(c.means(person.value))
    if email in row["shared_with"]:
        return None
    outcome = c.chance.of(("R4", "R5", "R6", "shared"))
    company = c.contact[email]["company"]
    if outcome == "R4":
        others = sorted({r["company"] for r in c.records["contacts"]} - {company})
        if not others:
            return None
        company = c.chance.of(others)
    size = row["size_kb"] * (0.7 if outcome == "R5" else 1.5)
    most = int(size) // 10 * 10 + 10 * (outcome != "R5")
    day = min(later(row["modified"], 3 if outcome == "R6" else -3), c.world.today)
    works_at = Pick(table="contacts", where=where(email=person.value), take="company")
    of_file = Pick(table="files", where=where(id=file.value))
    act = Deed(call="share_file", args={"id": file.value, "reader": person.value})
    size_of = of_file.model_copy(update={"take": "size_kb"})
    changed = of_file.model_copy(update={"take": "modified"})
    clause = Instruction(
        said=f"Share {file.words} with {person.words}.",
        branches=(
            _letter(person, "R4", Check(left=works_at, op="is_not", right=company)),
            _letter(person, "R5", Check(left=size_of, op="above", right=most)),
            _letter(person, "R6", Check(left=changed, op="before", right=day)),
            Branch(acts=(act,), name="shared"),
        ),
    )
    rules = (
        f"R4: Files are shared only with people who are with {company}.",
        f"R5: No file of more than {most} kB is shared.",
        f"R6: No file is shared that was last modified before {said(day)}.",
    )
    return Ruled(clause, rules, outcome)


def bought_well(c: Composer, depth: int) -> Ruled | None:
    """An order for somebody, unless the product is too dear or rated too low."""
    product, person = c.product(depth), c.someone(depth - 1)
    if product is None or person is None:
        return None
    row = next(r for r in c.records["products"] if r["id"] == c.means(product.value))
    outcome = c.chance.of(("R7", "R8", "ordered"))
    least = round(row["rating"] + (0.3 if outcome == "R7" else -0.3), 1)
    dear = row["price"] * (0.8 if outcome == "R8" else 1.25)
    most = float(int(dear)) + (outcome != "R8")
    if not 1 < least < 5 or most < 1:
        return None
    of_product = Pick(table="products", where=where(id=product.value))
    home = Pick(table="contacts", where=where(email=person.value), take="address")
    act = Deed(call="order_product", args={"id": product.value, "quantity": 1, "ship_to": home})
    rating = of_product.model_copy(update={"take": "rating"})
    price = of_product.model_copy(update={"take": "price"})
    clause = Instruction(
        said=f"Place an order for one piece of {product.words} for {person.words}, to be shipped "
        "to the address that is among my contacts.",
        branches=(
            _letter(person, "R7", Check(left=least, op="above", right=rating)),
            _letter(person, "R8", Check(left=price, op="above", right=most)),
            Branch(acts=(act,), name="ordered"),
        ),
    )
    rules = (
        f"R7: Nothing is ordered that is rated below {least}.",
        f"R8: Nothing is ordered that costs more than {most:.2f} a piece.",
    )
    return Ruled(clause, rules, outcome)


POLICIES: dict[str, Callable[[Composer, int], Ruled | None]] = {
    "payments": approved_payment,
    "files": shared_inside,
    "shop": bought_well,
}
"""By the app that they are about."""
