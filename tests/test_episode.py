"""Episodes, and what their transcripts may look like."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from tasksynth import Action, Episode, Needs, Task, ToolSpec, Turn, UsageError, registry, source
from tasksynth.answers.calls import written_calls
from tasksynth.episode import action_in, read_action, read_transcript
from tasksynth.errors import FamilyError
from tasksynth.rng import Stream
from tasksynth.sampling import random_action, random_value
from tasksynth.single import Judge

WALK = registry.get("demo.walk")


def walk(index: int = 0) -> tuple[Task, Any]:
    task = source("demo.walk", seed=0, level=0.5).make(index)
    return task, Judge(task).instance()


def chat(*actions: Action) -> list[dict[str, Any]]:
    """The messages of an OpenAI chat in which an assistant did this."""
    messages: list[dict[str, Any]] = [{"role": "user", "content": "A corridor …"}]
    for number, action in enumerate(actions):
        function = {"name": action.tool, "arguments": json.dumps(action.arguments)}
        call = {"id": f"call_{number}", "type": "function", "function": function}
        messages += [
            {"role": "assistant", "content": None, "tool_calls": [call]},
            {"role": "tool", "tool_call_id": call["id"], "content": "You stand in cell 3."},
        ]
    return messages


def blocks(*actions: Action) -> list[dict[str, Any]]:
    """The messages of an Anthropic chat in which an assistant did this."""
    messages: list[dict[str, Any]] = []
    for number, action in enumerate(actions):
        used = {"type": "tool_use", "id": f"{number}", "name": action.tool}
        words = {"type": "text", "text": "Let me look."}
        seen = {"type": "tool_result", "tool_use_id": f"{number}", "content": "You stand in …"}
        messages += [
            {"role": "assistant", "content": [words, used | {"input": action.arguments}]},
            {"role": "user", "content": [seen]},
        ]
    return messages


def test_a_transcript_passes_in_every_form() -> None:
    task, x = walk()
    answer = WALK.solve(x)
    actions = read_transcript(answer).actions
    messages = chat(*actions)
    forms = [
        answer,
        f"<think>first {{}}</think>\n{answer}",
        f"Here it is:\n```json\n{answer}\n```\nDone.",
        json.dumps([action.model_dump() for action in actions]),
        json.dumps([{"name": a.tool, "arguments": json.dumps(a.arguments)} for a in actions]),
        json.dumps(messages),
        json.dumps({"model": "m", "messages": messages}),
        json.dumps([*messages, {"role": "assistant", "content": "I have dug it out!"}]),
        json.dumps(blocks(*actions)),
        f"Done:\n<answer>{answer}</answer>",
        f"<answer>\n```json\n{answer}\n```\n</answer>",
        f"```\n<answer>{answer}</answer>\n```",
        f"A draft:\n```\n{{}}\n```\n<answer>{answer}</answer>",
        "```\n" + answer.replace('"text":""', '"text":"<answer>4</answer>"') + "\n```",
    ]
    for form in forms:
        verdict = Judge(task).grade(form)
        assert (verdict.status, verdict.reward) == ("pass", 1), form


def items(*actions: Action) -> list[dict[str, Any]]:
    """The items of OpenAI's Responses in which an assistant did this."""
    said: list[dict[str, Any]] = [{"type": "message", "role": "user", "content": "A corridor …"}]
    for number, action in enumerate(actions):
        call = {"id": f"fc_{number}", "call_id": f"{number}", "status": "completed"}
        words = [{"type": "output_text", "text": "Let me look."}]
        said += [
            {"type": "message", "role": "assistant", "content": words},
            {"type": "reasoning", "summary": []},
            {"type": "function_call", **call, "name": action.tool}
            | {"arguments": json.dumps(action.arguments)},
            {"type": "function_call_output", "call_id": f"{number}", "output": "You stand in …"},
        ]
    return said


