"""The process that makes the quality report: ``python -m asknext.server.reporter FOLDER``.

It writes ``arrays/quality.json`` and ends; on its standard output it says in one line of JSON how it went. It ends at
once when its parent is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from asknext.labelling.quality.names import KEPT
from asknext.server.trainer import NICE, _die_with_parent

__all__ = ["main"]


def main(folder: str) -> int:
    """Make the report of the project in ``folder`` and keep it; the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which then ends us
    _die_with_parent()
    os.nice(NICE)
    speak, sys.stdout = sys.stdout, sys.stderr
    speak.write(json.dumps(_made(Path(folder))) + "\n")
    speak.flush()
    return 0


def _made(folder: Path) -> dict[str, Any]:
    from asknext.errors import AsknextError
    from asknext.labelling.quality.report import quality_report
    from asknext.project.folder import open_project

    try:
        with open_project(folder) as project:
            _keep(project.arrays / KEPT, quality_report(project))
    except AsknextError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": "There was not enough memory to judge the labels."}
    except Exception as error:
        sys.excepthook(type(error), error, error.__traceback__)
        return {"failed": f"Judging the labels stopped with {type(error).__name__}: {str(error)[:300]}"}
    return {"done": True}


def _keep(path: Path, report: dict[str, Any]) -> None:
    """Whole, or as it was before."""
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    temporary.write_text(json.dumps(report, allow_nan=False), encoding="utf-8")
    os.replace(temporary, path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
