"""The page of all families is what the code says."""

from benchmarks.families_page import PAGE, page


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run `python benchmarks/families_page.py`"
