"""The comparison of samplers by a small model: what it compares, and what it makes of the runs."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.learning import plan
from benchmarks.learning.results import Results, levels, picture, placed, report, table
from benchmarks.learning.tasks import HELD_OUT, WARM, cells, reference, tasks
from benchmarks.learning.tokens import Tokens
from tasksynth.curriculum.scheduler import Scheduler


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    some = [task for c in cells() for task in tasks(c.family, c.params, WARM, 0, 40)]
    return Tokens([text for task in some for text in (task.text, reference(task))])


def test_tokens_keep_every_letter_of_an_instance_and_take_few_for_the_wording(
    tokens: Tokens,
) -> None:
    for cell in cells():
        for task in tasks(cell.family, cell.params, HELD_OUT, 0, 2):
            reply = tokens.encode(reference(task))
            assert tokens.decode([*reply, 1, *reply]) == reference(task)
            assert len(reply) < plan.LONGEST
            numbers = tokens.encode(task.text)
            assert len(numbers) < len(task.text) / 2
    (task,) = tasks("sat.saturn", plan.TRAINED["sat.saturn"][-1], HELD_OUT, 0, 1)
    clauses = re.search('"clause": "(.*)"', task.text)
    assert clauses
    assert clauses[1] in tokens.decode(tokens.encode(task.text))


def test_what_is_trained_on_is_neither_held_out_nor_beside() -> None:
    params = [repr((cell.family, sorted(cell.params.items()))) for cell in cells()]
    assert len(set(params)) == len(params)
    assert not set(plan.TRAINED) & set(plan.OTHER)
    served = {plan.recipe(sampler, 3).seed for sampler in plan.SAMPLERS}
    assert len(served) == 1
    assert not served & {WARM, HELD_OUT}


def test_samplers_get_the_same_ladders_but_for_the_easiest_alone() -> None:
    trained = sum(map(len, plan.TRAINED.values()))
    for sampler in plan.SAMPLERS:
        scheduler = Scheduler(plan.recipe(sampler, 0))
        assert len(scheduler.space) == (len(plan.TRAINED) if sampler == "easy" else trained)
        assert len(scheduler.space.tracks) == len(plan.TRAINED)
        assert {t.rollouts for t in scheduler.ask(4)} == {plan.GROUP}


def rows(gain: dict[str, float], seeds: int = 6) -> list[dict[str, Any]]:
    """Runs whose pass rates rise in a line, by so much and a little chance."""
    every = list(cells())
    made = []
    for seed in range(seeds):
        for place, sampler in enumerate(plan.SAMPLERS):
            noise = np.random.Generator(np.random.Philox(key=seed)).normal(0, 0.01)
            measured = [
                {
                    "samples": 100 * step,
                    "tokens": 1000 * step * (1 + place),
                    "rates": [0.2 + (gain.get(sampler, 0.0) + noise) * step / 2] * len(every),
                }
                for step in range(3)
            ]
            served = [1] * sum(map(len, plan.TRAINED.values()))
            row = {"sampler": sampler, "seed": seed, "measured": measured}
            made.append(row | {"served": served, "mixed": sum(served) // 2})
    return made


def test_a_planted_gain_is_found_and_none_is_not() -> None:
    found = Results(rows({"frontier": 0.2, "staged": 0.2}))
    lines = {line.split("|")[1].strip(): line for line in table(found).splitlines()}
    assert "+0.100 [+0.100, +0.100], 6 of 6" in lines["frontier - uniform"]
    assert "+0.000 [+0.000, +0.000], 0 of 6" in lines["frontier - staged"]
    assert lines["(warm start)"].count("0.200") == 3
    assert lines["uniform"].endswith("| 0.50 |")
    assert [line.count("| 0.40 |") for line in levels(found).splitlines()[2:]] == [1] * len(
        found.cells
    )


def test_by_tokens_each_sampler_has_as_many_as_the_thriftiest() -> None:
    """Of samplers that learn alike by samples, the one with the longest replies learns less."""
    found = Results(rows(dict.fromkeys(plan.SAMPLERS, 0.2)))
    by_samples = [found.areas(name, "samples").mean() for name in plan.SAMPLERS]
    assert np.ptp(by_samples) < 1e-9
    by_tokens = [float(found.areas(name, "tokens").mean()) for name in plan.SAMPLERS]
    assert by_tokens == sorted(by_tokens, reverse=True)
    assert by_tokens[0] - 0.2 == pytest.approx(4 * (by_tokens[3] - 0.2))


def test_a_seed_counts_once_all_samplers_have_run() -> None:
    some = rows({})[:-1]
    assert Results(some).seeds == [0, 1, 2, 3, 4]
    with pytest.raises(SystemExit, match="no seed has a run of every sampler"):
        Results(some[:3])
    with pytest.raises(SystemExit, match="two make an interval"):
        Results(some[:4])


def test_what_is_shown_replaces_what_was_between_the_marks_of_the_page() -> None:
    page = (Path(__file__).parents[2] / "docs" / "evidence.md").read_text()
    once = placed(page, report(Results(rows({"frontier": 0.2}))))
    assert "| frontier - uniform | +0.100" in once
    assert placed(once, "<!-- x -->").replace("<!-- x -->", "") == placed(page, "")
    assert once.partition("## Learning")[0] == page.partition("## Learning")[0]


def test_the_picture_is_one_file_with_a_curve_for_each_sampler() -> None:
    drawn = ElementTree.fromstring(picture(Results(rows({"frontier": 0.3}))))
    shapes = [shape.tag.partition("}")[2] for shape in drawn.iter()]
    assert shapes.count("polyline") == 4 * len(plan.SAMPLERS)
    assert shapes.count("polygon") == 4 * len(plan.SAMPLERS)


def test_a_reply_that_earned_more_than_its_group_gets_likelier() -> None:
    torch = pytest.importorskip("torch")
    from benchmarks.learning import grpo
    from benchmarks.learning.model import Small

    torch.manual_seed(0)
    model = Small(12, 16, 2, 2)
    prompts = [[2, 3, 4], [5, 6, 7, 8, 9]]
    replies = grpo.write(model, prompts, group=4, longest=5)
    alone = grpo.padded([prompts[0]], left=True)
    both, one = (
        grpo.nats_of(model, asked, said)
        for asked, said in ((replies.prompts, replies.tokens), (alone, replies.tokens[:4]))
    )
    assert torch.allclose(both[:4], one, atol=1e-5)  # neither padding nor its neighbours matter
    optimizer = grpo.optimizer_of(model, 1e-2)
    grpo.reinforce(model, optimizer, [(replies, [[0, 0, 0, 0], [1, 0, 0, 0]])])
    after = grpo.nats_of(model, replies.prompts, replies.tokens).sum(1)
    assert after[4] < both.sum(1)[4]
