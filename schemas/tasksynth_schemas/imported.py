"""Where a task lives that was read from somebody's file."""

import hashlib
from typing import Annotated

from pydantic import Field

from tasksynth_schemas.base import FAMILY_NAME, Model, canonical_json


class ImportRef(Model):
    """The address of an imported task: a row of a file. It can be judged, but not made anew."""

    family: Annotated[str, Field(pattern=FAMILY_NAME)]
    """The family that judges it."""
    version: Annotated[int, Field(ge=1)]
    """The family's version, which says how an instance is read."""
    source: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,63}$")]
    """The importer that read the file."""
    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """SHA-256 of the file."""
    row: Annotated[int, Field(ge=0)]
    """The row's place in the file, from 0."""

    def __str__(self) -> str:
        """The short human form, `sat.saturn@1<saturn:0123456789ab:42>`."""
        return f"{self.family}@{self.version}<{self.source}:{self.digest[:12]}:{self.row}>"

    @property
    def stream(self) -> bytes:
        """Canonical bytes of all but the row: equal for the rows of one file."""
        return canonical_json([self.family, self.version, self.source, self.digest])

    @property
    def id(self) -> str:
        """80 bits of hex over the whole address."""
        body = b"%b:%d" % (self.stream, self.row)
        return hashlib.blake2b(body, digest_size=10).hexdigest()
