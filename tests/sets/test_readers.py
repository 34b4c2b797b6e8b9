"""Other people's readers on the files of every form."""

from pathlib import Path
from typing import Any

import pytest

from tasksynth.export.run import export
from tasksynth.pipeline.making.generate import generate
from tasksynth.sets.convert import convert
from tasksynth_schemas import Mix, Recipe, Task

MIX = (
    Mix(family="demo.sum", levels=(0.6,)),
    Mix(family="sat.saturn", params={"n": 2, "k": 4, "l": 4}),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tasks of two families that have nothing in common, in each form."""
    home = tmp_path_factory.mktemp("home")
    generate(Recipe(mix=MIX, count=30), home / "data")
    for form in ("jsonl", "jsonl.zst", "parquet"):
        convert(home / "data", home / f"t.{form}")
    export(home / "data", "hf", home / "hub")
    return home


def test_duckdb_reads_lines_packed_lines_and_tables(home: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect() as db:
        for form in ("jsonl", "jsonl.zst"):
            rows = db.sql(
                f"SELECT ref->>'family' AS family, count(*), min(level) FROM read_json("
                f"'{home}/t.{form}', format='newline_delimited', "
                f"columns={{id: 'VARCHAR', ref: 'JSON', level: 'DOUBLE'}}) GROUP BY 1 ORDER BY 1"
            ).fetchall()
            assert rows == [("demo.sum", 15, 0.6), ("sat.saturn", 15, None)]
        for files in (home / "t.parquet", home / "hub/data/*.parquet"):
            query = f"SELECT family, count(*), min(info) FROM '{files}' GROUP BY 1 ORDER BY 1"
            (_, sums, line), (_, formulas, _) = db.sql(query).fetchall()
            assert (sums, formulas) == (15, 15)
            assert Task.model_validate_json(line).ref.family == "demo.sum"


def test_polars_reads_lines_packed_lines_and_tables(home: Path) -> None:
    pl: Any = pytest.importorskip("polars")
    for form in ("jsonl", "jsonl.zst"):
        names = {"id": pl.String, "level": pl.Float64, "prompt": pl.String}
        frame = pl.scan_ndjson(home / f"t.{form}", schema=names).collect()
        assert frame["level"].to_list() == [0.6] * 15 + [None] * 15
    frame = pl.read_parquet(home / "t.parquet")
    assert frame["prompt"][0][0]["role"] == "user"
    assert frame.group_by("family").len()["len"].to_list() == [15, 15]
    assert Task.model_validate_json(frame["info"][29]).ref.family == "sat.saturn"
