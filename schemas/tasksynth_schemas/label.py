"""The one string that a trainer carries from a task to its reward call."""

from typing import Annotated, Self

from pydantic import Field, ValidationError

from tasksynth_schemas.base import Model, canonical_json
from tasksynth_schemas.task import AnyRef, field_name

TICKET_ID = r"^[0-9a-f]{8}:[0-9]{1,18}$"
LABEL_MAX = 20_000
"""Characters that a label may have."""


class Label(Model):
    """All that a verifier needs to know of a task; `str(label)` is compact JSON.

    Some trainers send nothing to their reward but the model's text and one string of the dataset
    (`label`, `ground_truth`, `answer`): this is that string.
    """

    ref: AnyRef
    ticket: Annotated[str, Field(pattern=TICKET_ID)] | None = None
    """Given, verdicts on answers are feedback to the curriculum that handed the ticket out."""

    def __str__(self) -> str:
        fields = vars(self.ref)
        ticket = {} if self.ticket is None else {"ticket": self.ticket}
        return canonical_json({"ref": fields, **ticket}).decode()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a label back.

        Raises:
            ValueError: if `text` is none; names what is wrong.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as e:
            first = e.errors(include_url=False, include_input=False)[0]
            field = field_name(first["loc"]) or "it"
            raise ValueError(
                f'want a label such as {{"ref":{{…}}}}, got {text[:60]!r}: {field}: {first["msg"]}'
            ) from e
