"""Things come home by the rules that the prompt tells, and no cheaper way is left."""

import json
from typing import Any

import pytest

from benchmarks.proofs.tidying import least_battery
from tasksynth import Action, Episode, registry
from tasksynth.single import source
from tasksynth_planning.homes.models import Belonging, Chore, Furniture, Home
from tasksynth_planning.homes.searching import cheapest
from tasksynth_planning.homes.strategies import THUMBS

FAMILY: Any = registry.get("embodied.rearrange")
SAID = {"open": "Open the door.", "shut": "Close it", "ready": "Done."}


def drawn(level: float, count: int, **params: Any) -> list[Any]:
    made = source("embodied.rearrange", seed=31, level=level, params=params)
    return [made.draw(index) for index in range(count)]


def small(*, hands: int = 1, battery: int = 13, sight: str = "all") -> Any:
    """A corridor: @ A B, where B is a chest for one thing; the cap and the mug change places."""
    home = Home(
        rows=("######", "#...##", "######"),
        start=7,
        room="hall",
        pieces=(
            Furniture(name="bench", cell=8, room="hall", holds=2, door=False),
            Furniture(name="chest", cell=9, room="hall", holds=1, door=True),
        ),
        things=(
            Belonging(name="red cap", at=0, home=1),
            Belonging(name="blue mug", at=1, home=0),
        ),
        hands=hands,
    )
    chores, states = cheapest(home, home.begin(), 1000)
    assert chores is not None
    return FAMILY.Instance(
        home=home, sight=sight, chores=tuple(chores), spent=battery, battery=battery, states=states
    )


def played(x: Any, *texts: str) -> tuple[list[str], Any]:
    episode = Episode(FAMILY, x)
    return [str(episode.act(Action(text=text)).seen) for text in texts], episode.verdict()


def test_what_the_robot_can_do() -> None:
    seen, verdict = played(
        small(), "pick up the red cap", "walk to A", "open the door", "take the blue mug",
        "pick up the red cap", "go to the chest (B)", "open it", "walk to C", "put down the mug",
    )  # fmt: skip
    assert [one.split(".\n")[0] for one in seen] == [
        "Error: there is no red cap within reach",
        "The robot is at the bench (A); it carries nothing. The battery has 12",
        "Error: the bench has no door",
        "Error: there is no blue mug within reach",
        "The robot is at the bench (A); it carries the red cap. The battery has 11",
        "The robot is at the chest (B); it carries the red cap. The battery has 10",
        "Error: no hand is free",
        "Error: there is no piece of furniture 'C'",
        "Error: there is no thing 'the mug'",
    ]
    assert verdict.why == "the red cap is not where it belongs"


WAY = "walk to B\nopen the door\npick up the blue mug\nwalk to A\nput down the blue mug\n"
WAY += "pick up the red cap\nwalk to B\nput down the red cap\nshut the door"
BOTH = "Go to A, take the red cap, go to B, open the door, take the blue mug from B and "
BOTH += "put the red cap into the chest, shut the door, go to A, put the blue mug on A"


@pytest.mark.parametrize(
    ("hands", "battery", "way", "why"),
    [
        (1, 10, WAY, ""),
        (1, 9, WAY, "the chest is open"),
        (1, 10, WAY.removesuffix("\nshut the door"), "the chest is open"),
        (1, 99, WAY.replace("A\nput", "A\npick up the red cap\nput"), "not where it belongs"),
        (1, 99, WAY + "\npick up the red cap\nready", ""),
        (2, 99, BOTH.replace("take the blue mug from B and ", ""), "not where it belongs"),
        (2, 10, BOTH, ""),
    ],
)
def test_a_way_passes_if_the_battery_lasts(hands: int, battery: int, way: str, why: str) -> None:
    _, verdict = played(small(hands=hands, battery=battery), way)
    assert (verdict.status == "pass") == (not why)
    assert verdict.why.endswith(why)


@pytest.mark.parametrize("level", [0.0, 0.25])
def test_another_program_finds_no_cheaper_way(level: float) -> None:
    for draw in drawn(level, 4, sight="all"):
        assert least_battery(draw.task.text) == draw.instance.spent


@pytest.mark.parametrize("level", [0.0, 0.5, 0.75])
def test_the_reference_does_it_and_rules_of_thumb_run_out_of_battery(level: float) -> None:
    for draw in drawn(level, 3):
        x = draw.instance
        assert FAMILY.verify(x, FAMILY.solve(x)).reward == 1
        guesses = FAMILY.baselines(x)
        assert set(THUMBS) < set(guesses)
        assert all(FAMILY.verify(x, guess).reward <= 0.2 for guess in guesses.values())


