"""doctor: what this machine has, and what each extra would add."""

import re
from importlib import metadata
from typing import Annotated, Any

import typer

from tasksynth.cli.options import Json

PURPOSES = {
    "client": "the Python client of a server, `tasksynth.client`",
    "dev": "work on tasksynth itself: tests, types, checks",
    "docs": "build the documentation site",
    "duckdb": "the dialect `duckdb` of the SQL families",
    "gpu": "times of kernels on a GPU, `python -m tasksynth_code.gpu`",
    "gui": "screens of applications as pictures, `gui.*` and `apps.mobile`",
    "hub": "`tasksynth push`: the Hugging Face Hub",
    "hygiene": "`tasksynth screen`: MinHash",
    "mcp": "tasks as the tools of a Model Context Protocol server",
    "minecraft": "the Minecraft families",
    "minedojo": "their tasks in MineDojo: Python 3.11, an environment of its own",
    "parquet": "`tasksynth export` to Parquet, for Hugging Face and others",
    "pictures": "the families of `vision.*`, and courses as PNG",
    "postgres": "the PostgreSQL store of a curriculum, and the dialect `postgres`",
    "ray": "`--engine ray`: a Ray cluster",
    "reasoning-core": "Reasoning Core's tasks as families, `rc.*`",
    "reasoning-gym": "Reasoning Gym's datasets as families, `rg.*`",
    "s3": "datasets in S3 and elsewhere, `--out s3://…`",
    "sandbox": "programs of strangers: the sandboxes `wasm` and `monty`",
    "seeds": "real Minecraft seeds; it compiles for a minute or two",
    "serve": "`tasksynth serve --http`",
    "slides": "slides of `vision.slide_defect` as .pptx files",
    "vae": "the strategy `latent` with a learned representation",
    "video": "films of `video.*` as .mp4 files",
    "zstd": "datasets and answers that are packed by Zstandard",
}
"""What each extra is for, for people."""

REQUIREMENT = re.compile(r"([\w.-]+)(?:\[[^]]*\])?\s*\(?([^;)]*)\)?")


Warm = Annotated[
    bool,
    typer.Option("--warm", help="Compile ahead all that a first task would wait for, and end."),
]


def doctor(json_: Json = False, warm: Warm = False) -> None:
    """Say what this machine has, which sandboxes it can give, and what each extra would add."""
    if warm:
        from tasksynth import registry

        for name in registry.warm():
            typer.echo(f"{name}: all is compiled")
        return
    found = report()
    if json_:
        import json

        typer.echo(json.dumps(found, indent=2))
        return
    typer.echo("tasksynth {tasksynth}, Python {python}, {system}, {cpus} CPUs\n".format(**found))
    typer.echo("extras: pip install 'tasksynth[NAME]'")
    for extra in found["extras"]:
        lacks = "" if extra["installed"] else f" (lacks {', '.join(extra['lacks'])})"
        _line(extra["name"], extra["installed"], extra["for"] + lacks)
    typer.echo("\nsandboxes")
    for tier in found["sandboxes"]:
        _line(tier["tier"], tier["available"], tier["why"])
    typer.echo("\nkernel")
    for feature in found["kernel"]:
        _line(feature["name"], feature["present"], feature["about"])


def _line(name: str, has: bool, about: str) -> None:
    typer.echo(f"  {name:15}{'yes' if has else 'no':5}{about}")


def report() -> dict[str, Any]:
    """Everything that `doctor` says, as JSON: the sandboxes are tried, not asked."""
    import os
    import platform

    jail, namespaces = _tried("jail")
    return {
        "tasksynth": metadata.version("tasksynth"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "extras": extras(),
        "sandboxes": [_tried("wasm")[0], jail, _tried("monty")[0]],
        "kernel": kernel(namespaces),
    }


def extras() -> list[dict[str, Any]]:
    """Every extra of this installation, by name, with what it lacks."""
    of_ours = metadata.metadata("tasksynth")
    required = metadata.requires("tasksynth") or []
    found = []
    for name in sorted(of_ours.get_all("Provides-Extra") or []):
        wanted = re.compile(rf"""extra\s*==\s*['"]{re.escape(name)}['"]""")
        lacks = [
            (line.partition(";")[0]).strip()
            for line in required
            if wanted.search(line) and not installed(line.partition(";")[0])
        ]
        about = PURPOSES.get(name, "")
        found.append({"name": name, "installed": not lacks, "for": about, "lacks": lacks})
    return found


def installed(requirement: str) -> bool:
    """Whether a requirement such as `httpx>=0.27` is met, by the numbers of its version."""
    parts = REQUIREMENT.match(requirement.strip())
    if parts is None:
        return False
    name, bounds = parts[1], parts[2]
    if name == "tasksynth":
        return True  # extras of ours, which are listed themselves
    try:
        has = _numbers(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False
    compared = {">=": lambda a, b: a >= b, "<": lambda a, b: a < b}
    return all(
        compared[sign](has, _numbers(version))
        for sign, version in re.findall(r"(>=|<)\s*([\w.]+)", bounds)
    )


def _numbers(version: str) -> list[int]:
    """The release of a version, without what is before or after it: 1.2.0rc1 is 1.2."""
    numbers = [int(n) for n in re.match(r"[\d.]*", version.strip())[0].split(".") if n]  # type: ignore[index]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return numbers


def _tried(tier: Any) -> tuple[dict[str, Any], str]:
    """Whether a tier runs a program here; and of the jail why it has no namespaces."""
    from tasksynth.sandbox import Sandbox, missing

    why, namespaces = missing(tier) or "", "the jail is missing"
    if not why:
        try:
            with Sandbox(tier) as sandbox:
                done = sandbox.run("print(6 * 7)")
                namespaces = sandbox.namespaces
        except Exception as e:  # noqa: BLE001 - whatever is wrong here is what was asked
            why = f"{type(e).__name__}: {e}"
        else:
            why = "" if done.stdout == "42\n" else f"ran a program wrongly: {done.why}"
    return {"tier": tier, "available": not why, "why": why or ABOUT[tier]}, namespaces


ABOUT = {
    "wasm": "MicroPython in WebAssembly, with exact fuel",
    "jail": "CPython, locked in by the kernel",
    "monty": "a subset of Python, in less than a millisecond",
}


def kernel(namespaces: str) -> list[dict[str, Any]]:
    """What the jail asks of the kernel."""
    from tasksynth.sandbox.jail import filters, landlock

    version = landlock()
    return [
        {
            "name": "landlock",
            "present": version > 0,
            "about": f"version {version}" if version else "the jail needs it: Linux 5.13 or later",
        },
        {"name": "seccomp", "present": filters(), "about": "the jail needs it"},
        {
            "name": "namespaces",
            "present": not namespaces,
            "about": namespaces or "a jailed program may write files",
        },
    ]
