"""Numbers in replies: one number is read whatever is around it, several are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth.answers import Unreadable
from tasksynth.answers.numbers import number_in, read_number


@pytest.mark.parametrize(
    ("said", "value"),
    [("42", 42), ("42.", 42), ("-3.5", -3.5), ("\u22127", -7), ("about 42 units", 42), ("~42", 42),
     ("1,234.50", 1234.5), ("1 234", 1234), ("1.234,50", 1234.5), ("12,5", 12.5), ("$1,200", 1200),
     ("\u20ac 19.90", 19.9), ("19.90 \u20ac", 19.9), ("EUR 19.90", 19.9), ("37 %", 37), ("37%", 37),
     ("1.5k", 1500), ("2 million", 2e6), ("seven", 7), ("Twelve stars", 12), ("The total is 8", 8),
     ("12 kWh/m\u00b2", 12), ("1'000", 1000), ("0.125", 0.125), ("= 9", 9), ("EUR19.90", 19.9),
     (r"\boxed{1{,}234.50}", 1234.5), ("2 hundred", 200), ("3 dozen eggs", 36),
     ("I count five.", 5), ("5 (five)", 5), ("36 kg (read off the chart)", 36),
     ("So, it is **4.8**.", 4.8),
     (r"\approx 36", 36), ("Five (5)", 5), ('{"count": 5}', 5),
     ('{"final_answer": "5 things"}', 5)],
)  # fmt: skip
def test_one_number_is_read(said: str, value: float) -> None:
    assert read_number(said) == pytest.approx(value)
    assert read_number(f"I looked closely.\n\nAnswer: {said}") == pytest.approx(value)


@pytest.mark.parametrize(
    "said",
    ["", "none", "40 to 45", "40-45", "3 or 4", "between 3 and 5", "at least 4", "4?", "4 5",
     "1,2,3", "not 4", "4 +/- 1", "1.2.3", "1,23,4", "nan", "1e999", "4, 5", "0x10", "3/4",
     "4 is wrong", "neither 4", "4 of 9 things", "4 / Spruce", '{"not": 4}', '{"count": "4 or 5"}',
     '{"count": 4, "total": 5}', "5 (six)", "Five (6)", "5 (or so)", "five rings, 6 stars"],
)  # fmt: skip
def test_several_numbers_ranges_and_bounds_are_not(said: str) -> None:
    with pytest.raises(Unreadable):
        read_number(said)


@pytest.mark.parametrize(
    ("unit", "fit", "others"),
    [("kg", ("36", "36 kg", "36 kilograms", "36 Kg."), ("36 mm", "36%", "\u20ac36", "36 (tonnes)")),
     ("%", ("36", "36%", "36 percent", "36 percentage points"), ("36 kg", "36 \u00b0C")),
     ("", ("36", "36 rings", "36 points"), ("36%", "36 kg", "36 \u20ac", "five kilos"))],
)  # fmt: skip
def test_a_number_of_another_measure_is_another_answer(
    unit: str, fit: tuple[str, ...], others: tuple[str, ...]
) -> None:
    assert {read_number(said, unit=unit) for said in fit} == {36}
    for said in others:
        with pytest.raises(Unreadable):
            read_number(said, unit=unit)


@given(st.integers(-(10**9), 10**9))
def test_thousands_may_be_set_apart(value: int) -> None:
    for text in (f"{value}", f"{value:,}", f"{value:,}".replace(",", " "), f"{value:,}.00"):
        assert number_in(text) == value


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(Unreadable):
        assert number_in(text) == number_in(f" {text} ")
