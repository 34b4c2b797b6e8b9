"""The program `tasksynth`, also `python -m tasksynth`."""

import sys


def main() -> None:
    """Run the command line; however it ends, it says so in a line and in the exit code."""
    try:
        from tasksynth.cli import app, exits
    except KeyboardInterrupt:
        print("tasksynth: interrupted", file=sys.stderr)  # noqa: T201
        raise SystemExit(130) from None
    exits.end_on_signals()
    try:
        try:
            app()
        finally:
            exits.flush()
    except (KeyboardInterrupt, OSError) as e:
        exits.say(e)
        raise SystemExit(exits.code_of(e)) from None


if __name__ == "__main__":
    main()
