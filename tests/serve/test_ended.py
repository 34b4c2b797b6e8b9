"""Episodes that ended long ago are read from the journal again, and say what they said."""

import asyncio

import pytest

from tasksynth.curriculum.scheduler import Scheduler
from tasksynth.errors import ConflictError
from tasksynth.serve import episodes as module
from tasksynth.serve.episodes import Episodes
from tasksynth.serve.judges import Judges
from tasksynth.serve.ledger import OwnLedger
from tasksynth.serve.session import Session
from tasksynth_schemas import Action, Recipe
from tasksynth_schemas.live import Act, Close, Open
from tasksynth_schemas.wire import Ask

RECIPE = Recipe.model_validate(
    {"seed": 7, "mix": [{"family": "demo.walk", "levels": [0.0]}], "curriculum": {"rollouts": 1}}
)
DIG = Action(tool="dig")


def test_one_that_is_no_longer_at_hand_says_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENDED", 1)

    async def run() -> None:
        ledger = OwnLedger(Scheduler(RECIPE))
        async with Judges(1, families=["demo.walk"]) as judges:
            session = Session(ledger, judges)
            episodes = Episodes(session, ledger)
            asked = await session.ask(Ask(n=3))
            ids, verdicts = [], []
            for served in asked.tasks:
                opened = await episodes.open(Open(label=served.label))
                acted = await episodes.act(Act(episode=opened.episode, turn=0, action=DIG))
                ids.append(opened.episode)
                verdicts.append(acted.verdict)
            assert None not in verdicts
            for episode, verdict in zip(ids, verdicts, strict=True):
                assert (await episodes.close(Close(episode=episode))).verdict == verdict
                again = await episodes.act(Act(episode=episode, turn=0, action=DIG))
                assert again.verdict == verdict
                with pytest.raises(ConflictError, match="ended after 1 turns"):
                    await episodes.act(Act(episode=episode, turn=1, action=DIG))
        ledger.close()

    asyncio.run(run())
