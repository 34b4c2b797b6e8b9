"""Whatever is sent, the answer is a clear one: never a 500, and for bad answers never an error."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tasksynth.cli import app
from tasksynth_schemas import ImportRef, Label
from tests.serve.server import Server, right, write_recipe

REF = {"family": "demo.sum", "version": 1, "params": {"top": 9}, "seed": 1, "index": 2}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("protocol"))) as server:
        yield server


def test_any_answer_gets_a_verdict(server: Server) -> None:
    answers = ["", "\x00", "\ud800", "4" * 300_000, "٣", "\U0010ffff", "[" * 10_000, "NaN", "\r\n"]
    body = json.dumps({"ref": REF, "answers": answers})
    reply = server.http.post("/verify", content=body)
    assert reply.status_code == 200
    statuses = [verdict["status"] for verdict in reply.json()["verdicts"]]
    wanted = ["fail" if answer == "٣" else "unparsable" for answer in answers]  # 3 is no sum here
    assert statuses == wanted


@pytest.mark.parametrize(
    ("path", "body", "status", "line"),
    [
        ("/ask", b"", 400, "not JSON"),
        ("/ask", b"{", 400, "not JSON"),
        ("/ask", b"\xff", 400, "not JSON"),
        ("/ask", b"[" * 100_000, 400, "not JSON"),
        ("/ask", b"9" * 5_000, 400, "not JSON"),
        ("/ask", b"[]", 422, ""),
        ("/ask", b'{"n": 0}', 422, "field 'n'"),
        ("/ask", b'{"n": "1"}', 422, "field 'n'"),
        ("/ask", b'{"m": 1}', 422, "no field 'm'"),
        ("/ask", b'{"n": 4097}', 422, "field 'n'"),
        ("/tell", b'{"feedback": []}', 422, "feedback"),
        ("/tell", b'{"feedback":[{"ticket":"00000000:9","rewards":[NaN]}]}', 422, "rewards.0"),
        ("/tell", b'{"feedback":[{"ticket":"00000000:9","rewards":[1e999]}]}', 422, "rewards.0"),
        ("/tell", b'{"feedback":[{"ticket":"00000000:9","rewards":[2]}]}', 422, "rewards.0"),
        ("/tell", b'{"feedback":[{"ticket":"x","rewards":[1]}]}', 422, "ticket"),
        ("/verify", b'{"answers": ["1"]}', 422, "one of ticket, ref and label"),
        ("/verify", b'{"ticket": "00000000:9", "answers": ["1"]}', 404, "no ticket '00000000:9'"),
        ("/verify", b'{"label": "x", "answers": []}', 422, "answers"),
        ("/verify", b'{"label": "x", "answers": [1]}', 422, "answers.0"),
        ("/verify", b'{"label": "x", "answers": ["1"]}', 404, "want a label"),
        ("/verify/batch", b'{"items": 1}', 422, "items"),
        ("/rpc", b"{", 400, "not JSON"),
    ],
)
def test_a_bad_message_gets_one_line(
    server: Server, path: str, body: bytes, status: int, line: str
) -> None:
    reply = server.http.post(path, content=body)
    assert (reply.status_code, list(reply.json())) == (status, ["error"])
    assert line in reply.json()["error"]
    assert "\n" not in reply.json()["error"]
    assert len(reply.json()["error"]) < 500


@pytest.mark.parametrize(
    ("change", "status", "line"),
    [
        ({"family": "demo.sun"}, 404, "Did you mean 'demo.sum'"),
        ({"family": "../../etc/passwd"}, 422, "family"),
        ({"family": "http://127.0.0.1/x"}, 422, "family"),
        ({"version": 2}, 404, "demo.sum@2 is not what is installed"),
        ({"params": {"top": "file:///etc/passwd"}}, 404, "top"),
        ({"params": {"bottom": 1}}, 404, "no field 'bottom'"),
        ({"params": {"top": float("inf")}}, 404, "params"),
        ({"seed": -1}, 422, "seed"),
        ({"seed": 2**63}, 422, "seed"),
        ({"family": "demo.broken"}, 422, "making it failed"),
        (
            {"family": "demo.broken", "params": {"top": 9, "odd_only": True}},
            422,
            "rejected all 1000 draws",
        ),
        ({"family": "demo.missing"}, 422, "No module named 'tasksynth_demo_absent'"),
    ],
)
def test_a_ref_leads_nowhere_but_to_tasks(
    server: Server, change: dict[str, Any], status: int, line: str
) -> None:
    body = json.dumps({"ref": REF | change, "answers": ["1"]}).replace("Infinity", "1e999")
    reply = server.http.post("/verify", content=body)
    assert reply.status_code == status, reply.text
    assert line in reply.json()["error"]


def test_imported_tasks_want_the_dataset_behind(server: Server) -> None:
    ref = ImportRef(family="demo.sum", version=1, source="saturn", digest="0" * 64, row=0)
    reply = server.http.post("/verify", json={"ref": ref.model_dump(), "answers": ["3"]})
    assert reply.status_code == 404
    assert "start the server with --data" in reply.json()["error"]


def test_imported_tasks_are_verified_with_the_dataset_behind(tmp_path: Path) -> None:
    ref = ImportRef(family="demo.sum", version=1, source="saturn", digest="0" * 64, row=0)
    task = {"id": ref.id, "ref": ref.model_dump(), "prompt": "?", "instance": {"a": 1, "b": 2}}
    data = tmp_path / "tasks.jsonl"
    data.write_text(json.dumps(task) + "\n")
    with Server(write_recipe(tmp_path), "--data", str(data)) as server:
        for label in (str(Label(ref=ref)), ref.id):
            (verdict,) = server.post("/verify", label=label, answers=["3"])["verdicts"]
            assert verdict["status"] == "pass"
            shown = server.http.get("/task", params={"label": label}).json()
            assert (shown["prompt"], "instance" in shown) == ("?", False)
        other = str(Label(ref=ref.model_copy(update={"row": 9})))
        reply = server.http.post("/verify", json={"label": other, "answers": ["3"]})
        assert (reply.status_code, "no task" in reply.json()["error"]) == (404, True)


def test_a_stream_answers_each_line_in_its_place(server: Server) -> None:
    (served,) = server.post("/ask", n=1)["tasks"]
    good = json.dumps({"label": served["label"], "answers": [right(served["prompt"])]})
    lines = [good, "", "{", good, '{"answers": []}', "  " + good] * 50
    reply = server.http.post("/verify/stream", content="\n".join(lines).encode())
    found = [json.loads(line) for line in reply.content.splitlines()]
    assert [one.get("status", 200) for one in found] == [200, 400, 200, 422, 200] * 50
    assert found[0]["verdicts"][0]["status"] == "pass"


def test_a_stream_begins_to_answer_before_it_has_ended(server: Server) -> None:
    (served,) = server.post("/ask", n=1)["tasks"]
    line = json.dumps({"label": served["label"], "answers": ["-1"]}).encode() + b"\n"
    with httpx.Client(timeout=30) as http:
        total = 3000
        reply = http.post(f"{server.url}/verify/stream", content=(line for _ in range(total)))
    assert len(reply.content.splitlines()) == total


def test_a_client_that_hangs_up_in_the_middle_is_no_fault(server: Server) -> None:
    (served,) = server.post("/ask", n=1)["tasks"]
    line = json.dumps({"label": served["label"], "answers": ["-1"]}).encode() + b"\n"
    for path, body in (("/verify/stream", line * 3), ("/verify", line[:9])):
        connection = HTTPConnection("127.0.0.1", server.port)
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", "100000")
        connection.endheaders(body)
        connection.close()
    assert server.http.get("/status").status_code == 200
    assert "Traceback" not in "".join(server.said)


def test_names_of_other_machines_and_pages_of_other_sites_are_refused(server: Server) -> None:
    assert server.http.get("/status", headers={"Host": "evil.example"}).status_code == 421
    reply = server.http.post("/ask", json={"n": 1}, headers={"Origin": "http://evil.example"})
    assert reply.status_code == 403
    own = {"Origin": server.url}
    assert server.http.post("/ask", json={"n": 1}, headers=own).status_code == 200
    assert server.http.get("/status", headers={"Host": "localhost:1"}).status_code == 200


def test_beyond_this_machine_a_token_is_wanted(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from tasksynth.cli import app; app()", "serve"]
    command += [str(write_recipe(tmp_path)), "--http", "0.0.0.0:0"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "0.0.0.0 can be reached from other machines: give a token" in run.stderr


def test_a_token_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("s3cret\n")
    with Server(write_recipe(tmp_path), "--token-file", str(tmp_path / "token")) as server:
        assert server.http.get("/status").status_code == 401
        assert server.http.get("/healthz").status_code == 200
        for header, status in (
            ("Bearer s3cret", 200),
            ("bearer s3cret", 200),
            ("Bearer s3cre", 401),
            ("Basic s3cret", 401),
            ("Bearer \xe9", 401),
        ):
            sent = {b"Authorization": header.encode("latin-1")}
            assert server.http.get("/status", headers=sent).status_code == status


def test_metrics_are_what_prometheus_reads(server: Server) -> None:
    parser = pytest.importorskip("prometheus_client.parser")
    server.post("/verify", ref=REF, answers=["1", "raise"])
    server.http.get("/nowhere")
    text = server.http.get("/metrics").text
    found = {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in parser.text_string_to_metric_families(text)
        for sample in family.samples
    }
    errors = (("family", "demo.sum"), ("status", "error"))
    assert found["tasksynth_verdicts_total", errors] >= 1
    assert found["tasksynth_requests_total", (("route", "-"), ("status", "404"))] >= 1
    total = found["tasksynth_request_seconds_count", (("route", "/verify"),)]
    last = (("le", "+Inf"), ("route", "/verify"))
    assert found["tasksynth_request_seconds_bucket", last] == total


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    re.split(
        " ",
        "n key cursor feedback ticket rewards part ref label answers tell items family version "
        "params seed index query prompts labels prompt response model_sample item method id",
    )
)
PATHS = st.sampled_from(
    re.split(
        " ",
        "/ask /tell /verify /verify/batch /verify/stream /rpc /openrlhf /slime /nemo/verify "
        "/nemo/seed_session /v1/fine_tuning/alpha/graders/run",
    )
)


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(path=PATHS, body=st.dictionaries(FIELDS, JSON, max_size=5) | JSON, cut=st.integers(0, 30))
def test_no_body_is_a_fault_of_the_servers(server: Server, path: str, body: Any, cut: int) -> None:
    text = json.dumps(body).encode()
    for content in (text, text[: len(text) - cut], text[:cut] + b"\xff" + text[cut:]):
        reply = server.http.post(path, content=content)
        assert reply.status_code < 500, (path, content, reply.text)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.sampled_from(["/at", "/task", "/schemas/", "/", "/metrics", "/page/task"]),
    query=st.dictionaries(st.sampled_from(["cursor", "n", "label", "ticket", "ref"]), st.text()),
    tail=st.text(max_size=20),
)
def test_no_query_is_a_fault_of_the_servers(
    server: Server, path: str, query: dict[str, str], tail: str
) -> None:
    where = quote(path + tail, errors="ignore") + "?" + urlencode(query, errors="ignore")
    connection = HTTPConnection("127.0.0.1", server.port)
    connection.request("GET", where)
    assert connection.getresponse().status < 500
    connection.close()


def test_a_million_wrong_items_are_refused_in_little_memory(server: Server) -> None:
    body = b'{"ref": 1, "answers": [' + b"1," * 3_000_000 + b"1]}"
    reply = server.http.post("/verify", content=body)
    assert reply.status_code == 422
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    peak_kb = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert peak_kb
    assert int(peak_kb[1]) < 700_000


SCHEMATHESIS = """
[checks]
negative_data_rejection.expected-statuses = [400, 401, 404, 405, 409, 413, 422]
[[operations]]
include-path = "/openrlhf"  # that its lists are of one length no schema can say
checks.positive_data_acceptance.enabled = false
"""


@pytest.mark.slow
def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    pytest.importorskip("schemathesis")
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS)
    with Server(write_recipe(tmp_path), TASKSYNTH_TOKEN="s3cret") as server:
        command = [str(Path(sys.executable).parent / "schemathesis"), "run"]
        command += [f"{server.url}/openapi.json", "--header", "Authorization: Bearer s3cret"]
        command += [
            "--max-examples",
            "15",
            "--seed",
            "1",
            "--no-color",
            "--workers",
            "1",
            "--exclude-path",
            "/verify/stream",
        ]
        run = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=tmp_path, env=os.environ
        )
        assert run.returncode == 0, run.stdout[-6000:] + run.stderr
        assert not [line for line in server.said if "Traceback" in line]


def test_each_client_has_its_token_and_its_quota(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text("s3cret alice\nt0ken bob\n")
    options = ("--token-file", str(tmp_path / "tokens"), "--quota", "0.2")  # 12 a minute
    with Server(write_recipe(tmp_path), *options) as server:
        alice, bob = ({"Authorization": f"Bearer {token}"} for token in ("s3cret", "t0ken"))
        (served,) = server.http.post("/ask", json={}, headers=alice).json()["tasks"]
        body = {"label": served["label"], "answers": ["1"] * 23}
        replies = [server.http.post("/verify", json=body, headers=alice) for _ in range(2)]
        assert [reply.status_code for reply in replies] == [200, 429]
        assert "client 'alice' has used up its quota of 0.2" in replies[1].json()["error"]
        assert int(replies[1].headers["Retry-After"]) >= 1
        assert server.http.post("/ask", json={}, headers=alice).status_code == 429
        assert server.http.post("/verify", json=body, headers=bob).status_code == 200
        assert server.http.get("/status", headers=alice).status_code == 200
        text = server.http.get("/metrics", headers=bob).text
        assert 'tasksynth_used_total{client="alice"} 24' in text
        assert 'tasksynth_used_total{client="bob"} 23' in text
        assert server.http.get("/status", headers={"Authorization": "Bearer 1"}).status_code == 401


@pytest.mark.parametrize("text", ["a b c", "one x\ntwo x", 'a "'])
def test_a_line_that_is_no_token_and_name_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "tokens").write_text(text)
    words = ["serve", str(write_recipe(tmp_path)), "--stdio", "--token-file"]
    run = CliRunner().invoke(app, [*words, str(tmp_path / "tokens")])
    assert run.exit_code == 2
    assert "want TOKEN or TOKEN NAME" in run.output
