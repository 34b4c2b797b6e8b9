"""Documents of trade: invoices, receipts, delivery notes, price lists, menus, stock lists."""

from tasksynth.rng import Dice
from tasksynth_vision.documents.data import Cell
from tasksynth_vision.documents.drafting import (
    Draft,
    a_day,
    col,
    column,
    entry,
    letters,
    prices,
    side_table,
    spread,
)
from tasksynth_vision.documents.words import (
    DISHES,
    GROCERIES,
    HALLS,
    PLACES,
    SHOPS,
    STUFFS,
    THINGS,
    WAYS,
    WINES,
    distinct,
    number,
    paired,
    person,
    some,
)


def _firm(dice: Dice, what: str) -> str:
    return f"{dice.of(PLACES)} {what}"


def _multiplied(counts: list[Cell], each: list[Cell]) -> list[Cell]:
    return [int(a) * int(b) for a, b in zip(counts, each, strict=True)]


def invoice(dice: Dice, rows: int) -> Draft:
    """Goods with quantities, prices and amounts, and a tax code."""
    day, codes = a_day(dice), letters(dice, rows)
    counts: list[Cell] = [dice.between(2, 24) for _ in range(rows)]
    each = prices(dice, rows)
    return Draft(
        "invoice", "Invoice", _firm(dice, "Supplies"), "lines",
        [entry("Invoice no.", "code", number(dice, "R-", 5)), entry("Invoice date", "date", day),
         entry("Due date", "date", day + dice.between(8, 75)),
         entry("Customer", "text", person(dice)),
         entry("Order no.", "code", number(dice, "", 6))],
        [column(0, "Item", "text", paired(dice, STUFFS, THINGS, rows)),
         column(4, "Tax", "code", spread(dice, codes, rows)),
         column(2, "Quantity", "int", counts), column(3, "Unit price", "money", each),
         column(1, "Amount", "money", _multiplied(counts, each))],
        side=side_table(
            "Taxes", (col("Tax", "code"), list(codes)),
            (col("Rate in %", "int"), distinct(dice, 2, 29, 1, len(codes))),
            (col("Account", "code"), [number(dice, "", 4) for _ in codes]),
        ),
        total="Amount", check="product", parts=("Quantity", "Unit price", "Amount"),
    )  # fmt: skip


def receipt(dice: Dice, rows: int) -> Draft:
    """What a till prints."""
    codes = letters(dice, rows)
    counts: list[Cell] = [dice.between(1, 9) for _ in range(rows)]
    each = prices(dice, rows, 2400)
    return Draft(
        "receipt", "Receipt", _firm(dice, "Market"), "lines",
        [entry("Receipt no.", "code", number(dice, "", 6)), entry("Date", "date", a_day(dice)),
         entry("Time", "time", dice.between(7 * 60, 21 * 60)),
         entry("Till", "int", dice.between(1, 40))],
        [column(0, "Article", "text", some(dice, GROCERIES, rows)),
         column(4, "Dept", "code", spread(dice, codes, rows)),
         column(2, "Quantity", "int", counts), column(3, "Unit price", "money", each),
         column(1, "Price", "money", _multiplied(counts, each))],
        side=side_table(
            "Departments", (col("Dept", "code"), list(codes)),
            (col("Bonus", "int"), distinct(dice, 3, 60, 1, len(codes))),
            (col("Hall", "text"), some(dice, HALLS, len(codes))),
        ),
        total="Price", check="product", parts=("Quantity", "Unit price", "Price"),
    )  # fmt: skip


def delivery(dice: Dice, rows: int) -> Draft:
    """What was ordered, and what came."""
    day, codes = a_day(dice), letters(dice, rows)
    ordered: list[Cell] = [dice.between(4, 160) for _ in range(rows)]
    whole = dice.between(1, 9)
    came: list[Cell] = [
        one if dice.below(10) < whole else dice.between(1, int(one) - 1) for one in ordered
    ]
    return Draft(
        "delivery note", "Delivery note", _firm(dice, "Freight"), "lines",
        [entry("Note no.", "code", number(dice, "D", 6)), entry("Ordered on", "date", day),
         entry("Delivered on", "date", day + dice.between(2, 60)),
         entry("Driver", "text", person(dice)),
         entry("Van", "code", number(dice, "V-", 3))],
        [column(0, "Article", "text", paired(dice, STUFFS, THINGS, rows)),
         column(4, "Bay", "code", spread(dice, codes, rows)),
         column(2, "Ordered", "int", ordered), column(1, "Delivered", "int", came),
         column(3, "Weight in kg", "decimal", distinct(dice, 12, 990, 1, rows))],
        side=side_table(
            "Bays", (col("Bay", "code"), list(codes)),
            (col("Hall", "text"), some(dice, HALLS, len(codes))),
            (col("Load", "int"), distinct(dice, 4, 90, 1, len(codes))),
        ),
        total="Delivered",
    )  # fmt: skip


