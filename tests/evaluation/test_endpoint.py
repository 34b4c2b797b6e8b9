import base64
import json
import re
import socket
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasksynth import UsageError
from tasksynth.cli.table import table
from tasksynth.errors import StateError, UnavailableError
from tasksynth.evaluation.endpoint import Endpoint, read_said, retry_after
from tasksynth.evaluation.outcome import Evaluation
from tasksynth.evaluation.run import evaluate
from tasksynth.pipeline.judging.report import Summary, summarise
from tasksynth.pipeline.judging.verify import Group, Report
from tasksynth.pipeline.making.generate import generate
from tasksynth_schemas import Mix, Recipe, Status, Task, VerdictRow
from tests.evaluation.server import Raw, Server, sum_of

KEY = "sk-very-secret-0123456789"


def asked(server: Server, data: Path, out: Path, **options: Any) -> Evaluation:
    run = {name: options.pop(name) for name in ("samples", "limit", "images") if name in options}
    return evaluate(data, Endpoint(server.url, "m", **options), out, concurrency=8, **run)


def verdicts(out: Path) -> list[VerdictRow]:
    lines = (out / "verdicts.jsonl").read_bytes().splitlines()
    return [VerdictRow.model_validate_json(line) for line in lines]


def rate(report: Evaluation) -> float | None:
    return None if report.total.pass_rate is None else report.total.pass_rate.rate


