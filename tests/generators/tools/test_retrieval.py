"""All that is wanted among the five that are named, and no other way to be paid."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import pytest

from tasksynth import Action, Episode, Transcript, registry
from tasksynth.rng import Stream
from tasksynth.single import source
from tasksynth_tools.dice import Chance
from tasksynth_tools.finding.catalogue import catalogue_of, ids_of
from tasksynth_tools.finding.concepts import TABLES
from tasksynth_tools.finding.search import tokens

FAMILY: Any = registry.get("tools.retrieval")


def tasks(level: float, count: int = 10, **params: Any) -> list[Any]:
    made = source("tools.retrieval", seed=31, level=level, params=params)
    return [made.draw(index).instance for index in range(count)]


def chosen(x: Any, ids: Sequence[str]) -> Any:
    action = Action(tool="choose", arguments={"ids": list(ids)})
    return FAMILY.verify(x, Transcript(actions=(action,)).model_dump_json())


def wanted(x: Any) -> list[str]:
    return [ids_of(x.plan).of(does) for does in x.plan.wanted]


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_the_wanted_ones_pass_in_any_order_and_company(level: float) -> None:
    for x in tasks(level, 5):
        ids, everything = wanted(x), [tool.id for tool in catalogue_of(x.plan).tools]
        others = [one for one in everything if one not in ids]
        room = 5 - len(ids)
        assert chosen(x, ids[::-1]).status == "pass"
        assert chosen(x, [*others[:room], *ids]).status == "pass"
        for wrong, why in (
            ([*ids, *others[: room + 1]], "want at most 5"),
            ([*ids, ids[0]], "chosen twice"),
            ([*ids[1:], others[0]], f"1 of {len(ids)} tools that are wanted"),
            ([*ids, "T0"], "there is no tool 'T0'"),
            ([], "no tool was chosen"),
        ):
            verdict = chosen(x, wrong)
            assert verdict.status == "fail"
            assert why in verdict.why


def test_no_other_tool_does_what_is_wished() -> None:
    for x in tasks(0.5, 10):
        listed = catalogue_of(x.plan).tools
        assert all(sorted(tool.words) == sorted(tokens(tool.text)) for tool in listed)
        does = [tool.does for tool in listed]
        assert len(set(does)) == len(does) == x.plan.size
        for triple in x.plan.wanted:
            apart = [sum(a != b for a, b in zip(one, triple, strict=True)) for one in does]
            assert 1 in apart


def test_catalogues_and_people_share_no_word_by_which_one_searches() -> None:
    listed = {word for table in TABLES for one, _ in table for word in tokens(one)}
    said = {word for table in TABLES for _, other in table for word in tokens(other)}
    assert not listed & said
    for table in TABLES:
        assert all(tokens(one) and tokens(other) for one, other in table)
        assert len({one for one, _ in table}) == len({other for _, other in table}) == len(table)


def test_a_search_finds_by_words_and_rewriting_is_what_helps() -> None:
    (x,) = tasks(1.0, 1)
    episode = Episode(FAMILY, x)

    def found(query: str) -> str:
        return str(episode.act(Action(tool="search", arguments={"query": query})).seen)

    for wish, does in zip(x.wishes, x.plan.wanted, strict=True):
        tool = ids_of(x.plan).of(does)
        assert tool not in found(wish)
        words = " ".join(table[n][0] for table, n in zip(TABLES, does, strict=True))
        assert found(words).startswith(f"{tool}: ")
        assert len(found(words).splitlines()) == 5
    assert found("") == "No tool has a word of it."
    for _ in range(3):
        found("forecast")
    assert found("forecast") == "Error: 16 searches were made, and there are no more"


def test_bm25_fails_more_the_more_is_said_in_other_words() -> None:
    shares = []
    for paraphrase in (0.0, 0.5, 1.0):
        made = tasks(0.5, 25, tools=120, paraphrase=paraphrase, wanted=1)
        shares.append(sum(FAMILY.measure(x)["bm25_rank"] <= 5 for x in made) / len(made))
    assert shares[0] == 1
    assert shares[0] > shares[1] + 0.1
    assert shares[1] > shares[2] + 0.2
    assert shares[2] <= 0.04


def test_words_come_by_many_as_they_come_one_by_one() -> None:
    many, single = (Chance(Stream(b"test.words").rng(1)) for _ in range(2))
    single_words = iter(single.word, None)
    for count in (0, 1, 5, 127, 128, 300, 2):
        assert many.words(count) == list(islice(single_words, count))
