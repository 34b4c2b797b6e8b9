"""The short form of `python -m tests.serve.stress`, which see."""

import pytest

from tests.postgres import Postgres
from tests.serve.stress import Limits, fresh_database, in_a_file, run


@pytest.mark.slow
def test_two_servers_on_one_fresh_file_come_back_from_any_kill() -> None:
    assert run(2, in_a_file, seed=1, limits=Limits()) > 0


@pytest.mark.slow
def test_two_servers_on_one_fresh_database_come_back_from_any_kill() -> None:
    with Postgres() as database:
        assert run(2, fresh_database(database), seed=1, limits=Limits()) > 0