def test_a_transcript_passes_as_others_spell_their_calls() -> None:
    task, x = walk()
    actions = read_transcript(WALK.solve(x)).actions
    calls = [(action.tool, action.arguments) for action in actions]
    dumped = [json.dumps({"name": name, "arguments": given}) for name, given in calls]
    hermes = [f"<tool_call>\n{one}\n</tool_call>" for one in dumped]
    parts = [{"functionCall": {"name": name, "args": given}} for name, given in calls]
    forms = [
        "\n".join(dumped),
        "I do this:\n```json\n" + "\n\n".join(dumped) + "\n```",
        "<think><tool_call>no</tool_call></think>I go.\n" + "\nThen:\n".join(hermes),
        json.dumps([{"role": "assistant", "content": f"I go. {one}"} for one in hermes]),
        json.dumps(items(*actions)),
        json.dumps({"output": [*items(*actions), {"role": "assistant", "content": "Done."}]}),
        json.dumps([one for one in items(*actions) if one["type"] == "function_call"]),
        json.dumps(parts),
        json.dumps({"contents": [{"role": "model", "parts": [part]} for part in parts]}),
        json.dumps([{"name": name, "parameters": given} for name, given in calls]),
        json.dumps([{"tool": name, "input": given} for name, given in calls]),
        json.dumps([{"action": name, "args": given} for name, given in calls]),
        json.dumps([{"action": name, "action_input": given} for name, given in calls]),
        json.dumps([{"tool": str(name).title(), "arguments": given} for name, given in calls]),
    ]
    for form in forms:
        verdict = Judge(task).grade(form)
        assert (verdict.status, verdict.reward) == ("pass", 1), (form, verdict.why)


def written(name: str, given: dict[str, Any], form: str) -> str:
    """A call as a model writes it, whose server leaves it in its words."""
    dumped, call = json.dumps(given), json.dumps({"name": name, "arguments": given})
    tags = "".join(f"<parameter={key}>\n{value}\n</parameter>\n" for key, value in given.items())
    named = "".join(f'<parameter name="{key}">{value}</parameter>' for key, value in given.items())
    return {
        "qwen": f"I go.\n<tool_call>\n<function={name}>\n{tags}</function>\n</tool_call>",
        "hermes": f"<think>to=functions.x</think><tool_call>{call}</tool_call>",
        "llama": f"<function={name}>{dumped}</function>",
        "llama 3": f"<|python_tag|>{call}<|eom_id|>",
        "mistral": f"[TOOL_CALLS] [{call}]</s>",
        "mistral 3": f"[TOOL_CALLS]{name}[ARGS]{dumped}",
        "claude": f'Let me.\n<invoke name="{name}">{named}</invoke>',
        "harmony": "<|channel|>analysis<|message|>to=functions?<|end|><|start|>assistant<|channel|>"
        f"commentary to=functions.{name} <|constrain|>json<|message|>{dumped}<|call|>",
        "react": f"Thought: I go on.\nAction: {name}\nAction Input: {dumped}",
    }[form]


@pytest.mark.parametrize(
    "form",
    ["qwen", "hermes", "llama", "llama 3", "mistral", "mistral 3", "claude", "harmony", "react"],
)
def test_calls_that_no_server_took_out_of_the_words_are_played(form: str) -> None:
    task, x = walk()
    actions = read_transcript(WALK.solve(x)).actions
    calls = [(str(one.tool), one.arguments) for one in actions if isinstance(one.arguments, dict)]
    said = [written(*call, form) for call in calls]
    spoken = json.dumps([{"role": "assistant", "content": one} for one in said])
    assert Judge(task).grade(spoken).reward == 1
    if form not in ("llama 3", "harmony", "react"):  # whose calls end a message
        assert Judge(task).grade("\n".join(said)).reward == 1
    cut = json.dumps([{"role": "assistant", "content": one.rsplit("<", 1)[0][:-9]} for one in said])
    assert Judge(task).grade(cut).reward == 0


