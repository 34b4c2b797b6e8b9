"""The program `tasksynth`, also `python -m tasksynth`."""

import sys


def main() -> None:
    """Run the command line; however it ends, it says so in a line and in the exit code."""
    try:
        code = _code()
    except KeyboardInterrupt:  # nothing of ours was there yet to say so
        print("tasksynth: interrupted", file=sys.stderr)  # noqa: T201
        code = 130
    raise SystemExit(code)


def _code() -> object:
    from tasksynth.cli import app, exits

    exits.end_on_signals()
    code: object = exits.DONE
    try:
        try:
            app()
        finally:
            exits.flush()
    except SystemExit as e:
        code = e.code
    except (KeyboardInterrupt, OSError) as e:
        exits.say(e)
        code = exits.code_of(e)
    exits.settle(code)
    return code


if __name__ == "__main__":
    main()
