"""What the processes of a server have used."""

import os
import subprocess
from pathlib import Path


def family(pid: int) -> list[int]:
    """A process, and those under it."""
    found = [pid]
    for one in found:
        run = subprocess.run(["pgrep", "-P", str(one)], capture_output=True, text=True)
        found += map(int, run.stdout.split())
    return found


def cpu_s(pid: int) -> float:
    """CPU seconds so far, with those of children that have ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def own_mb(pid: int) -> float:
    """What a process holds by itself: its share of pages that are of no file.

    A library's pages are shared with strangers, whose coming and going would look like growth.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = ("Pss_Anon:", "Pss_Shmem:")
    return sum(int(line.split()[1]) for line in lines if line.startswith(own)) / 1024


def held(pid: int, share: float) -> Path:
    """The control group that holds a process, and all it starts from now on, to a share of a CPU.

    Raises:
        SystemExit: if no group can be made, as without root or in most containers.
    """
    root = Path("/sys/fs/cgroup")
    group = (root / "cpu" if (root / "cpu").is_dir() else root) / f"fleet-{pid}"
    period = 10_000
    quota = round(share * period)
    try:
        group.mkdir()
        if (group / "cpu.max").exists():
            (group / "cpu.max").write_text(f"{quota} {period}")
        else:
            (group / "cpu.cfs_period_us").write_text(f"{period}")
            (group / "cpu.cfs_quota_us").write_text(f"{quota}")
        (group / "cgroup.procs").write_text(f"{pid}")
    except OSError as e:
        raise SystemExit(f"--share wants control groups, which cannot be made here: {e}") from None
    return group