@pytest.mark.parametrize(
    "text",
    [
        "<function=dig>{}</function><function=dig>",
        '<invoke name="dig">{}</invoke>'.format(2 * '<parameter name="a">1</parameter>'),
        '<invoke name="dig">deep</invoke>',
        "[TOOL_CALLS] [1]",
        "[TOOL_CALLS] dig(1)",
        "<|python_tag|>[]",
        "to=functions.dig",
        "Action: dig\nAction Input: {}\nObservation: a hole\nAction: dig\nAction Input: {}",
        "<tool_call>{}</tool_call><tool_call>",
    ],
)
def test_what_is_no_whole_call_stays_words(text: str) -> None:
    assert written_calls(text) == []


def test_what_a_call_is_given_may_look_like_another_call() -> None:
    call = {"name": "dig", "arguments": {"note": "<function=look>"}}
    assert written_calls(f"<tool_call>{json.dumps(call)}</tool_call>") == [call]


@pytest.mark.parametrize(
    "said",
    [
        {"name": "dig", "tool": "look"},
        {"name": "dig", "arguments": {}, "args": {"deep": 1}},
        {"function": {"name": "dig", "action": "look"}},
        {"action": "dig"},
        {"type": [], "action": {}, "input": "{"},
        {"type": "function_call"},
    ],
)
def test_calls_that_contradict_themselves_or_may_be_words_are_none(said: Any) -> None:
    with pytest.raises(ValueError, match="action 1"):
        read_transcript(json.dumps([said]))
    assert action_in(json.dumps(said)).tool is None


def test_tags_and_lines_without_end_are_read_soon() -> None:
    task, _ = walk()
    call = '{"tool": "look"}'
    marks = ("<tool_call>", "<function=", '<invoke name="', "<|python_tag|>", "[TOOL_CALLS]")
    tags = [mark * (190_000 // len(mark)) for mark in (*marks, "to=functions.", "Action: a\n")]
    for answer in (*tags, f"<tool_call>{call}" * 7_000, '{"a":1}\n' * 25_000):
        assert Judge(task).grade(answer).status == "unparsable"
    with pytest.raises(ValueError, match="want a transcript as JSON"):
        read_transcript(f"<tool_call>{call}</tool_call> <tool_call>{call}")


def test_closing_words_are_let_pass_once_and_calls_are_not() -> None:
    task, x = walk()
    actions = read_transcript(WALK.solve(x)).actions
    closing = {"role": "assistant", "content": "Done."}
    for late in ([closing, closing], chat(Action(tool="dig"))):
        verdict = Judge(task).grade(json.dumps([*chat(*actions), *late]))
        assert verdict.status == "unparsable"
        assert "comes after the end: the episode was over after" in verdict.why


def test_thoughts_in_an_action_do_not_hide_the_transcript() -> None:
    task, x = walk()
    actions = read_transcript(WALK.solve(x)).actions
    said = Action(text="<think>where am I")
    answer = json.dumps({"actions": [a.model_dump() for a in (said, *actions)]})
    assert Judge(task).grade(answer).status == "pass"


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("I go left.", "want a transcript as JSON"),
        ('{"actions": 5}', "want a JSON list of actions"),
        ('{"answer": 5}', "action 1: no field 'answer'"),
        ('[{"tool": "dig"}, 7]', "action 2: want an object, got int"),
        (json.dumps([{"tool": "look"}] * 61), "has 61 actions, want at most 60"),
        ('[{"tool": "dig"}, {"tool": "dig"}]', "action 2 comes after the end"),
        ("[" * 100_000, "want a transcript as JSON"),
        ("\ud800", "want a transcript as JSON"),
        ('{"actions": [{"text": "\ud800"}]}', "want a transcript as JSON"),
        (" " * 300_000, "characters, want at most 200000"),
    ],
)
def test_what_is_no_transcript_is_unparsable_and_says_why(answer: str, why: str) -> None:
    task, _ = walk()
    verdict = Judge(task).grade(answer)
    assert (verdict.status, verdict.reward) == ("unparsable", 0)
    assert why in verdict.why


