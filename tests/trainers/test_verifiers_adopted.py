"""A taskset of verifiers is a family like ours."""

import pytest

pytest.importorskip("verifiers")

from tasksynth import FamilyError
from tasksynth.single import Source
from tasksynth_foreign.adopt import AdoptedItem, adopt
from tasksynth_foreign.kinds import Verifiers

pytestmark = pytest.mark.trainer


def test_its_rewards_are_our_verdicts_and_its_faults_errors() -> None:
    made = adopt(
        "theirs.sums",
        Verifiers("tests.trainers.sums:SumSet"),
        levels=[{"terms": 2}, {"terms": 5}],
        distinct=40,
    )
    family = made()
    for level, terms in ((0.0, 2), (1.0, 5)):
        tasks = Source(family, family.Params.at(level), seed=0)
        x = AdoptedItem.model_validate(tasks.draw(3).instance.model_dump())
        assert x.model_dump() == tasks.draw(3).instance.model_dump()
        assert x.question.count(",") == terms - 1
        right = family.solve(x)
        assert family.verify(x, right).status == "pass"
        wrong = family.verify(x, f"{int(right) + 1}")
        assert (wrong.status, wrong.reward, wrong.parts["score"]) == ("fail", 0, 0.25)
        with pytest.raises(FamilyError, match="invalid literal for int"):
            family.verify(x, "many")
