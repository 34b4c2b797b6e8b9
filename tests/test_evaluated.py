"""What a verifier may do with an answer while it is watched."""

import sys
from pathlib import Path

import pytest

from tasksynth.answers.evaluated import watched


def test_a_module_that_is_imported_while_watched_is_not_taken_for_what_an_answer_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing compiled it before, as after an installation by uv."""
    (tmp_path / "late_module_of_a_verifier.py").write_text("ANSWER = 42\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    with watched() as watch:
        import late_module_of_a_verifier as late  # type: ignore[import-not-found]
    assert (late.ANSWER, watch.caught) == (42, "")
    assert not (tmp_path / "__pycache__").exists()
    assert sys.dont_write_bytecode is False
    with pytest.raises(PermissionError, match="it would do open"), watched():
        (tmp_path / "made").write_text("x")
    assert not (tmp_path / "made").exists()
