"""The reward calls of trainers, in the words that each of them uses.

All of them send a label (see `Label`) that came with the task, and get a number whatever the answer
was. An answer that could not be judged, by a fault of ours, counts 0 where a trainer knows no other
way; its reply says so beside it. Rewards of labels with a ticket are told to the curriculum.
"""

from tasksynth.serve.routes import Endpoint
from tasksynth.serve.session import Session


def endpoints(session: Session) -> list[Endpoint]:
    """The routes of all dialects."""
    return []
