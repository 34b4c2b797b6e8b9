"""Two servers as they are often written, to compare with: same tasks, same verifiers, same client.

    python benchmarks/serving/peers.py fastapi PORT     # pydantic models, judged in the handler
    python benchmarks/serving/peers.py gym PORT         # the routes of Reasoning Gym's own server

Neither keeps a journal: what they are told is gone with them, and what they hand out is drawn at
random.
"""

import sys
from functools import lru_cache
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel

from tasksynth import grade, make
from tasksynth.single import source
from tasksynth_schemas import Label, Task, TaskRef

app = FastAPI()
ORDER = source("curricula.order", seed=7, level=0.2)
told: dict[str, list[float]] = {}


@lru_cache(maxsize=4096)
def task_of(ref: str) -> Task:
    return make(TaskRef.model_validate_json(ref))


class AskIn(BaseModel):
    n: int = 1


class FeedbackIn(BaseModel):
    ticket: str
    rewards: list[float]


class TellIn(BaseModel):
    feedback: list[FeedbackIn]


class VerifyIn(BaseModel):
    label: str
    answers: list[str]


class ScoreIn(BaseModel):
    answers: list[dict[str, Any]]


@app.post("/ask")
async def ask(body: AskIn) -> dict[str, Any]:
    tasks = []
    for _ in range(body.n):
        made = ORDER.make(len(told))
        told[f"t{len(told)}"] = []
        ticket = {"id": f"t{len(told) - 1}", "ref": made.ref.model_dump()}
        tasks.append({"ticket": ticket, "prompt": made.prompt})
    return {"tasks": tasks}


@app.post("/tell")
async def tell(body: TellIn) -> dict[str, Any]:
    for one in body.feedback:
        told[one.ticket] = one.rewards
    return {"acks": [{"ticket": one.ticket, "status": "ok"} for one in body.feedback]}


@app.post("/verify")
async def verify(body: VerifyIn) -> dict[str, Any]:
    task = task_of(Label.parse(body.label).ref.model_dump_json())
    return {"verdicts": [grade(task, answer).model_dump() for answer in body.answers]}


@app.post("/experiments/{name}/score")
async def score(name: str, body: ScoreIn) -> dict[str, Any]:
    scores = []
    for row in body.answers:
        task = task_of(Label.parse(row["entry_id"]).ref.model_dump_json())
        scores.append(grade(task, row["answer"]).reward or 0.0)
    return {"scores": scores, "entry_ids": [row["entry_id"] for row in body.answers]}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="critical")
