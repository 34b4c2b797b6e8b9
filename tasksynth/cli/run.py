"""serve."""

from pathlib import Path
from typing import Annotated

import typer


def serve(
    recipe: Annotated[Path, typer.Argument(help="The recipe to serve, a TOML file.")],
) -> None:
    """Serve a curriculum to a trainer."""
