"""OpenRLHF's own client and dataset code, taken from its wheel, on our rows and our endpoint.

The package itself wants CUDA to install; the two modules that meet us want torch alone.
"""

import asyncio
import importlib.util
import logging
import subprocess
import sys
import types
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("aiohttp")
pytest.importorskip("tqdm")

from tasksynth.adapters.openrlhf import answer_of, reward_func
from tasksynth.adapters.sources import folder as files
from tests.serve.server import Server, right, write_recipe

pytestmark = pytest.mark.trainer
WHEEL = "openrlhf==0.11.2"


@pytest.fixture(scope="session")
def code(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """OpenRLHF's source, from the package index."""
    folder = tmp_path_factory.mktemp("openrlhf")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    if subprocess.run([*command, str(folder), WHEEL], check=False).returncode:
        pytest.skip(f"{WHEEL} cannot be downloaded")
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    (found,) = folder.glob("openrlhf-*.data/purelib/openrlhf")
    return found


def load(code: Path, module: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """One of its modules without its package, which imports the GPU engines."""
    logs = types.ModuleType("openrlhf.utils.logging_utils")
    logs.init_logger = logging.getLogger  # type: ignore[attr-defined]
    for name in ("openrlhf", "openrlhf.utils"):
        monkeypatch.setitem(sys.modules, name, types.ModuleType(name))
    monkeypatch.setitem(sys.modules, "openrlhf.utils.logging_utils", logs)
    spec = importlib.util.spec_from_file_location("theirs", code / module)
    assert spec is not None
    assert spec.loader is not None
    theirs = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(theirs)
    return theirs


def test_its_client_gets_rewards_that_teach_the_curriculum(
    code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = load(code, "utils/agent.py", monkeypatch)
    with Server(write_recipe(tmp_path)) as server:
        served = server.post("/ask", n=1)["tasks"][0]
        executor = agent.SingleTurnAgentExecutor(f"{server.url}/openrlhf")

        async def rewards(answer: str) -> dict[str, Any]:
            text = f"<|im_start|>{served['prompt']}<|im_start|>{answer}<|im_end|>"
            prompt = f"<|im_start|>{served['prompt']}<|im_start|>"
            (found,) = await executor._fetch_rewards_via_http([text], [prompt], [served["label"]])
            return dict(found)

        good = asyncio.run(rewards(right(served["prompt"])))
        bad = asyncio.run(rewards("no idea"))
        assert float(good["rewards"][0]) == float(good["scores"][0]) == 1.0
        assert float(bad["rewards"][0]) == 0.0
        assert good["extra_logs"].keys() == bad["extra_logs"].keys()


def test_its_dataset_reads_our_rows(
    code: Path, exported: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = load(code, "datasets/prompts_dataset.py", monkeypatch)
    rows = files.rows(exported("openrlhf") / "data", "train")
    data = SimpleNamespace(
        input_key="input", label_key="label", apply_chat_template=False, image_key="images"
    )
    strategy = SimpleNamespace(args=SimpleNamespace(data=data), is_rank_0=lambda: False)
    read = prompts.PromptDataset(rows, None, strategy)
    assert read[0][:3] == (rows[0]["datasource"], rows[0]["input"], rows[0]["label"])


def test_the_reward_file_judges_in_this_process(exported: Any) -> None:
    rows = files.rows(exported("openrlhf") / "data", "train")[:2]
    queries = [f"{row['input']}{text}" for row, text in zip(rows, ("?", "raise"), strict=True)]
    queries.append(f"{rows[0]['input']}{right(rows[0]['input'])}</s><|im_end|>")
    prompts = [rows[0]["input"], rows[1]["input"], rows[0]["input"]]
    labels = [rows[0]["label"], rows[1]["label"], rows[0]["label"]]
    found = reward_func(queries, prompts, labels)
    assert found["rewards"].tolist() == found["scores"].tolist() == [0.0, 0.0, 1.0]
    assert found["extra_logs"]["error"].tolist() == [0.0, 1.0, 0.0]


def test_the_answer_is_found_in_the_query() -> None:
    assert answer_of("Q A<|im_end|>\n</s>", "Q") == " A"
    assert answer_of("no prompt in it", "Q") == "no prompt in it"
    assert answer_of("QA <b>", "Q") == "A <b>"
