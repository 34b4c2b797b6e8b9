"""What `deploy/` says of servers is true of them: names of metrics, options, routes, ports."""

import json
import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from tasksynth.cli import app
from tests.serve.server import Server, right, write_recipe

DEPLOY = Path(__file__).parents[2] / "deploy"
OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")


@pytest.fixture(scope="module")
def metrics(tmp_path_factory: pytest.TempPathFactory) -> str:
    with Server(write_recipe(tmp_path_factory.mktemp("deploy")), "--workers", "1") as server:
        (task,) = server.post("/ask")["tasks"]
        server.post("/verify", label=task["label"], answers=[right(task["prompt"])])
        for path in ("/readyz", "/healthz"):
            assert server.http.get(path).status_code == 200  # what probes ask
        return server.http.get("/metrics").text


def test_the_dashboard_shows_what_servers_report(metrics: str) -> None:
    board = json.loads((DEPLOY / "grafana" / "fleet.json").read_text())
    shown = set()
    for panel in board["panels"]:
        assert panel["title"]
        for target in panel["targets"]:
            for name, labels in re.findall(r"(tasksynth_\w+)\{?([a-z]*)", target["expr"]):
                shown.add(name)
                (line, *_) = re.findall(rf"^{name}[ {{].*", metrics, re.MULTILINE) or [""]
                assert line, f"{panel['title']}: no server reports {name}"
                assert f"{labels}=" in line or not labels, f"{name} has no label {labels}"
            for label in re.findall(r"by \(([a-z, ]+)\)", target["expr"]):
                wanted = set(label.split(", "))
                assert all(f'{word}="' in metrics for word in wanted), f"no label {wanted}"
    reported = set(re.findall(r"^# TYPE (\w+)", metrics, re.MULTILINE))
    told = {re.sub("_bucket$", "", name) for name in shown}
    assert reported - told == {"tasksynth_requests_under_way"}, "reported, and shown nowhere"


@pytest.mark.parametrize(
    "file", ["compose.yaml", "chart/templates/keeper.yaml", "chart/templates/helpers.yaml"]
)
def test_options_of_servers_are_those_that_there_are(file: str) -> None:
    known = set(OPTION.findall(CliRunner().invoke(app, ["serve", "--help"]).output))
    text = re.sub(r"^#.*$", "", (DEPLOY / file).read_text(), flags=re.MULTILINE)
    used = set(OPTION.findall(text))
    assert {"--http", "--token-file"} <= used <= known


def test_the_fleet_of_compose_finds_each_other() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert services["keeper"]["command"][0] == services["helper"]["command"][0] == "serve"
    assert services["helper"]["command"][1] == "http://keeper:8321"
    assert "server helper:8321" in (DEPLOY / "nginx.conf").read_text()
    scraped = yaml.safe_load((DEPLOY / "prometheus.yml").read_text())["scrape_configs"]
    assert {job["job_name"] for job in scraped} == {"keeper", "helper"}
    mounted = [line for one in services.values() for line in one.get("volumes", ())]
    for line in mounted:
        source = line.split(":")[0]
        secret = source.endswith((".pem", ".key"))
        assert secret or not source.startswith(".") or (DEPLOY / source).exists(), line
