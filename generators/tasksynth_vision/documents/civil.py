"""Other documents: statements, timetables, laboratory reports, enrolment forms, timesheets."""

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
    COURSES,
    FIRST,
    HALLS,
    LAST,
    PAYMENTS,
    PLACES,
    SERVICES,
    SHOPS,
    TESTS,
    TOWNS,
    distinct,
    number,
    paired,
    person,
    some,
)

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri")


def statement(dice: Dice, rows: int) -> Draft:
    """What came into an account and went out of it, with the balance after each."""
    codes, first = letters(dice, rows), a_day(dice)
    sides = spread(dice, ("in", "out"), rows)
    amounts = prices(dice, rows, 90000)
    begin = dice.between(400000, 2500000)
    balance, balances = begin, []
    days, day = [], first
    for way, amount in zip(sides, amounts, strict=True):
        balance += int(amount) if way == "in" else -int(amount)
        balances.append(balance)
        day += dice.between(0, 3)
        days.append(day)
    if min(balances) < 0:
        balances = [one - min(balances) + 1235 for one in balances]
    return Draft(
        "statement", "Account statement", f"{dice.of(PLACES)} Bank", "lines",
        [entry("Account no.", "code", number(dice, "", 8)),
         entry("Holder", "text", person(dice)),
         entry("From", "date", first - dice.between(0, 5)),
         entry("To", "date", day + dice.between(0, 20)),
         entry("Statement no.", "int", dice.between(11, 480))],
        [column(0, "Party", "text", paired(dice, PLACES, SHOPS, rows)),
         column(5, "Date", "date", days), column(4, "Type", "code", spread(dice, codes, rows)),
         column(2, "Way", "code", sides), column(1, "Amount", "money", amounts),
         column(3, "Balance", "money", list(balances))],
        side=side_table(
            "Types", (col("Type", "code"), list(codes)),
            (col("Meaning", "text"), some(dice, PAYMENTS, len(codes))),
            (col("Fee", "money"), distinct(dice, 5, 495, 5, len(codes))),
        ),
        check="balance", parts=("Way", "Amount", "Balance"),
    )  # fmt: skip


