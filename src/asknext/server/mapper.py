"""The process that makes a map of a project's items: ``python -m asknext.server.mapper FOLDER METHOD``.

It embeds what is not embedded yet, keeps the map below ``arrays/maps/`` and ends; each line on its standard output is
JSON: ``{"progress": sentence}``, and at the end ``{"done": true}`` or ``{"failed": sentence}``. It ends at once when
its parent is gone.
"""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from asknext.server.trainer import NICE, _die_with_parent, _say

__all__ = ["main"]


def main(folder: str, method: str) -> int:
    """Make the map and keep it; the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then ends us
    _die_with_parent()
    os.nice(NICE)
    speak, sys.stdout = sys.stdout, sys.stderr
    _say(speak, _made(Path(folder), method, speak))
    return 0


def _made(folder: Path, method: str, speak: TextIO) -> dict[str, Any]:
    from asknext.errors import AsknextError
    from asknext.project.folder import open_project
    from asknext.project.pool_map import make_map

    try:
        with open_project(folder) as project:
            make_map(project, method, partial(_embedding, speak))
    except AsknextError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "There was not enough memory to make the map."}
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return {"failed": f"Making the map stopped with {type(error).__name__}: {str(error)[:300]}"}
    return {"done": True}


def _embedding(speak: TextIO, done: int, total: int) -> None:
    _say(speak, {"progress": f"Embedding: {done:,} of {total:,} items."})


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