def price_list(dice: Dice, rows: int) -> Draft:
    """Goods with prices by the piece and by the box."""
    codes, each = letters(dice, rows), prices(dice, rows)
    boxes: list[Cell] = [dice.of((4, 5, 6, 8, 10, 12, 20, 24, 25, 30)) for _ in range(rows)]
    return Draft(
        "price list", "Price list", _firm(dice, "Works"), "lines",
        [entry("Valid from", "date", a_day(dice)), entry("List no.", "code", number(dice, "L", 4)),
         entry("Contact", "text", person(dice)),
         entry("Least order", "money", 100 * dice.between(20, 400))],
        [column(0, "Product", "text", paired(dice, STUFFS, THINGS, rows)),
         column(3, "Group", "code", spread(dice, codes, rows)),
         column(1, "Piece price", "money", each), column(4, "Box size", "int", boxes),
         column(2, "Box price", "money",
                [int(a) * int(b) * (100 - off) // 100
                 for a, b, off in zip(each, boxes, distinct(dice, 0, 40, 1, rows), strict=True)])],
        side=side_table(
            "Groups", (col("Group", "code"), list(codes)),
            (col("Discount in %", "int"), distinct(dice, 2, 45, 1, len(codes))),
            (col("Store", "text"), some(dice, HALLS, len(codes))),
        ),
    )  # fmt: skip


def menu(dice: Dice, rows: int) -> Draft:
    """Dishes, with what they cost and weigh, and the wine that goes with them."""
    codes = letters(dice, rows)
    wines = paired(dice, PLACES, WINES, len(codes))
    return Draft(
        "menu", "Menu", f"The {dice.of(PLACES)} Table", "dishes",
        [entry("From", "date", a_day(dice)), entry("Kitchen until", "time",
                                                   5 * dice.between(12 * 16, 12 * 23)),
         entry("Cover charge", "money", 10 * dice.between(12, 90)),
         entry("Chef", "text", person(dice))],
        [column(0, "Dish", "text", paired(dice, WAYS, DISHES, rows)),
         column(2, "Wine", "code", spread(dice, codes, rows)),
         column(4, "Portion in g", "int", [10 * dice.between(12, 55) for _ in range(rows)]),
         column(3, "Energy in kcal", "int", distinct(dice, 180, 1400, 5, rows)),
         column(1, "Price", "money", distinct(dice, 450, 4800, 10, rows))],
        side=side_table(
            "Wines", (col("Wine", "code"), list(codes)),
            (col("Name", "text"), wines),
            (col("Glass", "money"), distinct(dice, 380, 1900, 10, len(codes))),
        ),
    )  # fmt: skip


def stock_list(dice: Dice, rows: int) -> Draft:
    """What there is on shelves, and what there ought to be."""
    codes = letters(dice, rows)
    least: list[Cell] = [dice.between(5, 90) for _ in range(rows)]
    ample = dice.between(1, 9)
    there: list[Cell] = [
        int(one) + (dice.between(1, 90) if dice.below(10) < ample else -dice.between(1, 5))
        for one in least
    ]
    return Draft(
        "stock list", "Stock list", f"{_firm(dice, 'Stores')}", "lines",
        [entry("Counted on", "date", a_day(dice)), entry("Counted by", "text", person(dice)),
         entry("List no.", "code", number(dice, "S-", 5)),
         entry("Branch", "text", f"{dice.of(PLACES)} {dice.of(SHOPS)}")],
        [column(0, "Article", "text", paired(dice, STUFFS, THINGS, rows)),
         column(3, "Shelf", "code", spread(dice, codes, rows)),
         column(1, "Stock", "int", there), column(2, "Minimum", "int", least),
         column(4, "Last sold", "date", _days_before(dice, rows))],
        side=side_table(
            "Shelves", (col("Shelf", "code"), list(codes)),
            (col("Hall", "text"), some(dice, HALLS, len(codes))),
            (col("Lock", "code"), [number(dice, "", 4) for _ in codes]),
        ),
        total="Stock",
    )  # fmt: skip


def _days_before(dice: Dice, rows: int) -> list[Cell]:
    last = a_day(dice)
    return [last - one for one in distinct(dice, 0, 400, 1, rows)]
