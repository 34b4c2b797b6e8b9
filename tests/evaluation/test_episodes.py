"""Episodes: played by models over HTTP, by functions, and from records."""

import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tasksynth import UsageError, registry
from tasksynth.episode import read_transcript
from tasksynth.evaluation.chat import actions_in
from tasksynth.evaluation.endpoint import Endpoint
from tasksynth.evaluation.models import Function, Recorded
from tasksynth.evaluation.outcome import Budget, Evaluation
from tasksynth.evaluation.run import evaluate
from tasksynth.pipeline.folders.dataset import Dataset
from tasksynth.pipeline.judging.answers import AnswerRows
from tasksynth.pipeline.judging.verify import verify
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Answer, Mix, Recipe, Task, VerdictRow
from tests.evaluation.server import Raw, Server, call, images, walks

Messages = list[dict[str, Any]]
COUNT = 12


def dataset(out: Path, family: str, count: int = COUNT) -> Path:
    generate(Recipe(mix=(Mix(family=family, levels=(0.5,)),), count=count, seed=1), out)
    return out


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dataset(tmp_path_factory.mktemp("walks"), "demo.walk")


def tasks(data: Path) -> list[Task]:
    (file,) = data.glob("*.jsonl")
    return [Task.model_validate_json(line) for line in file.read_bytes().splitlines()]


def answers(out: Path) -> list[Answer]:
    lines = (out / "answers.jsonl").read_bytes().splitlines()
    return [Answer.model_validate_json(line) for line in lines]


def verdicts(out: Path) -> list[VerdictRow]:
    lines = (out / "verdicts.jsonl").read_bytes().splitlines()
    return [VerdictRow.model_validate_json(line) for line in lines]


def played(server: Server, data: Path, out: Path, **options: Any) -> Evaluation:
    return evaluate(data, Endpoint(server.url, "m", retries=0), out, concurrency=4, **options)


# Models in Python, as `--model module:function` names them.


def sees_and_walks(messages: Messages, tools: Any) -> dict[str, Any]:
    assert [tool["function"]["name"] for tool in tools] == ["step", "look", "dig"]
    return walks(messages)


async def digs(messages: Messages, tools: Any) -> dict[str, Any]:
    return {"tool": "dig"}


def talks(messages: Messages, tools: Any) -> str:
    return "hello?"


def adds_or_digs(messages: Messages, tools: Any = ()) -> Any:
    from tests.evaluation.server import sum_of

    return [{"tool": "dig"}] if tools else sum_of(messages[-1]["content"])


def once(prompt: str) -> str:
    return "?"


def without_tools(messages: Messages) -> str:
    return "?"


def returns_nothing(messages: Messages, tools: Any) -> Any:
    return None


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])


def function(name: str) -> Function:
    return Function(f"{__name__}:{name}", timeout_s=60)


