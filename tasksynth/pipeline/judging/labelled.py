"""Tasks that rows name by address, or by label: no dataset is wanted to judge them."""

from tasksynth.errors import UsageError
from tasksynth.pipeline.recent import Recent
from tasksynth.single import make, resolve
from tasksynth_schemas import Label, Task
from tasksynth_schemas.address import Address

LINES = 32 * 2**20
"""Bytes of JSON of the tasks that are kept at hand."""


class Labelled:
    """Makes what it is asked for."""

    def __init__(self) -> None:
        self._lines = Recent[str, bytes](LINES)

    def find(self, name: str) -> str | None:
        """The label, if it is one, or that of the task of an address.

        Raises:
            UsageError: if its task cannot be made here.
            FamilyError: if its family could not make it.
        """
        try:
            key = str(Label.parse(name))
        except ValueError:
            if not _is_address(name):
                return None
            source, index = resolve(name)
            key = str(Label(ref=source.ref(index)))
        self.line(key)
        return key

    def ids(self) -> tuple[str, ...]:
        """None: nobody is asked for more than was answered."""
        return ()

    def task(self, key: str) -> Task:
        """The task with this label; see `line`."""
        return Task.model_validate_json(self.line(key))

    def line(self, key: str) -> bytes:
        """The line of the task with this label.

        Raises:
            UsageError: if it is of another version, or was imported.
            FamilyError: if it could not be made.
        """
        if (line := self._lines.get(key)) is None:
            try:
                line = make(Label.parse(key).ref).model_dump_json().encode()
            except UsageError as e:
                raise UsageError(f"{key[:200]}: {e}") from e
            self._lines.put(key, line, len(line))
        return line

    def missing(self, name: str) -> str:
        """A line for a person about a name that is neither."""
        return (
            f"{name[:80]!r} is no address such as sat.ksat@1?level=0.5#7:3, and no label; "
            f"name the dataset that the task is of"
        )


def _is_address(name: str) -> bool:
    try:
        Address.parse(name)
    except ValueError:
        return False
    return True
