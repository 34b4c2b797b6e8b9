"""The short forms of `python -m tests.serve.stress` and `tests.serve.fleet`, which see."""

from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.serve import fleet
from tests.serve.stress import Limits, fresh_database, in_a_file, run


@pytest.mark.slow
def test_two_servers_on_one_fresh_file_come_back_from_any_kill() -> None:
    assert run(2, in_a_file, seed=1, limits=Limits()) > 0


@pytest.mark.slow
def test_two_servers_on_one_fresh_database_come_back_from_any_kill() -> None:
    with Postgres() as database:
        assert run(2, fresh_database(database), seed=1, limits=Limits()) > 0


@pytest.mark.slow
def test_a_fleet_loses_no_reward_and_counts_none_twice(tmp_path: Path) -> None:
    assert fleet.run(tmp_path, 3, seed=6) > 0
