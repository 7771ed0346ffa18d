"""The process that trains: ``python -m asknext.server.trainer FOLDER``.

It reads ``train`` lines from its standard input, runs a round for each and answers with one line of JSON:
``{"version", "seconds", "sentence"}`` or ``{"failed": sentence}``; before it there may be ``{"progress"}`` lines.
It ends by itself when it had nothing to do for a while, and at once when its parent is gone.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

__all__ = ["main"]

IDLE_SECONDS = 60.0
NICE = 15


def main(folder: str) -> int:
    """Train until nobody asks any more; the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then closes our input
    _die_with_parent()
    os.nice(NICE)
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    speak, sys.stdout = sys.stdout, sys.stderr
    while True:
        try:
            requests.get(timeout=IDLE_SECONDS)
        except queue.Empty:
            return 0
        _say(speak, _round(Path(folder), speak))


def _round(folder: Path, speak: TextIO) -> dict[str, Any]:
    from asknext.errors import AsknextError
    from asknext.labelling.training import run_round
    from asknext.project.folder import open_project

    started = time.monotonic()
    try:
        with open_project(folder) as project:
            result = run_round(project, progress=lambda _done, _total=None, text="": _say(speak, {"progress": text}))
    except AsknextError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "There was not enough memory for a training round."}
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return {"failed": f"The round stopped with {type(error).__name__}: {str(error)[:300]}"}
    return {"version": result.version, "seconds": time.monotonic() - started, "sentence": result.sentence}


def _say(speak: TextIO, report: dict[str, Any]) -> None:
    speak.write(json.dumps(report) + "\n")
    speak.flush()


def _listen(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line.strip())
    os._exit(0)  # the server is gone; a round that is not published leaves nothing behind


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG, where the kernel has it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