def said(x: Any, chore: Chore, where: int) -> list[str]:
    """A chore in words, after a walk where one is needed."""
    piece = x.home.pieces[chore.piece].name
    walk = [f"Walk over to the {piece}"] if chore.piece != where else []
    name = x.home.things[chore.thing].name
    words = SAID | {"pick": f"Take the {name} from the {piece}", "put": f"Put down the **{name}**"}
    return walk + ([words[chore.kind]] if chore.kind != "look" else [])


@pytest.mark.parametrize("form", ["\n{}", "{}", "- {}", "{}) "])
def test_a_plan_in_words_is_done_line_by_line(form: str) -> None:
    for level in (0.25, 0.75):
        for draw in drawn(level, 2):
            x, lines, where = draw.instance, ["I will do this."], -1
            for chore in x.chores:
                lines += said(x, chore, where)
                where = chore.piece
            numbered = [f"{i}. {one}" if ")" not in form else f"{i}) {one}"
                        for i, one in enumerate([*lines[1:], SAID["ready"]], 1)]  # fmt: skip
            plain = [*lines, SAID["ready"]] if form != "{}" else numbered
            text = "\n".join(form.replace("{}", one) if form[0] in "-\n" else one for one in plain)
            assert played(x, text)[1].reward == 1, text


LINES = WAY.split("\n")
CALLS = [
    {"name": name, "arguments": {"piece" if name == "walk_to" else "thing": what} if what else {}}
    for name, _, what in (
        line.replace(" to ", "_to ").replace(" the door", "_door")
        .replace(" up the", "_up").replace(" down the", "_down").partition(" ")
        for line in LINES
    )
]  # fmt: skip


@pytest.mark.parametrize(
    "plan",
    [
        "\n".join(f"{i}. {line} (1 unit)" for i, line in enumerate(LINES, 1)),
        "\n".join(f"- {line} \u2013 as it belongs there" for line in LINES) + "\nReady.",
        "\n".join(f"{line}  # so far" for line in LINES),
        "\n".join(f"The robot should {line}." for line in LINES) + "\nThen it is ready!",
        "| step | what |\n|---|---|\n" + "\n".join(f"| {i} | {x} |" for i, x in enumerate(LINES)),
        "<answer>\n" + "\n".join(LINES) + "\n</answer>\nThis should do it.",
        "<think>walk to A\nready</think>" + WAY.replace("walk to B", "head to piece B"),
        WAY.replace("pick up the blue mug", "pick the blue mug up").replace("to B", "to B: chest"),
        json.dumps(CALLS),
        json.dumps({"actions": [{"tool": one["name"], **one["arguments"]} for one in CALLS]}),  # type: ignore[dict-item]
        "".join(f"<tool_call>\n{json.dumps(one)}\n</tool_call>\n" for one in CALLS),
        "```json\n" + json.dumps(LINES, indent=1) + "\n```",
    ],
)
def test_plans_are_read_as_models_write_them(plan: str) -> None:
    assert played(small(battery=10), plan)[1].reward == 1


@pytest.mark.parametrize(
    "said",
    [
        "if the bench is free, walk to A", "walk to A, B", "Ready?", "walk to A\nwalk to C\nready",
        "ready when you are", "walk to bench (B)", "1. walk to the\n2. ready",
    ],
)  # fmt: skip
def test_what_leaves_something_open_is_not_done(said: str) -> None:
    (seen,), _ = played(small(), said)
    assert seen.startswith("Error: ")
    assert "The robot is on the floor; it carries nothing. The battery has 13." in seen


def test_who_sees_a_room_is_told_of_no_other() -> None:
    for draw in drawn(0.75, 3):
        x = draw.instance
        told = FAMILY.prompt(x)
        here = [i for i, one in enumerate(x.home.pieces) if one.room == x.home.room]
        hidden = [one.at for one in x.home.things if one.at not in here]
        assert hidden
        elsewhere = [one for one in x.home.things if one.at in hidden]
        moved = x.home.model_copy(update={
            "things": tuple(
                one.model_copy(update={"at": hidden[0]}) if one in elsewhere else one
                for one in x.home.things
            )
        })  # fmt: skip
        assert FAMILY.prompt(x.model_copy(update={"home": moved})) == told
        seen, _ = played(x, f"walk to {x.home.pieces[hidden[0]].name}")
        assert x.home.room == x.home.pieces[hidden[0]].room or seen[0] not in told
