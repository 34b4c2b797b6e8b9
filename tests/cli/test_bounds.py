"""Numbers that are too large are refused before any work begins."""

from pathlib import Path

import pytest

from tests.cli.command import run

HUGE = "99999999999999999999"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    assert run("generate", "demo.sum", "--count", "30", "--out", folder / "d").exit_code == 0
    assert run("solve", folder / "d", "--out", folder / "a.jsonl").exit_code == 0
    return folder


@pytest.mark.parametrize(
    "line",
    [
        "generate demo.hashed --set odd_only=true --set top=9 --count HUGE --out OUT",
        "generate demo.sum --set top=99999 --count 1000000001 --out OUT",
        "generate demo.sum --set top=99999 --count 1000000 --shard-size 1 --out OUT",
        "generate demo.sum --set top=99999 --count 3 --shard-size HUGE --out OUT",
        "generate demo.sum --set top=HUGE --count 3 --out OUT",
        "generate demo.sum --count 3 --seed HUGE --out OUT",
        "generate demo.sum --count 3 --workers HUGE --out OUT",
        "show demo.sum --seed HUGE",
        "show demo.sum --index HUGE",
        "show demo.sum --level nan",
        "show demo.sum --level 1.01",
        "generate demo.sum --count 3 --level 2 --out OUT",
        "show demo.sum --set top=-HUGE",
        "gallery demo.sum --seed HUGE --out OUT",
        "gallery demo.sum --each HUGE --out OUT",
        "verify --task demo.sum@1#HUGE:1 --level 1 --answer 1",
        "verify DATA --answers ANSWERS --workers HUGE",
        "verify DATA --answers ANSWERS --fail-under nan",
        "evaluate DATA --answers ANSWERS --samples HUGE --out OUT",
        "evaluate DATA --answers ANSWERS --samples 999999 --limit 30 --concurrency HUGE --out OUT",
        "evaluate DATA --model m --base-url http://127.0.0.1:9/v1 --timeout inf --out OUT",
        "export DATA --for trl --shard-size HUGE --out OUT",
        "serve RECIPE --http 127.0.0.1:HUGE",
    ],
)
def test_what_would_never_end_is_refused(data: Path, tmp_path: Path, line: str) -> None:
    names = {"HUGE": HUGE, "OUT": tmp_path / "out", "DATA": data / "d", "ANSWERS": data / "a.jsonl"}
    (tmp_path / "r.toml").write_text("[[mix]]\nfamily='demo.sum'\nlevels=[0.5]")
    for name, value in {**names, "RECIPE": tmp_path / "r.toml"}.items():
        line = line.replace(name, str(value))
    result = run(*line.split())
    assert result.exit_code == 2, result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "mix",
    [
        f"count = {HUGE}\n[[mix]]\nfamily='demo.sum'\nlevels=[1]",
        "".join("[[mix]]\nfamily='demo.sum'\nlevels=[1]\ncount=900000000\n" for _ in range(2)),
        "count=9\n[[mix]]\nfamily='demo.sum'\nlevels=[1]\nweight=1e308",
        "count=1000000\nshard_size=1\n[[mix]]\nfamily='demo.sum'\nlevels=[1]",
        f"count=3\nseed={HUGE}\n[[mix]]\nfamily='demo.sum'\nlevels=[1]",
        f"count=3\n[[mix]]\nfamily='demo.sum'\nparams={{top={HUGE}}}",
    ],
)
def test_so_is_a_recipe(tmp_path: Path, mix: str) -> None:
    recipe = tmp_path / "r.toml"
    recipe.write_text(mix)
    result = run("generate", recipe, "--out", tmp_path / "out")
    assert result.exit_code == 2, result.output
    assert not (tmp_path / "out").exists()
