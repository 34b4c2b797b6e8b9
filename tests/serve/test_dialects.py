"""What each trainer's reward call sends and gets, on a real server, by the clients' own rules."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.serve.server import Server, right, write_recipe


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(write_recipe(tmp_path_factory.mktemp("dialects"))) as server:
        yield server


@pytest.fixture
def task(server: Server) -> Any:
    return server.post("/ask", n=1)["tasks"][0]


ANSWERS = [("right", 1.0), ("-1", 0.0), ("no", 0.0), ("raise", 0.0), ("crash", 0.0)]


def test_openrlhf(server: Server, task: Any) -> None:
    chat = f"<|im_start|>user\n{task['prompt']}<|im_end|>\n<|im_start|>assistant\n"
    for answer, reward in ANSWERS:
        text = right(task["prompt"]) if answer == "right" else answer
        got = server.post(
            "/openrlhf",
            query=[f"{chat}{text}<|im_end|></s>"],
            prompts=[chat],
            labels=[task["label"]],
        )
        assert got["rewards"] == got["scores"] == [reward]
        assert {name: len(values) for name, values in got["extra_logs"].items()} == {
            "partial": 1,
            "unparsable": 1,
            "error": 1,
        }
        assert got["extra_logs"]["error"] == [float(answer in ("raise", "crash"))]


def test_openrlhf_answers_many_at_once_in_order(server: Server, task: Any) -> None:
    text = right(task["prompt"])
    queries = [text, "-1", text]
    got = server.post("/openrlhf", query=queries, prompts=[""] * 3, labels=[task["label"]] * 3)
    assert got["rewards"] == [1.0, 0.0, 1.0]


def test_slime(server: Server, task: Any) -> None:
    for answer, reward in ANSWERS:
        text = right(task["prompt"]) if answer == "right" else answer
        sample = {"prompt": task["prompt"], "response": text, "label": task["label"]}
        assert server.post("/slime", **sample) == reward
        assert server.post("/slime?all=true", **sample)["reward"] == reward
    near = str(int(right(task["prompt"])) + 1)
    sample = {"prompt": [{"role": "user"}], "response": near, "label": task["label"]}
    assert server.post("/slime", **sample) == 0.0
    assert server.post("/slime?partial=true", **sample) == 0.25


def responses(text: str) -> dict[str, Any]:
    piece = {"type": "output_text", "text": text, "annotations": []}
    thought = {"type": "reasoning", "summary": [], "content": [{"type": "text", "text": "hm"}]}
    return {"id": "r", "output": [thought, {"type": "message", "content": [piece]}]}


def test_nemo_gym(server: Server, task: Any) -> None:
    assert server.post("/nemo/seed_session") == {}
    row = {"responses_create_params": {"input": []}, "label": task["label"], "agent_ref": {"n": 1}}
    for index, (answer, reward) in enumerate(ANSWERS):
        text = right(task["prompt"]) if answer == "right" else answer
        body = row | {"response": responses(text), "_ng_rollout_index": index}
        got = server.post("/nemo/verify", **body)
        assert got["reward"] == reward
        assert body.items() <= got.items()
    missing = server.http.post("/nemo/verify", json={"response": {}})
    assert missing.status_code == 422
    assert "'label' is missing" in missing.json()["error"]


def test_openai_grader(server: Server, task: Any) -> None:
    openai = pytest.importorskip("openai")
    client = openai.OpenAI(base_url=f"{server.url}/v1", api_key="none")
    grader = {"type": "string_check", "name": "x", "input": "", "operation": "eq", "reference": ""}
    for answer, reward in ANSWERS:
        text = right(task["prompt"]) if answer == "right" else answer
        got = client.fine_tuning.alpha.graders.run(
            grader=grader, item={"label": task["label"]}, model_sample=text
        )
        assert got.reward == reward
        assert got.metadata.errors.other_error == (answer in ("raise", "crash"))
    client.close()


def test_the_curriculum_learns_from_reward_calls(server: Server, task: Any) -> None:
    text = right(task["prompt"])
    ticket = task["ticket"]["id"]
    for _ in range(4):  # equal answers, each a rollout of its own
        server.post("/slime", response=text, label=task["label"])
    again = server.post("/tell", feedback=[{"ticket": ticket, "rewards": [0]}])
    assert again["acks"][0]["status"] == "duplicate"


def test_a_repeated_rollout_counts_once(server: Server, task: Any) -> None:
    row = {"label": task["label"], "response": responses("5")}
    for index in (0, 0, 0, 1, 1, 2):
        server.post("/nemo/verify", **row, _ng_rollout_index=index)
    feedback = [{"ticket": task["ticket"]["id"], "rewards": [0], "part": "last"}]
    assert server.post("/tell", feedback=feedback)["acks"][0]["status"] == "ok"


@pytest.mark.parametrize("label", ["", "gold", "{}", '{"ref": 1}'])
def test_a_bad_label_is_a_protocol_error_that_says_so(server: Server, label: str) -> None:
    got = server.http.post("/slime", json={"response": "1", "label": label})
    assert got.status_code in (404, 422)
    assert "label" in got.json()["error"]


@pytest.mark.parametrize("url", ["/slime?all=true", "/nemo/verify"])
def test_a_label_of_another_version_is_an_error_of_its_own_row(
    server: Server, task: Any, url: str
) -> None:
    label = task["label"].replace('"version":1', '"version":2')
    response = responses("1") if url.startswith("/nemo") else "1"
    got = server.post(url, response=response, label=label)
    assert (got["status"], got["reward"], got["partial"]) == ("error", 0.0, None)
    assert "demo.sum@2 is not what is installed here" in got["why"]
