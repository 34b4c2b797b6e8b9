"""lm-evaluation-harness runs an exported task, against its dummy model and a local endpoint."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("lm_eval")

from tasksynth.adapters.sources import folder as files
from tests.trainers.mock_openai import MockOpenAI

pytestmark = pytest.mark.trainer


def run(folder: Path, *model: str) -> dict[str, float]:
    command = [str(Path(sys.executable).parent / "lm_eval"), "run", "--include_path", str(folder)]
    command += ["--tasks", "my_tasks", "--output_path", str(folder / "results"), *model]
    env = {**os.environ, "HF_HUB_OFFLINE": "1", "OPENAI_API_KEY": "none"}
    done = subprocess.run(
        command, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-3000:]
    (file,) = (folder / "results").rglob("results*.json")
    results = json.loads(file.read_text())["results"]["my_tasks"]
    return {name.partition(",")[0]: value for name, value in results.items()}


def test_the_dummy_model_scores_nothing(exported: Any) -> None:
    results = run(exported("lm-eval"), "--model", "dummy")
    assert (results["acc"], results["error"]) == (0.0, 0.0)


def test_right_answers_of_an_endpoint_score(exported: Any, right: Any) -> None:
    folder = exported("lm-eval")
    rows = {row["prompt"]: row for row in files.rows(folder / "data", "train")}

    def reply(prompt: str) -> str:
        row = rows[prompt]
        return str(right(row["label"])) if row["family"] == "demo.sum" else "?"

    with MockOpenAI(reply) as mock:
        endpoint = f"model=mock,base_url={mock.url}/chat/completions,tokenizer_backend=None"
        results = run(
            folder, "--model", "local-chat-completions", "--model_args", endpoint,
            "--apply_chat_template",
        )  # fmt: skip
    share = sum(row["family"] == "demo.sum" for row in rows.values()) / len(rows)
    assert results["acc"] == pytest.approx(share)
    assert results["unparsable"] == pytest.approx(1 - share)