@pytest.mark.parametrize(
    ("call", "seen"),
    [
        ({"tool": "stepp"}, "Error: no tool 'stepp'; did you mean step?"),
        ({"tool": "xyz"}, "Error: no tool 'xyz'; there are: step, look, dig"),
        ({"tool": "step"}, "Error: step: field 'direction' is missing"),
        ({"tool": "step", "arguments": {"direction": "up"}}, "Error: step: field 'direction'"),
        (
            {"tool": "step", "arguments": {"way": 1}},
            "Error: step: no field 'way'; it has direction",
        ),
        ({"tool": "step", "arguments": [1]}, "Error: the arguments of step are no JSON object"),
        ({"tool": "step", "arguments": "{"}, "Error: the arguments of step are no JSON object"),
        ({"text": "hello?"}, "Nobody hears you"),
    ],
)
def test_a_wrong_call_costs_its_turn_and_says_what_is_wrong(call: Any, seen: str) -> None:
    _, x = walk()
    episode = Episode(WALK, x)
    turn = episode.act(read_action(call))
    assert str(turn.seen).startswith(seen)
    assert (episode.turns, episode.over) == (1, False)


def test_the_last_turn_ends_an_episode_and_then_nothing_goes() -> None:
    _, x = walk()
    episode = Episode(WALK, x)
    turns = [episode.act(Action(tool="look")) for _ in range(60)]
    assert [turn.over for turn in turns] == [False] * 59 + [True]
    with pytest.raises(UsageError, match="the episode ended after 60 turns; begin another one"):
        episode.act(Action(tool="dig"))
    assert episode.verdict().why == "nobody dug"


def test_an_episode_that_keeps_nothing_plays_alike_and_has_no_transcript() -> None:
    _, x = walk()
    kept, bare = Episode(WALK, x), Episode(WALK, x, keep=False)
    for action in [Action(tool="look")] * 3 + [Action(tool="dig")]:
        assert kept.act(action).seen == bare.act(action).seen
    assert (bare.turns, bare.actions, bare.verdict()) == (4, [], kept.verdict())
    with pytest.raises(UsageError, match="keeps no actions"):
        bare.transcript()


def test_a_transcript_stays_within_what_an_answer_may_be() -> None:
    task, x = walk()
    episode = Episode(WALK, x)
    turn = Turn("")
    while not episode.over:
        turn = episode.act(Action(text="x" * 9_999))
    assert turn.seen == "Error: all actions together may have 200,000 characters"
    assert episode.turns == 19
    answer = episode.transcript()
    assert len(answer) <= WALK.max_answer_chars
    assert Judge(task).grade(answer) == episode.verdict()


def test_words_beside_calls_are_kept_while_there_is_room_and_cost_nothing() -> None:
    task, x = walk()
    for words in (10, 100_000):
        episode = Episode(WALK, x)
        for action in read_transcript(WALK.solve(x)).actions:
            episode.act(action.model_copy(update={"text": "w" * words}))
        answer = episode.transcript()
        assert (f'"{"w" * words}"' in answer) == (words == 10)
        assert Judge(task).grade(answer) == episode.verdict()
        assert episode.verdict().status == "pass"


def test_a_step_that_breaks_ends_the_episode_without_a_verdict() -> None:
    family = registry.get("demo.walk_fragile")
    task = source("demo.walk_fragile", seed=0, level=0.5).make(0)
    episode = Episode(family, Judge(task).instance())
    with pytest.raises(KeyError):
        episode.act(Action(text="x" * 101))
    assert episode.over
    with pytest.raises(FamilyError, match="action 1 broke the episode"):
        episode.verdict()
    assert Judge(task).grade(episode.transcript()).status == "error"


def test_a_family_without_turns_has_no_episodes() -> None:
    family = registry.get("demo.sum")
    with pytest.raises(FamilyError, match="has no turns: want begin, step and judge"):
        Episode(family, Judge(source("demo.sum", seed=0, level=0.5).make(0)).instance())


