"""`apps.api_world`: things to be done in the apps of somebody, by calls; judged by what differs."""

from typing import Any, ClassVar

import numpy as np

from tasksynth import Action, Family, Needs, Rubric, Tool, Turn, Verdict
from tasksynth.episode import replay
from tasksynth_apps.agents.cheap import BASELINES
from tasksynth_apps.agents.seeker import FULL, Seeker, Skill
from tasksynth_apps.apps.desk import Workplace, specs
from tasksynth_apps.apps.tools import TOOLS
from tasksynth_apps.chance import Luck
from tasksynth_apps.goals.drawing import ApiWorldParams, draw_task
from tasksynth_apps.goals.instance import ApiWorldInstance
from tasksynth_apps.goals.judging import answers, outcome
from tasksynth_apps.goals.plans import Pick, depth, picks_in
from tasksynth_apps.goals.telling import told

_BY_NAME = {tool.spec().name: tool for tool in TOOLS}


class ApiWorld(Family[ApiWorldParams, ApiWorldInstance]):
    """Do what somebody wants in their apps, and nothing else: calls, rules, people, a question."""

    name = "apps.api_world"
    version = 2
    effort = "calls"
    rubric: ClassVar[Rubric] = Rubric(gate="done", done=0.8, share=0.2)
    turns = 1000
    tools = TOOLS

    def generate(self, p: ApiWorldParams, rng: np.random.Generator) -> ApiWorldInstance | None:
        """Draw a task that the reference solves by what it sees."""
        drawn = draw_task(p, Luck(rng))
        if drawn is None:
            return None
        desk, calls = _played(drawn, FULL)
        if self.judge(drawn, desk).status != "pass":
            return None
        return drawn.model_copy(update={"calls": calls, "turns": int(calls * p.spare) + 6})

    def prompt(self, x: ApiWorldInstance) -> str:
        return told(x)

    def needs(self, x: ApiWorldInstance) -> Needs:
        return Needs(turns=x.turns, tools=specs(x.office))

    def begin(self, x: ApiWorldInstance) -> Workplace:
        return Workplace.at(x.office)

    def step(self, x: ApiWorldInstance, s: Workplace, action: Action | Tool) -> Turn:
        return s.act(action)

    def judge(self, x: ApiWorldInstance, s: Workplace) -> Verdict:
        """All that was wanted has changed, nothing else has, and the answer is right."""
        made, others = outcome(x.due, s.tables)
        right = answers(x.question.kind, x.answer, s.answer)
        share = max(0, made - others) / len(x.due)
        why = ""
        if others:
            why = f"{others} changes that nobody wanted"
        elif made < len(x.due):
            why = f"{made} of {len(x.due)} changes were made"
        elif not s.finished:
            why = "the task was not finished"
        elif not right:
            why = "the answer is wrong"
        return self.rubric(done=float(not why), share=share, why=why)

    def verify(self, x: ApiWorldInstance, answer: str) -> Verdict:
        return replay(_Unwatched(), x, answer)

    def solve(self, x: ApiWorldInstance) -> str:
        return play(x, FULL)

    def measure(self, x: ApiWorldInstance) -> dict[str, float]:
        plans = (*x.clauses, x.question)
        return {
            "calls": x.calls,
            "apps": len(x.office.dialect.brands),
            "changes": len(x.due),
            "hops": max(map(depth, plans)),
            "lookups": sum(isinstance(p, Pick) for plan in plans for p in picks_in(plan)),
            "rows": sum(map(len, x.office.tables.values())),
        }

    def canonical(self, x: ApiWorldInstance) -> Any:
        """The same things wanted in the same world, whatever its calls are named."""
        return [
            x.office.model_dump(mode="json", include={"owner", "today", "tables"}),
            [one.model_dump(mode="json") for one in (*x.clauses, x.question)],
        ]

    def baselines(self, x: ApiWorldInstance) -> dict[str, str]:
        found = {}
        for name, strategy in BASELINES.items():
            agent = _seeker(x, FULL)
            strategy(agent, x)
            found[name] = agent.transcript()
        return found

    def floor(self, p: ApiWorldParams) -> float:
        """Nothing is done right by chance: ids and addresses have to be found."""
        return 0.01


class _Unwatched(ApiWorld):
    """Plays and shows nothing: a replay reads no answers."""

    name = "apps.unwatched_api_world"

    def begin(self, x: ApiWorldInstance) -> Workplace:
        return Workplace.at(x.office, unseen=True)


def play(x: ApiWorldInstance, skill: Skill) -> str:
    """The transcript of a scripted agent."""
    return _seeker(x, skill).play()


def _seeker(x: ApiWorldInstance, skill: Skill, desk: Workplace | None = None) -> Seeker:
    at = desk or Workplace.at(x.office)

    def do(action: Action) -> str:
        tool = _BY_NAME.get(action.tool or "")
        seen = at.act(action if tool is None else tool.model_validate(action.arguments)).seen
        return seen if isinstance(seen, str) else ""

    return Seeker(x, do, skill)


def _played(x: ApiWorldInstance, skill: Skill) -> tuple[Workplace, int]:
    """The desk after a scripted agent, and its actions."""
    desk = Workplace.at(x.office)
    seeker = _seeker(x, skill, desk)
    seeker.play()
    return desk, len(seeker.actions)