def test_a_model_walks_by_what_it_sees(server: Server, data: Path, tmp_path: Path) -> None:
    server.play = walks
    report = played(server, data, tmp_path / "run")
    assert (report.total.passed, report.total.answers) == (COUNT, COUNT)
    order = {task.id: task for task in tasks(data)}
    for answer in answers(tmp_path / "run"):
        task = order[answer.task]
        actions = read_transcript(answer.answer).actions
        steps = abs(task.instance["treasure"] - task.instance["start"])
        tools = Counter(action.tool for action in actions)
        assert tools == {"step": steps, "look": -(-steps // 4), "dig": 1}
        assert answer.meta is not None
        assert answer.meta["turns"] == len(actions)
        requests = tools["look"] + 1
        assert answer.meta["usage"] == {
            "prompt_tokens": 10 * requests,
            "completion_tokens": 10 * requests,
        }
    assert report.prompt_tokens == 10 * len(server.bodies)


def test_the_chat_is_that_of_openai(server: Server, data: Path, tmp_path: Path) -> None:
    server.play = walks
    played(server, data, tmp_path / "run", limit=1)
    body = server.bodies[-1]
    step, look, dig = (tool["function"] for tool in body["tools"])
    assert {tool["type"] for tool in body["tools"]} == {"function"}
    assert step["name"] == "step"
    assert step["description"] == "Go to a neighbouring cell."
    assert step["parameters"]["properties"]["direction"]["enum"] == ["left", "right"]
    assert (look["name"], dig["name"]) == ("look", "dig")
    first, said, *replies, picture = body["messages"][: 2 + 6]
    assert [part["type"] for part in first["content"]] == ["text", "image_url", "text"]
    assert said["role"] == "assistant"
    assert (
        said["content"]
        == f"I go {json.loads(said['tool_calls'][0]['function']['arguments'])['direction']}."
    )
    assert [reply["role"] for reply in replies] == ["tool"] * 5
    assert [reply["tool_call_id"] for reply in replies] == [c["id"] for c in said["tool_calls"]]
    assert replies[0]["content"].startswith("You stand in cell ")
    assert replies[-1]["content"] == "You see [image: corridor.png]"
    assert picture["role"] == "user"
    label, image = picture["content"]
    assert label == {"type": "text", "text": "[image: corridor.png] of id_10:"}
    assert image["image_url"]["url"].startswith("data:image/png;base64,")


def test_words_are_actions_and_turns_run_out(server: Server, data: Path, tmp_path: Path) -> None:
    server.play = lambda messages: {"content": f"What now? {len(messages)}"}
    report = played(server, data, tmp_path / "run", limit=2)
    assert (report.total.failed, report.failed) == (2, 0)
    assert {row.why for row in verdicts(tmp_path / "run")} == {"nobody dug"}
    assert len(server.bodies) == 120
    last = max(server.bodies, key=lambda body: len(body["messages"]))["messages"]
    assert last[-1] == {"role": "user", "content": "Nobody hears you; use the tools."}
    actions = read_transcript(answers(tmp_path / "run")[0].answer).actions
    assert [action.text for action in actions] == [f"What now? {2 * i + 1}" for i in range(60)]


def test_calls_after_the_end_are_not_done(server: Server, data: Path, tmp_path: Path) -> None:
    server.play = lambda _: {"tool_calls": [call(1, "dig"), call(2, "look"), call(3, "dig")]}
    played(server, data, tmp_path / "run", limit=1)
    (answer,) = answers(tmp_path / "run")
    assert answer.answer == '{"actions":[{"tool":"dig"}]}'
    assert verdicts(tmp_path / "run")[0].status in ("pass", "fail")


ODD: list[tuple[dict[str, Any], str]] = [
    ({"tool_calls": [{"id": "a", "function": {"name": "fly", "arguments": "{}"}}]}, "no tool"),
    ({"tool_calls": [{"function": {"name": "step", "arguments": "{oops"}}]}, "no JSON object"),
    ({"tool_calls": [{"function": {"name": "step", "arguments": ["left"]}}]}, "no JSON object"),
    ({"tool_calls": [{"function": {"name": None}}, 7, {}]}, "no JSON object"),
    ({"tool_calls": [{"function": {"name": "x" * 999}}]}, "no JSON object"),
    ({"tool_calls": [{"function": {"name": "\ud800", "arguments": '"\\ud800'}}]}, "no JSON"),
    ({"tool_calls": [call(1, "step", direction="up"), call(1, "fly")]}, "no tool 'fly'"),
    ({"tool_calls": "soon", "content": "half a pair \ud800"}, "Nobody hears you"),
    ({"tool_calls": [], "content": None}, "Nobody hears you"),
    ({"content": [{"type": "text", "text": "part"}]}, "Nobody hears you"),
]


def test_odd_calls_cost_the_model_its_turn_and_nobody_else(
    server: Server, data: Path, tmp_path: Path
) -> None:
    opened: dict[str, int] = {}
    chats: dict[int, Messages] = {}

    def play(messages: Messages) -> dict[str, Any]:
        with server.lock:
            number = opened.setdefault(json.dumps(messages[0]), len(opened))
        if len(messages) == 1:
            return ODD[number][0]
        chats[number] = messages
        return {"tool_calls": [call(0, "dig")]}

    server.play = play
    report = played(server, data, tmp_path / "run", limit=len(ODD))
    assert (report.failed, report.total.errors, report.total.unparsable) == (0, 0, 0)
    assert len(chats) == len(ODD)
    for number, chat in chats.items():
        assert ODD[number][1] in chat[-1]["content"], ODD[number]
        calls = [each for said in chat for each in said.get("tool_calls", ())]
        assert all(isinstance(json.loads(each["function"]["arguments"]), dict) for each in calls)
        ids = [each["id"] for each in calls]
        assert ids == [said["tool_call_id"] for said in chat if said["role"] == "tool"]
        assert len(set(ids)) == len(ids)


def test_a_budget_of_tokens_ends_an_episode_as_it_stands(
    server: Server, data: Path, tmp_path: Path
) -> None:
    server.play = lambda _: {"tool_calls": [call(1, "look"), call(2, "look")]}
    report = played(server, data, tmp_path / "run", limit=2, episode_tokens=55)
    assert (report.total.failed, report.cut_off, report.stopped) == (2, 2, "")
    assert len(server.bodies) == 6
    assert {len(read_transcript(a.answer).actions) for a in answers(tmp_path / "run")} == {6}
    with pytest.raises(UsageError, match="a run with another episode_tokens: it was 55"):
        played(server, data, tmp_path / "run", limit=2, episode_tokens=56)
    server.usage = None
    with pytest.raises(UsageError, match="does not report its usage"):
        played(server, data, tmp_path / "other", limit=2, episode_tokens=55)


def test_the_budget_of_the_run_counts_all_requests_of_its_episodes(
    server: Server, data: Path, tmp_path: Path
) -> None:
    server.play = lambda m: {"tool_calls": [call(1, "look" if len(m) < 5 else "dig")]}
    report = played(server, data, tmp_path / "run", budget=Budget(max_tokens=130))
    assert (report.answered, report.prompt_tokens) == (2, 60)
    assert "one more answer might pass the limit of 130 tokens" in report.stopped


def test_a_request_that_fails_within_an_episode_is_an_error_and_played_anew(
    server: Server, data: Path, tmp_path: Path
) -> None:
    server.play = lambda m: walks(m) if len(m) == 1 else Raw(400, "no tools here")
    report = played(server, data, tmp_path / "run", limit=3)
    assert (report.failed, report.answered) == (3, 0)
    whys = {row.why for row in verdicts(tmp_path / "run")}
    assert {why.partition(": the server")[0] for why in whys} == {
        "the request failed: demo.walk has 60 turns and tools"
    }
    server.play = walks
    report = played(server, data, tmp_path / "run", limit=3)
    assert (report.failed, report.total.passed) == (0, 3)


@pytest.mark.parametrize(("workers", "name"), [(1, "sees_and_walks"), (2, "sees_and_walks")])
def test_a_function_plays(data: Path, tmp_path: Path, workers: int, name: str) -> None:
    report = evaluate(
        data, function(name), tmp_path / "run", samples=2, concurrency=8, workers=workers
    )
    assert (report.total.passed, report.total.answers) == (2 * COUNT, 2 * COUNT)
    with Dataset.open(data) as source, (tmp_path / "run" / "answers.jsonl").open("rb") as lines:
        again = verify(source, AnswerRows("answers").read(lines, source))
    assert again.total == report.total


@pytest.mark.parametrize(("name", "turns"), [("digs", 1), ("talks", 60)])
def test_a_function_says_calls_or_words(data: Path, tmp_path: Path, name: str, turns: int) -> None:
    evaluate(data, function(name), tmp_path / "run", limit=1)
    (answer,) = answers(tmp_path / "run")
    assert len(read_transcript(answer.answer).actions) == turns


def test_a_chat_function_answers_tasks_of_one_turn_too(tmp_path: Path) -> None:
    mix = (Mix(family="demo.sum", levels=(0.5,)), Mix(family="demo.walk", levels=(0.5,)))
    generate(Recipe(mix=mix, count=10, seed=1), tmp_path / "data")
    report = evaluate(tmp_path / "data", function("adds_or_digs"), tmp_path / "run")
    assert report.groups["demo.sum 0.5"].passed == 5
    assert report.groups["demo.walk 0.5"].unparsable == 0
    assert report.total.errors == 0


def test_a_function_that_returns_something_else_is_an_error(data: Path, tmp_path: Path) -> None:
    report = evaluate(data, function("returns_nothing"), tmp_path / "run", limit=1)
    assert report.failed == 1
    assert "it returned NoneType, want str, dict or list" in verdicts(tmp_path / "run")[0].why


@pytest.mark.parametrize(
    ("family", "name", "why"),
    [
        ("demo.walk", "once", "demo.walk has 60 turns and tools, which this model cannot do"),
        (
            "demo.walk",
            "without_tools",
            "give a server, a function with the parameters `messages` and `tools`",
        ),
        ("demo.pictured", "once", "demo.pictured shows image, and this model sees none"),
    ],
)
def test_what_a_model_cannot_do_is_refused_by_the_familys_name(
    tmp_path: Path, family: str, name: str, why: str
) -> None:
    data = dataset(tmp_path / "data", family, count=1)
    with pytest.raises(UsageError, match=why):
        evaluate(data, function(name), tmp_path / "run")


def test_names_alone_are_sent_on_request(server: Server, data: Path, tmp_path: Path) -> None:
    server.play = lambda m: {"tool_calls": [call(1, "look" if len(m) < 3 else "dig")]}
    played(server, data, tmp_path / "run", limit=1, images=False)
    messages = server.bodies[-1]["messages"]
    assert images(messages) == []
    assert "[image: corridor.png]" in messages[0]["content"]
    assert [message["role"] for message in messages] == ["user", "assistant", "tool"]


def test_recorded_transcripts_are_judged(data: Path, tmp_path: Path) -> None:
    family = registry.get("demo.walk")
    rows = [
        Answer(task=task.id, answer=family.solve(family.Instance.model_validate(task.instance)))
        for task in tasks(data)
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows))
    report = evaluate(data, Recorded(file, data), tmp_path / "run")
    assert report.total.passed == COUNT


@pytest.mark.parametrize("family", ["demo.walk_fragile", "demo.walk_stubborn", "demo.walk_dying"])
def test_a_family_that_breaks_costs_its_own_episode_without_a_reward(
    server: Server, tmp_path: Path, family: str
) -> None:
    data = dataset(tmp_path / "data", family, count=4)
    first = tasks(data)[0].text

    def play(messages: Messages) -> dict[str, Any]:
        bad = messages[0]["content"][0]["text"] in first
        return {"content": "{{" + "!" * 200} if bad and len(server.bodies) < 99 else walks(messages)

    server.play = play
    report = played(server, data, tmp_path / "run")
    assert report.failed == 0
    assert report.total.errors >= 1
    assert report.total.errors + report.total.passed == 4
    assert all(row.reward is None for row in verdicts(tmp_path / "run") if row.status == "error")


COMMAND = [sys.executable, "-c", "from tasksynth.cli import app; app()", "evaluate"]


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    gate = threading.Event()
    yield gate
    gate.set()


def test_killed_in_the_middle_of_episodes_it_goes_on(
    server: Server, data: Path, tmp_path: Path, gate: threading.Event
) -> None:
    out, reached = tmp_path / "run", threading.Event()

    def play(messages: Messages) -> Any:
        if len(server.bodies) > 20 and len(messages) > 1 and not gate.is_set():
            reached.set()
            gate.wait(60)
            return Raw(None)
        return walks(messages)

    server.play = play
    args = [str(data), "--out", str(out), "--model", "m", "--base-url", server.url]
    process = subprocess.Popen(
        [*COMMAND, *args, "--concurrency", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert reached.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    gate.set()
    kept = (out / "answers.jsonl").read_bytes()
    done = kept.count(b"\n")
    assert 0 < done < COUNT
    before = len(server.bodies)
    result = subprocess.run(
        [*COMMAND, *args, "--json"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    report = Evaluation.model_validate_json(result.stdout)
    assert (report.answered, report.total.passed) == (COUNT, COUNT)
    assert (out / "answers.jsonl").read_bytes().startswith(kept)
    opened = [b for b in server.bodies[before:] if len(b["messages"]) == 1]
    assert len(opened) == COUNT - done


def test_an_action_holds_no_half_pairs() -> None:
    (action,) = actions_in({"content": "a\ud800"})
    assert action.text == "a?"
