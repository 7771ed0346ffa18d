"""`main`: run a command, and turn what goes wrong into one sentence and an exit code."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import typer
from typer.main import get_command

from asknext.cli.app import app
from asknext.cli.printable import printable
from asknext.errors import AsknextError, InputError

__all__ = ["main"]

FAILED, WRONG_USAGE, INTERRUPTED = 1, 2, 130

# typer has carried click inside itself since 0.29; the class is reached in a way that holds before and after.
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]


def main(args: Sequence[str] | None = None) -> int:
    """Run ``asknext`` with ``args`` (default: those of this process) and return its exit code.

    0 done; 1 failed; 2 wrong usage (an unknown name, a missing argument); 130 stopped by Ctrl-C.
    """
    given = list(sys.argv[1:] if args is None else args)
    try:
        return _finished(_command()(args=given, prog_name="asknext", standalone_mode=False))
    except BaseException as error:
        if os.environ.get("ASKNEXT_TRACEBACK"):
            raise
        return _report(error, as_json="--json" in given)


@cache
def _command() -> Callable[..., Any]:
    """Read the signatures of all commands once a process, not once a call: there are many."""
    return get_command(app)


def _finished(result: object) -> int:
    sys.stdout.flush()
    if result == INTERRUPTED:  # typer has caught the Ctrl-C already
        print("Stopped.", file=sys.stderr)
    return result if isinstance(result, int) else 0


def _report(error: BaseException, *, as_json: bool) -> int:
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else FAILED
    if _is_closed_pipe(error):
        # whoever read our output has gone; closing stdout again at exit would fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    code, sentence = _code(error), _sentence(error)
    if as_json:
        print(json.dumps({"error": {"code": type(error).__name__, "message": sentence}}))
    print(printable(sentence, keep_lines=True), file=sys.stderr)
    return code


def _code(error: BaseException) -> int:
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return INTERRUPTED
    return WRONG_USAGE if isinstance(error, InputError | _UsageError) else FAILED


def _sentence(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        return "Stopped."
    if isinstance(error, _UsageError):
        return _usage(error)
    if isinstance(error, AsknextError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}."
    return (
        f"Something went wrong that asknext did not foresee ({type(error).__name__}: {error}). "
        "Set ASKNEXT_TRACEBACK=1 and run it again to see where."
    )


def _usage(error: Exception) -> str:
    message = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "asknext"
    return f"{message.rstrip('.?')}{'?' if message.endswith('?') else '.'} To see how it is used: {command} --help"


def _is_closed_pipe(error: BaseException) -> bool:
    return isinstance(error, OSError) and error.errno == errno.EPIPE
