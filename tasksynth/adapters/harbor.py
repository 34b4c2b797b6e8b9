"""Harbor: what an exported task's `tests/test.sh` runs.

    python -m tasksynth.adapters.harbor TASK.json ANSWER.txt FOLDER

It writes FOLDER/reward.json, with the reward and the metrics. A fault of ours writes nothing and
fails, so that Harbor reports an error instead of a reward.
"""

import json
import sys
from pathlib import Path

from tasksynth.adapters.scoring import metrics_of, reward_of
from tasksynth.single import grade
from tasksynth_schemas import Task


def main(task: Path, answer: Path, folder: Path) -> int:
    """Judge; the exit code. An answer that is not there is an empty one."""
    text = answer.read_bytes().decode(errors="replace") if answer.is_file() else ""
    verdict = grade(Task.model_validate_json(task.read_bytes()), text)
    print(f"{verdict.status}: {verdict.why}", file=sys.stderr)  # noqa: T201 - Harbor keeps it
    reward = reward_of(verdict)
    if reward is None:
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    metrics = {"reward": reward, **metrics_of(verdict)}
    (folder / "reward.json").write_text(json.dumps(metrics), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:4])))