def timetable(dice: Dice, rows: int) -> Draft:
    """Trains down the page, and the times at which they are where."""
    codes = letters(dice, rows)
    stops = some(dice, TOWNS, dice.between(4, 5))
    begin, runs = 5 * 60 + dice.below(120), []
    apart = max(4, min(70, 660 // rows))
    for number_ in range(rows):
        at = begin + number_ * apart + dice.below(apart)
        times: list[Cell] = [at]
        for _ in stops[1:]:
            at += dice.between(6, 64)
            times.append(at)
        runs.append(times)
    names = [f"{dice.of(('R', 'X', 'S'))}{one}" for one in distinct(dice, 101, 989, 1, rows)]
    order = [0, 2, 5, 6, 7]
    return Draft(
        "timetable", "Timetable", f"{dice.of(PLACES)} Railway", "trains",
        [entry("Valid from", "date", a_day(dice)), entry("Line", "int", dice.between(2, 98)),
         entry("Desk opens", "time", 5 * dice.between(60, 110)),
         entry("Phone", "code", number(dice, "", 7))],
        [column(0, "Train", "code", names),
         column(3, "Note", "code", spread(dice, codes, rows)),
         column(4, "Capacity", "int", [dice.between(12, 96) for _ in range(rows)]),
         *(column(1 if i == 0 else order[i], stop, "time", [run[i] for run in runs])
           for i, stop in enumerate(stops))],
        side=side_table(
            "Notes", (col("Note", "code"), list(codes)),
            (col("Service", "text"), some(dice, SERVICES, len(codes))),
            (col("Surcharge", "money"), distinct(dice, 50, 990, 10, len(codes))),
        ),
    )  # fmt: skip


def lab_report(dice: Dice, rows: int) -> Draft:
    """Results, and the bounds between which they are usual."""
    codes, taken = letters(dice, rows), a_day(dice)
    low: list[Cell] = [dice.between(5, 400) for _ in range(rows)]
    high: list[Cell] = [int(one) + dice.between(10, 500) for one in low]
    usual, results = dice.between(1, 9), []
    for least, most in zip(low, high, strict=True):
        usually = dice.below(10) < usual
        results.append(dice.between(int(least), int(most)) if usually
                       else int(most) + dice.between(1, 300))  # fmt: skip
    return Draft(
        "laboratory report", "Laboratory report", f"{dice.of(PLACES)} Laboratory", "tests",
        [entry("Sample no.", "code", number(dice, "P", 6)),
         entry("Patient", "text", person(dice)), entry("Taken", "date", taken),
         entry("Reported", "date", taken + dice.between(1, 21)),
         entry("Taken at", "time", dice.between(7 * 60, 17 * 60))],
        [column(0, "Test", "text", some(dice, TESTS, rows)),
         column(4, "Method", "code", spread(dice, codes, rows)),
         column(1, "Result", "decimal", list(results)), column(3, "Lower limit", "decimal", low),
         column(2, "Upper limit", "decimal", high)],
        side=side_table(
            "Methods", (col("Method", "code"), list(codes)),
            (col("Room", "text"), some(dice, HALLS, len(codes))),
            (col("Delay in h", "int"), distinct(dice, 2, 96, 1, len(codes))),
        ),
    )  # fmt: skip


def enrolment(dice: Dice, rows: int) -> Draft:
    """A form: fields, and courses with boxes that are ticked or not."""
    codes, many = letters(dice, rows), dice.between(2, 8)
    ticks: list[Cell] = [int(dice.below(10) < many) for _ in range(rows)]
    return Draft(
        "form", "Enrolment form", f"{dice.of(PLACES)} Evening School", "courses",
        [entry("Name", "text", person(dice)),
         entry("Born on", "date", a_day(dice) - 365 * dice.between(18, 60)),
         entry("Enrolled on", "date", a_day(dice)),
         entry("Member no.", "code", number(dice, "M", 5)),
         entry("Street", "text", f"{dice.of(PLACES)} Road {dice.between(2, 98)}"),
         entry("Phone", "code", number(dice, "0", 7))],
        [column(0, "Course", "text", some(dice, COURSES, rows)),
         column(2, "Ticked", "tick", ticks),
         column(3, "Room", "code", spread(dice, codes, rows)),
         column(4, "Duration in h", "int", [dice.between(3, 30) for _ in range(rows)]),
         column(1, "Fee", "money", prices(dice, rows, 30000))],
        side=side_table(
            "Rooms", (col("Room", "code"), list(codes)),
            (col("Building", "text"), some(dice, HALLS, len(codes))),
            (col("Capacity", "int"), distinct(dice, 8, 60, 1, len(codes))),
        ),
    )  # fmt: skip


def timesheet(dice: Dice, rows: int) -> Draft:
    """Hours of a week, day by day and together."""
    codes, monday = letters(dice, rows), a_day(dice)
    hours = [[5 * dice.between(0, 20) for _ in range(rows)] for _ in WEEK]
    return Draft(
        "timesheet", "Timesheet", f"{dice.of(PLACES)} Builders", "people",
        [entry("Week from", "date", monday),
         entry("Handed in", "date", monday + dice.between(5, 30)),
         entry("Foreman", "text", person(dice)),
         entry("Sheet no.", "code", number(dice, "T", 4))],
        [column(0, "Person", "text", paired(dice, FIRST, LAST, rows)),
         column(2, "Site", "code", spread(dice, codes, rows)),
         *(column(3 + i, name, "decimal", list(one))
           for i, (name, one) in enumerate(zip(WEEK, hours, strict=True))),
         column(1, "Total", "decimal", [sum(each) for each in zip(*hours, strict=True)])],
        side=side_table(
            "Sites", (col("Site", "code"), list(codes)),
            (col("Town", "text"), some(dice, TOWNS, len(codes))),
            (col("Distance in km", "int"), distinct(dice, 3, 120, 1, len(codes))),
        ),
        total="Total", check="sum", parts=(*WEEK, "Total"),
    )  # fmt: skip
