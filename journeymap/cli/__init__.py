"""The command line: ``journeymap new | audit | score | improve | compare | draw | checklist | rules | explain | ...``.

Each command is a function in one of the modules beside this one, named in a line of ``COMMANDS``, and imported
when it is asked for.

Exit codes: 0 when nothing at or above ``--fail-on`` was found, 1 when something was, 2 for bad input,
130 when interrupted.
"""

from __future__ import annotations

import os
import sys

import click

from journeymap.cli.shell import CUT_OFF, INTERRUPTED, Group

__all__ = ["app", "main"]

COMMANDS = {
    "new": "starting",
    "audit": "judging",
    "score": "judging",
    "improve": "improving",
    "compare": "improving",
    "brief": "briefing",
    "trend": "briefing",
    "metrics": "counting",
    "log": "living",
    "draw": "showing",
    "checklist": "showing",
    "sheet": "following",
    "answers": "answering",
    "progress": "following",
    "convert": "converting",
    "words": "wording",
    "rules": "learning",
    "explain": "learning",
    "schema": "learning",
    "demo": "starting",
    "completion": "learning",
}
"""The commands, in the order in which a newcomer needs them, and the module that holds each."""

app = Group("journeymap", homes=COMMANDS)
"""The whole command line, as click sees it."""


def main() -> None:
    """Run the command line on the arguments of this process, and end it."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # whatever the locale says, Korean is written as Korean
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:
        status = CUT_OFF
    if status == CUT_OFF:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python flushes into the pipe at exit
    sys.exit(status)


def _run() -> int:
    try:
        return app.main(prog_name="journeymap", standalone_mode=False) or 0
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