@pytest.mark.usefixtures("quick")
def test_the_pass_rate_is_the_planted_one_whatever_the_server_does(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    order = {task.text: row for row, task in enumerate(tasks)}
    troubles = [
        Raw(429, Retry_After="0"),
        Raw(500, "oops"),
        Raw(503, json.dumps({"error": {"message": "overloaded"}})),
        Raw(200, '{"choices": ['),
        Raw(200, json.dumps({"error": "the model is gone"})),
        Raw(None),
        Raw(200, json.dumps({"choices": []})),
    ]

    def act(prompt: str, before: int) -> Any:
        row = order[prompt]
        if before == 0 and row % 2:
            return troubles[row // 2 % len(troubles)]
        return "-1" if row % 4 == 0 else "no idea" if row % 4 == 1 else sum_of(prompt)

    server.act = act
    report = asked(server, data, tmp_path / "run")
    assert report.total.passed == 30
    assert (report.total.failed, report.total.unparsable, report.total.errors) == (15, 15, 0)
    assert rate(report) == 0.5
    assert set(server.asked.values()) == {1, 2}
    assert [row.task for row in verdicts(tmp_path / "run")] == [task.id for task in tasks]
    assert report.prompt_tokens == report.completion_tokens == 600


def test_a_request_says_what_was_asked_for(server: Server, data: Path, tmp_path: Path) -> None:
    options = {"temperature": 0.5, "max_tokens": 99, "extra": {"top_p": 0.9}, "system": "Be brief."}
    asked(server, data, tmp_path / "run", limit=1, key=KEY, **options)
    (body,) = server.bodies
    system, user = body.pop("messages")
    assert body == {
        "model": "m",
        "temperature": 0.5,
        "max_tokens": 99,
        "top_p": 0.9,
        "stream": False,
    }
    assert system == {"role": "system", "content": "Be brief."}
    assert user["content"].startswith("What is ")
    assert server.keys == {f"Bearer {KEY}"}


def test_without_a_key_none_is_sent(server: Server, data: Path, tmp_path: Path) -> None:
    asked(server, data, tmp_path / "run", limit=1)
    assert server.keys == {None}
    assert server.bodies[0].keys() == {"model", "messages", "stream"}


@pytest.mark.usefixtures("quick")
def test_requests_that_failed_are_no_answers_and_are_asked_again_by_the_next_run(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    bad = {task.text for task in tasks[::10]}
    message = json.dumps({"error": {"message": f"too long\nfor {KEY}"}})
    server.act = lambda prompt, _: Raw(400, message) if prompt in bad else sum_of(prompt)
    report = asked(server, data, tmp_path / "run", key=KEY)
    assert (report.failed, report.total.unanswered, report.total.passed) == (6, 6, 54)
    assert rate(report) == 54 / 60
    first = verdicts(tmp_path / "run")[0]
    assert first.reward is None
    assert first.why == "the request failed: the server answered 400: too long for ***"
    server.act = lambda prompt, _: "-1"
    report = asked(server, data, tmp_path / "run", key=KEY)
    assert (report.failed, report.total.failed, report.total.passed) == (0, 6, 54)
    assert {server.asked[prompt] for prompt in bad} == {2}
    assert sum(server.asked.values()) == 66
    assert len(verdicts(tmp_path / "run")) == 60


@pytest.mark.usefixtures("quick")
def test_retries_are_bounded(server: Server, data: Path, tmp_path: Path) -> None:
    server.act = lambda *_: Raw(502)
    report = asked(server, data, tmp_path / "run", limit=3, retries=2)
    assert report.failed == report.total.unanswered == 3
    assert set(server.asked.values()) == {3}
    assert report.total.answers == 0


@pytest.mark.usefixtures("quick")
def test_a_dead_server_ends_the_run_and_nothing_is_lost(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    order = {task.text: row for row, task in enumerate(tasks)}
    server.act = lambda prompt, _: sum_of(prompt) if order[prompt] < 10 else Raw(None)
    with pytest.raises(StateError, match=r"in a row failed.*run the same again"):
        asked(server, data, tmp_path / "run", retries=0)
    lines = (tmp_path / "run" / "answers.jsonl").read_text().splitlines()
    kept = {json.loads(line)["task"] for line in lines}
    server.act = lambda prompt, _: sum_of(prompt)
    report = asked(server, data, tmp_path / "run", retries=0)
    assert report.total.passed == 60
    assert {server.asked[task.text] for task in tasks if task.id in kept} == {1}


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.usefixtures("quick")
def test_a_server_that_never_works_is_given_up(
    server: Server, data: Path, tmp_path: Path, status: int
) -> None:
    server.act = lambda *_: Raw(status)
    mend = "mend that, and then " if status == 400 else ""
    with pytest.raises(
        StateError, match=rf"2\d requests in a row failed.*: {mend}run the same again"
    ):
        asked(server, data, tmp_path / "run", retries=0)
    assert 20 <= sum(server.asked.values()) < 60


def test_questions_that_the_server_refuses_do_not_end_a_run(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    order = {task.text: row for row, task in enumerate(tasks)}
    server.act = lambda prompt, _: sum_of(prompt) if order[prompt] < 10 else Raw(400)
    for _ in range(2):
        report = asked(server, data, tmp_path / "run")
        assert (report.total.passed, report.failed) == (10, 50)


@pytest.mark.usefixtures("quick")
def test_the_pause_a_server_asks_for_is_kept_by_all(
    server: Server, data: Path, tmp_path: Path
) -> None:
    seen: list[float] = []

    def act(prompt: str, before: int) -> Any:
        seen.append(time.monotonic())
        return Raw(429, Retry_After="0.3") if len(seen) == 1 else sum_of(prompt)

    server.act = act
    evaluate(data, Endpoint(server.url, "m"), tmp_path / "run", limit=3, concurrency=1)
    assert len(seen) == 4
    assert min(seen[1:]) - seen[0] >= 0.3


def test_a_pause_beyond_all_patience_is_a_failure(
    server: Server, data: Path, tmp_path: Path
) -> None:
    server.act = lambda *_: Raw(429, Retry_After="86400")
    report = asked(server, data, tmp_path / "run", limit=1)
    assert report.failed == 1
    assert "it asks for a pause of 86,400 s" in verdicts(tmp_path / "run")[0].why


@pytest.mark.parametrize(
    ("header", "seconds"),
    [(None, None), ("2.5", 2.5), ("-3", 0.0), ("soon", None), ("nan", None)],
)
def test_retry_after_in_seconds(header: str | None, seconds: float | None) -> None:
    assert retry_after(header) == seconds


def test_retry_after_as_a_date() -> None:
    later = retry_after(format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True))
    assert later == pytest.approx(3600, abs=60)
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0


def test_what_follows_the_path_of_the_address_is_sent_and_not_shown(
    server: Server, data: Path, tmp_path: Path
) -> None:
    model = Endpoint(f"{server.url}?key={KEY}", "m")
    with pytest.raises(UsageError, match=r"/v1/chat/completions: the server answered 404") as error:
        evaluate(data, model, tmp_path / "run", limit=1)
    assert KEY not in str(error.value)
    assert server.paths == {f"/v1/chat/completions?key={KEY}"}


@pytest.mark.parametrize("status", [401, 403, 404, 307])
def test_a_refusal_of_everything_ends_the_run_at_once_without_the_key(
    server: Server, data: Path, tmp_path: Path, status: int
) -> None:
    server.act = lambda *_: Raw(status, json.dumps({"error": {"message": f"no such key {KEY}"}}))
    with pytest.raises(UsageError, match=rf"answered {status}: no such key \*\*\*") as error:
        asked(server, data, tmp_path / "run", key=KEY)
    assert KEY not in str(error.value)
    assert sum(server.asked.values()) <= 8


def test_the_key_is_in_no_file(server: Server, data: Path, tmp_path: Path) -> None:
    server.act = lambda prompt, _: Raw(418, KEY) if "1" in prompt else sum_of(prompt)
    asked(server, data, tmp_path / "run", key=KEY, limit=10)
    files = list((tmp_path / "run").iterdir())
    assert {file.name for file in files} == {
        "run.json",
        "answers.jsonl",
        "verdicts.jsonl",
        "report.json",
    }
    assert all(KEY not in file.read_text() for file in files)


def test_a_key_that_no_header_can_carry_is_refused_without_showing_it() -> None:
    with pytest.raises(UsageError, match="no HTTP header can carry") as error:
        Endpoint("http://127.0.0.1/v1", "m", key="sk-\u00e9-secret")
    assert "secret" not in str(error.value)


def test_a_server_that_streams_all_the_same_is_told_apart(
    server: Server, data: Path, tmp_path: Path
) -> None:
    server.act = lambda *_: Raw(200, "data: {}\n\n", Content_Type="text/event-stream")
    with pytest.raises(UsageError, match="streams events though it was asked not to"):
        asked(server, data, tmp_path / "run")


def test_a_slow_answer_is_a_failure_after_the_timeout(
    server: Server, data: Path, tmp_path: Path
) -> None:
    hold = threading.Event()
    server.act = lambda prompt, _: hold.wait(60) or "1"
    report = asked(server, data, tmp_path / "run", limit=2, timeout_s=0.2, retries=0)
    hold.set()
    assert report.failed == 2
    assert "no answer within 0.2 s" in verdicts(tmp_path / "run")[0].why


@pytest.mark.parametrize("text", [None, "", "\ud800", "\x00" * 99, [{"type": "text", "text": "x"}]])
def test_odd_content_is_the_models_fault_not_ours(
    server: Server, data: Path, tmp_path: Path, text: Any
) -> None:
    server.act = lambda *_: text
    report = asked(server, data, tmp_path / "run", limit=2)
    assert (report.answered, report.total.unparsable) == (2, 2)


def test_hostile_answers_cost_their_own_verdicts_only(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    hostile = dict(zip((t.text for t in tasks), ("hang", "crash", "bomb", "raise"), strict=False))
    server.act = lambda prompt, _: hostile.get(prompt) or sum_of(prompt)
    report = asked(server, data, tmp_path / "run")
    assert (report.total.errors, report.total.passed, report.failed) == (4, 56, 0)
    whys = [row.why for row in verdicts(tmp_path / "run")[:4]]
    assert "time limit" in whys[0]
    assert "signal 11" in whys[1]


def test_images_go_with_the_prompt_unless_they_are_not_wanted(
    server: Server, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    mix = Mix(family="demo.torn", params={"top": 4})
    generate(Recipe(mix=(mix,), count=16), data)
    report = asked(server, data, tmp_path / "run")
    drawn = [body["messages"][0]["content"] for body in server.bodies]
    assert len(drawn) == 12
    prompt, a_png, between, b_png = next(c for c in drawn if c[0]["text"] == "What is 3 + 1? ")
    assert prompt["type"] == "text"
    assert between == {"type": "text", "text": " and "}
    for n, part in ((3, a_png), (1, b_png)):
        assert part["type"] == "image_url"
        kind, _, body = part["image_url"]["url"].partition(",")
        assert kind == "data:image/png;base64"
        assert int.from_bytes(base64.b64decode(body)[16:20], "big") == n + 1  # the PNG's width
    assert (report.total.passed, report.failed) == (12, 4)
    assert "its media could not be made: ValueError: nothing to draw" in {
        row.why.removeprefix("the request failed: ") for row in verdicts(tmp_path / "run")
    }
    server.bodies.clear()
    asked(server, data, tmp_path / "plain", images=False)
    assert all(isinstance(body["messages"][0]["content"], str) for body in server.bodies)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("127.0.0.1:8000", "want a base URL such as"),
        ("ftp://host/v1", "want a base URL such as"),
        ("http://me:pw@host/v1", "must not hold a password"),
        ("http://[::1", "no URL"),
    ],
)
def test_bad_addresses_are_refused(url: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as error:
        Endpoint(url, "m")
    assert "pw" not in str(error.value)


def test_the_extra_body_may_not_take_over() -> None:
    with pytest.raises(UsageError, match="may not set messages, stream"):
        Endpoint("http://h/v1", "m", extra={"stream": True, "messages": [], "seed": 1})


def completion(text: str | None, end: str = "stop", **message: Any) -> Raw:
    choice = {"message": {"role": "assistant", "content": text, **message}, "finish_reason": end}
    return Raw(200, json.dumps({"choices": [choice]}))


def test_it_looks_once_whether_the_server_is_there(
    server: Server, data: Path, tmp_path: Path
) -> None:
    for _ in range(2):
        asked(server, data, tmp_path / "run", limit=5)
    assert server.looks == ["/v1/models"]  # the second run had nothing to ask


def test_nobody_there_ends_it_before_the_first_question(data: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
    model = Endpoint(f"http://127.0.0.1:{port}/v1", "m")
    with pytest.raises(UnavailableError, match=r"no answer from .*; is the server up\?"):
        evaluate(data, model, tmp_path / "run")
    assert not (tmp_path / "run" / "verdicts.jsonl").read_bytes()


@pytest.mark.usefixtures("quick")
def test_reasons_of_failure_are_counted_and_advice_follows_from_them(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    order = {task.prompt: row for row, task in enumerate(tasks)}
    refused = Raw(400, json.dumps({"error": {"message": "too long"}}))
    server.act = lambda prompt, _: refused if order[prompt] % 6 == 1 else sum_of(prompt)
    report = asked(server, data, tmp_path / "run")
    assert report.failures == {"the server answered 400: too long": 10}
    assert not report.worth_another_run
    server.act = lambda prompt, _: (
        Raw(503, "busy")
        if order[prompt] == 1
        else refused
        if order[prompt] < 20
        else sum_of(prompt)
    )
    report = asked(server, data, tmp_path / "run", retries=1)
    assert report.failures == {
        "the server answered 400: too long": 3,
        "the server answered 503: busy": 1,
    }
    assert report.worth_another_run


def test_how_answers_ended_is_counted(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    ends = [
        completion("1", "length"),
        completion(None, "tool_calls"),
        completion("1", reasoning_content="hm"),
        completion("", "length", reasoning="hm, hm"),
        completion(None, reasoning_content=""),
    ]
    order = {task.prompt: row for row, task in enumerate(tasks)}
    server.act = lambda prompt, _: ends[order[prompt]]
    for _ in range(2):  # the second one reads it from the folder
        report = asked(server, data, tmp_path / "run", limit=5)
        assert (report.cut_off, report.tool_calls) == (2, 1)
        assert (report.reasoned, report.only_reasoned) == (2, 1)


def test_tokens_a_second_are_of_this_call(server: Server, data: Path, tmp_path: Path) -> None:
    assert (asked(server, data, tmp_path / "run").tokens_per_s or 0) > 0
    assert asked(server, data, tmp_path / "run").tokens_per_s is None


def test_a_report_shows_floors_and_what_could_not_be_read(
    server: Server, data: Path, tasks: list[Task], tmp_path: Path
) -> None:
    long = "I think\n" * 99 + "that it is many"
    server.act = lambda *_: long
    report = asked(server, data, tmp_path / "run")
    assert report.floors == {"demo.sum 0.5": 0.2, "demo.sum 1": 0.2}
    assert len(report.unparsable) == 3
    assert {example.task for example in report.unparsable} <= {task.id for task in tasks}
    for example in report.unparsable:
        assert example.answer.startswith("…")
        assert example.answer.endswith("I think that it is many")
        assert len(example.answer) <= 61
        assert "want an integer" in example.why
    server.act = lambda *_: ""
    empty = asked(server, data, tmp_path / "empty")
    assert {example.answer for example in empty.unparsable} == {""}
    lines = table(empty).splitlines()
    assert lines.count("    (empty)") == 3
    assert max(map(len, lines)) <= 80


def summary_of(passed: int, tasks: int) -> Summary:
    """Of one answer a task."""
    status = Counter[Status]({"pass": passed, "fail": tasks - passed})
    return summarise(status, [(1, int(i < passed), 0) for i in range(tasks)])


def test_a_family_of_many_tasks_does_not_decide_the_mean_over_families() -> None:
    groups = {
        Group("a.many", 0.0): (90, 100), Group("b.few", 0.0): (0, 10), Group("b.few", 1.0): (4, 10),
    }  # fmt: skip
    summaries = {group: summary_of(passed, tasks) for group, (passed, tasks) in groups.items()}
    total = summary_of(94, 120)
    *_, whole, families, _ = table(Report.of(total, summaries, {})).splitlines()
    assert whole.split()[:4] == ["all", "120", "120", "0.783"]
    name, _, numbers = families.partition("families")
    mean, low, high = map(float, re.findall(r"[0-9.]+", numbers))
    assert (name, mean) == ("mean over ", 0.55)  # of 0.9, and of 0 and 0.4
    assert 0.46 < low < 0.5 < 0.6 < high < 0.7
    alone = {group: one for group, one in summaries.items() if group.family == "b.few"}
    assert "over families" not in table(Report.of(total, alone, {}))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["choices", "message", "content", "usage", "prompt_tokens", "error"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON | st.binary(max_size=50))
def test_any_response_is_an_answer_or_a_failure(body: Any) -> None:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    try:
        reply = read_said(data, 0.1).reply
    except ValueError:
        return
    assert isinstance(reply.answer, str)


def test_a_deeply_nested_response_is_a_failure() -> None:
    with pytest.raises(ValueError, match="too deeply"):
        read_said(b"[" * 10**6, 0.1)
