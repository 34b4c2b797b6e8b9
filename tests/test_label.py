"""Labels come back from a trainer as they went out, or are refused with a reason."""

import json

import pytest

from tasksynth_schemas import Label, TaskRef

REF = TaskRef(family="demo.sum", version=1, params={"top": 9, "odd_only": None}, seed=3, index=5)


@pytest.mark.parametrize("ticket", [None, "0123abcd:17"])
def test_a_label_survives_the_trip(ticket: str | None) -> None:
    label = Label(ref=REF, ticket=ticket)
    assert Label.parse(str(label)) == label
    assert Label.parse(json.dumps(json.loads(str(label)), indent=2)) == label


def test_equal_tasks_have_equal_labels() -> None:
    other = REF.model_copy(update={"params": dict(reversed(REF.params.items()))})
    assert str(Label(ref=other)) == str(Label(ref=REF))
    assert "\n" not in str(Label(ref=REF))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", "JSON"),
        ("42", "label"),
        ('{"ref": {"family": "demo.sum"}}', r"ref\.version"),
        ('{"ref": 3}', "ref: "),
        (str(Label(ref=REF))[:-1] + ',"ticket":"x"}', "ticket: "),
    ],
)
def test_other_text_is_refused(text: str, wanted: str) -> None:
    with pytest.raises(ValueError, match=wanted):
        Label.parse(text)
