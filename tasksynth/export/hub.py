"""An export for Hugging Face, brought to the Hub; what is there already is not sent again."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasksynth.errors import UnavailableError, UsageError
from tasksynth.export.card import CARD
from tasksynth.pipeline.folders.manifest import MANIFEST, read_manifest, sha256_of, task_files

BATCH = 20
"""Files a commit: what an interruption costs at most."""
DATA = "data/"


@dataclass(frozen=True)
class Pushed:
    """What came of it."""

    url: str
    sent: tuple[str, ...]
    there: tuple[str, ...]
    """Files that were on the Hub already, as they are."""
    removed: tuple[str, ...]
    """Files of rows that an earlier export had, and this one has not."""


def push(
    folder: Path,
    repository: str,
    *,
    private: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Pushed:
    """Upload a folder of `export --for hf` as a dataset, the card last.

    Files go in commits of a few. After an interruption the same call goes on: what the Hub has with
    the same content is left as it is.

    Args:
        folder: the export.
        repository: `NAME` or `OWNER/NAME`; it is made if need be.
        private: whether a new one is seen by its owner alone.
        progress: told how many files are there, and how many there are in all.

    Raises:
        UsageError: if the folder is no such export, or the Hub refuses: who one is, or the name.
        StateError: if its files are not those of its manifest.
        UnavailableError: if the Hub cannot be reached, or fails.
    """
    hub = _hub()
    names = _names(folder)
    api = hub.HfApi()
    with _told(hub, repository):
        url = api.create_repo(repository, repo_type="dataset", private=private, exist_ok=True)
        listed = api.list_repo_tree(url.repo_id, recursive=True, repo_type="dataset")
        remote = {entry.path: entry for entry in listed if hasattr(entry, "blob_id")}
        there = [n for n in names if n in remote and _equal(folder / n, remote[n])]
        wanted = [name for name in names if name not in there]
        stale = [n for n in remote if n.startswith(DATA) and n not in names]
        done = len(there)
        for batch, last in _batches(wanted, stale):
            operations = [
                hub.CommitOperationAdd(path_in_repo=name, path_or_fileobj=folder / name)
                for name in batch
            ]
            if last:
                operations += [hub.CommitOperationDelete(path_in_repo=name) for name in stale]
            api.create_commit(
                url.repo_id,
                operations,
                commit_message=f"Upload {len(batch)} files of {len(names)}",
                repo_type="dataset",
            )
            done += len(batch)
            if progress:
                progress(done, len(names))
    return Pushed(str(url), tuple(wanted), tuple(there), tuple(stale))


def quiet() -> None:
    """Have the client print no bars of its own, in this process."""
    _hub().utils.disable_progress_bars()


def _names(folder: Path) -> list[str]:
    """The files of an export, the card last: until it is there, the Hub shows no splits."""
    if not (folder / CARD).is_file() or not (folder / "data").is_dir():
        raise UsageError(
            f"{folder} is no export for the Hub: "
            f"`tasksynth export DATASET --for hf --out {folder}` writes one"
        )
    if read_manifest(folder) is not None:
        task_files(folder, check=True)
    files = (path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix() for path in files}
    beside = {"croissant.json", MANIFEST} & names
    return [*sorted(n for n in names if n.startswith(DATA)), *sorted(beside), CARD]


def _batches(wanted: Sequence[str], stale: Sequence[str]) -> Iterator[tuple[Sequence[str], bool]]:
    """Some files at a time, and whether they are the last ones; one batch if only files must go."""
    batches = [wanted[at : at + BATCH] for at in range(0, len(wanted), BATCH)]
    for number, batch in enumerate(batches or ([[]] if stale else [])):
        yield batch, number == max(len(batches) - 1, 0)


def _equal(path: Path, remote: Any) -> bool:
    """Whether the Hub has the same content, as it names large files and small ones."""
    if remote.size != path.stat().st_size:
        return False
    if remote.lfs is not None:
        return bool(remote.lfs.sha256 == sha256_of(path))
    body = path.read_bytes()
    digest = hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False)
    return bool(remote.blob_id == digest.hexdigest())


@contextmanager
def _told(hub: Any, repository: str) -> Iterator[None]:
    """Errors of the client in a line, with what to do."""
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalTokenNotFoundError

    again = "run the same again to go on"
    try:
        yield
    except LocalTokenNotFoundError as e:
        raise UsageError("who are you? Log in by `hf auth login`, or set HF_TOKEN") from e
    except HFValidationError as e:
        raise UsageError(f"{repository!r} is no name of a dataset: {_line(e)}") from e
    except HfHubHTTPError as e:
        status = e.response.status_code
        if status in (401, 403):
            raise UsageError(
                f"the Hub does not let you write to {repository}: log in by `hf auth login`, or "
                f"set HF_TOKEN to a token that may write"
            ) from e
        if 400 <= status < 500 and status != 429:
            raise UsageError(f"the Hub refuses {repository}: {_line(e)}") from e
        raise UnavailableError(f"the Hub failed with {status}; {again}") from e
    except RuntimeError as e:  # of a large file, whatever the cause was
        why = _line(e.__cause__ or e)
        raise UnavailableError(f"{_line(e)} {why}; {again}") from e
    except OSError as e:
        raise UnavailableError(f"the Hub cannot be reached: {_line(e)}; {again}") from e
    except Exception as e:
        if type(e).__module__.partition(".")[0] in ("httpx", "httpcore"):
            raise UnavailableError(f"the Hub cannot be reached: {_line(e)}; {again}") from e
        raise


def _line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _hub() -> Any:
    try:
        import huggingface_hub
    except ImportError as e:
        raise UsageError("push wants an extra: pip install 'tasksynth[hub]'") from e
    return huggingface_hub
