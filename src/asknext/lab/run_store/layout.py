"""The files in the folder of a run store."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["LOCK", "PREDICTIONS_DB", "RUNS_DB", "SHARED", "STUDY", "write_study"]

STUDY, RUNS_DB, PREDICTIONS_DB = "study.yaml", "runs.db", "predictions.db"
LOCK, SHARED = ".lock", ".shared"


def write_study(folder: Path, study: Mapping[str, Any]) -> None:
    """``study.yaml``, replaced as a whole or not at all."""
    import yaml  # type: ignore[import-untyped]

    text = yaml.safe_dump(dict(study), sort_keys=False, allow_unicode=True, width=120)
    temporary = folder / f".{STUDY}.{os.getpid()}"
    temporary.write_text(text, encoding="utf-8")
    os.replace(temporary, folder / STUDY)
