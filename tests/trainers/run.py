"""Test against a real trainer or game, each in a virtual environment of its own: their pins exclude
each other.

    python tests/trainers/run.py verifiers          # one
    python tests/trainers/run.py trl -k http        # one of its tests
    python tests/trainers/run.py                    # all that do not install PyTorch and the like

Environments are kept under build/trainers/.
"""

import argparse
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TORCH = "torch==2.13.0"
AGENTS = ("gui", "sandbox")
"""Extras that the families of agents want."""


@dataclass(frozen=True)
class Peer:
    """What to install, and what it takes."""

    packages: tuple[str, ...]
    large: bool = False
    python: str = ""
    """A minor version such as 3.12, where the newest Python will not do."""
    extras: tuple[str, ...] = ()
    """Of ours."""
    first: tuple[tuple[str, ...], ...] = ()
    """What pip is told before, a call each: old packages want old tools to build them."""


PEERS = {
    "atropos": Peer(("atroposlib==0.4.0",)),
    "datasets": Peer(("datasets==5.2.0", "pyarrow", "pillow")),
    "datasets3": Peer(("datasets==3.6.0", "pyarrow", "pillow")),
    "gymnasium": Peer(("gymnasium==1.4.0",)),
    "inspect": Peer(("inspect-ai==0.3.285",), extras=AGENTS),
    "lm_eval": Peer(("lm-eval[api]==0.4.13", TORCH), large=True),
    "mcp": Peer(("mcp==2.3.0",), extras=AGENTS),
    "minedojo": Peer(
        ("numba", "numpy<2", "lxml"),
        first=(
            ("setuptools==65.5.0", "wheel==0.38.4"),
            ("--no-build-isolation", "gym==0.21.0"),
            ("--no-build-isolation", "minedojo==0.1", "numpy<2"),
        ),
    ),
    "minestudio": Peer(
        (
            "numba",
            "rich",
            "pyyaml",
            "absl-py",
            "opencv-python-headless",
            "minecraft_data==3.20.0",
            "av",
            "gymnasium",
        ),
        first=(("--no-deps", "minestudio==1.1.6"),),
    ),
    "nemo_gym": Peer(("nemo-gym==0.4.0",), large=True, python="3.12", extras=AGENTS),
    "openenv": Peer(("openenv==0.10.0",), extras=AGENTS),
    "openrlhf": Peer((TORCH, "aiohttp", "tqdm"), large=True),
    "ray": Peer(("ray==2.60.0",)),
    "readers": Peer(
        (
            "datasets==5.2.0",
            "mlcroissant==1.1.1",
            "webdataset==1.0.2",
            "zstandard",
            "pyarrow",
            "pillow",
        )
    ),
    "reasoning_core": Peer(("reasoning-core==0.5.0",)),
    "skyrl": Peer(("skyrl-gym==0.4.0",)),
    "tinker": Peer(("tinker-cookbook==0.5.8", TORCH), large=True),
    # A torchvision that does not fit the machine's torch breaks all of it: its tests are skipped.
    "trl": Peer(("trl==1.16.0", "aiohttp", "pillow", TORCH), large=True, extras=AGENTS),
    "verifiers": Peer(
        ("verifiers==0.4.0", "hatchling", "uv"),  # its harness runs uv
        extras=AGENTS,
    ),
    "verl": Peer(("verl==0.9.1", "cachetools", "fastapi", TORCH), large=True),
}


def environment(name: str, peer: Peer) -> Path:
    """The peer's environment, made if it is not there; its Python."""
    home = ROOT / "build" / "trainers" / name
    python = home / "bin" / "python"
    extras = ",".join(("serve", "client", "parquet", *peer.extras))
    want = [f"{ROOT}[{extras}]", "pytest>=8.3", "hypothesis>=6", "sybil>=9"]
    want += peer.packages
    stamp = home / "installed"
    if stamp.exists() and stamp.read_text() == "\n".join(want):
        return python
    shutil.rmtree(home, ignore_errors=True)
    base = shutil.which(f"python{peer.python}") if peer.python else sys.executable
    if base is None:
        raise SystemExit(f"{name} wants Python {peer.python}, which is not installed")
    subprocess.run([base, "-m", "venv", home], check=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for words in (*peer.first, ("--editable", *want)):
        subprocess.run([*install, *words], check=True)
    stamp.write_text("\n".join(want))
    return python


def main() -> None:
    """Install and test."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("peers", nargs="*", metavar="PEER", help=", ".join(PEERS))
    parser.add_argument("-k", metavar="EXPRESSION", default="", help="as pytest's")
    options = parser.parse_args()
    asked = options.peers
    if unknown := set(asked) - set(PEERS):
        parser.error(f"no test for {', '.join(sorted(unknown))}; there are {', '.join(PEERS)}")
    failed = []
    for name in asked or [name for name, peer in PEERS.items() if not peer.large]:
        python = environment(name, PEERS[name])
        tests = ROOT / "tests" / "trainers"
        name = name.removesuffix("3")
        files = [*tests.glob(f"test_{name}.py"), *tests.glob(f"test_{name}_*.py")]
        path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
        command = [str(python), "-m", "pytest", "-q", "-W", "ignore", "-k", options.k]
        command += map(str, files)
        print(f"== {name}", flush=True)
        if subprocess.run(
            command, cwd=ROOT, env={**os.environ, "PATH": path}, check=False
        ).returncode:
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
