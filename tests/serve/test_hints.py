"""A ticket's hint is in the prompt that is served, and counts for no ability."""

from pathlib import Path

import pytest

from tasksynth.client import Client
from tasksynth.registry import get
from tasksynth.serve.presenting import HINT
from tasksynth_schemas import Feedback
from tests.serve.server import Server

RECIPE = """
seed = 5
[[mix]]
family = "{family}"
levels = [0.0]
[curriculum]
strategy = "uniform"
rollouts = 2
[[curriculum.wrappers]]
name = "hints"
options = {{ bare = 0.0 }}
"""


def recipe(folder: Path, family: str) -> Path:
    path = folder / "hints.toml"
    path.write_text(RECIPE.format(family=family))
    return path


@pytest.mark.parametrize("family", ["demo.sum", "demo.walk", "sat.saturn", "curricula.order"])
def test_after_failed_groups_prompts_hold_growing_beginnings_of_a_solution(
    tmp_path: Path, family: str
) -> None:
    shares = []
    with Server(recipe(tmp_path, family)) as server, Client(server.url) as client:
        for _ in range(5):
            (served,) = client.ask().tasks
            bare = server.http.get("/task", params={"label": served.label}).json()
            plain = type(served).model_validate(served.model_dump() | {"prompt": bare["prompt"]})
            if served.ticket.hint:
                assert served.text.startswith(plain.text + HINT)
                hint = served.text.removeprefix(plain.text + HINT)
                assert hint
            else:
                assert served.text == plain.text
            assert client.open(served).prompt == served.prompt
            shares.append(served.ticket.hint)
            client.tell(Feedback(ticket=served.ticket.id, rewards=(0.0, 0.0)))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 0.75)


def test_a_family_without_hints_is_refused_at_the_start(tmp_path: Path) -> None:
    assert not hasattr(get("demo.echo"), "work")
    with pytest.raises(AssertionError, match=r"which demo\.echo cannot: leave them or the wrapper"):
        Server(recipe(tmp_path, "demo.echo"))