HUGE = st.sampled_from([30, 4290, 5000]).map(lambda digits: 10**digits)
NUMBERS = st.floats(allow_nan=True) | st.integers() | HUGE
JSONISH = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(st.characters(codec=None), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
CALLS = st.builds(
    Action,
    tool=st.sampled_from(["step", "look", "nothing"]) | st.text(min_size=1, max_size=200),
    arguments=st.dictionaries(st.sampled_from(["direction", "a", "\ud800"]), JSONISH)
    | st.text(max_size=20)
    | st.sampled_from(['{"direction": "left"}', "{}", "[" * 300]),
)


def _deep(levels: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(levels):
        value = {"a": value}
    return value


@given(st.lists(CALLS | st.builds(Action, text=st.text(max_size=20)), max_size=8))
def test_whatever_is_done_replays_as_it_was(actions: list[Action]) -> None:
    task, x = walk()
    episode = Episode(WALK, x)
    for action in [*actions, Action(tool="step", arguments=_deep(len(actions) * 60))]:
        episode.act(action)
    assert read_transcript(episode.transcript()).actions == tuple(episode.actions)
    again = Episode(WALK, x)
    assert [again.act(action).seen for action in episode.actions]
    assert Judge(task).grade(episode.transcript()) == episode.verdict() == again.verdict()


@given(st.text())
def test_any_string_gets_a_verdict(answer: str) -> None:
    task, _ = walk()
    assert Judge(task).grade(answer).status in ("fail", "unparsable")


SCHEMA = {
    "type": "object",
    "required": ["n", "tree", "pick"],
    "properties": {
        "n": {"type": "integer", "minimum": 3, "exclusiveMaximum": 6},
        "x": {"type": "number", "minimum": 0, "maximum": 1},
        "word": {"type": "string", "minLength": 2, "maxLength": 3},
        "pick": {"enum": ["a", 2, None]},
        "pair": {"type": "array", "prefixItems": [{"type": "boolean"}, {"const": 7}]},
        "list": {"type": "array", "items": {"type": "integer", "multipleOf": 5}, "maxItems": 2},
        "maybe": {"anyOf": [{"type": "null"}, {"type": ["string", "boolean"]}]},
        "tree": {"$ref": "#/$defs/Tree"},
    },
    "$defs": {
        "Tree": {"type": "object", "properties": {"left": {"$ref": "#/$defs/Tree"}}},
    },
}


def test_random_values_fit_their_schema() -> None:
    stream = Stream(b"sampling")
    seen: dict[str, set[str]] = {}
    for index in range(300):
        value = random_value(SCHEMA, stream.rng(index))
        assert value.keys() <= SCHEMA["properties"].keys()  # type: ignore[attr-defined]
        for name, part in value.items():
            seen.setdefault(name, set()).add(json.dumps(part))
        assert value["n"] in (3, 4, 5)
        assert 0 <= value.get("x", 0.5) <= 1
        assert len(value.get("word", "ab")) in (2, 3)
        assert value["pick"] in ("a", 2, None)
        assert value.get("pair", [True, 7])[1] == 7
        assert all(n % 5 == 0 for n in value.get("list", []))
        TypeAdapter(dict[str, Any]).validate_python(value["tree"])
    assert seen["n"] == {"3", "4", "5"}
    assert {"[]", "[0]"} <= seen["list"]
    assert {"null", "true", "false"} <= seen["maybe"]


def test_random_actions_are_words_where_there_are_no_tools() -> None:
    rng: np.random.Generator = Stream(b"words").rng(0)
    assert random_action(Needs(turns=3), rng).tool is None
    spec = ToolSpec(name="go")
    assert random_action(Needs(turns=3, tools=(spec,)), rng) == Action(tool="go")


def test_arguments_stand_alone_also_where_a_schema_refers_to_itself() -> None:
    tree = {
        "type": "object",
        "properties": {"next": {"$ref": "#/$defs/Tree", "description": "Below."}},
    }
    parameters = {
        "type": "object",
        "properties": {"trees": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
        "$defs": {"Tree": tree},
    }
    below = {"type": "object", "properties": {"next": {"description": "Below."}}}
    assert ToolSpec(name="plant", parameters=parameters).arguments == {
        "trees": {"type": "array", "items": below}
    }
