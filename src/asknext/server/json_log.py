"""`log_as_json`: everything the server has to say as lines of JSON, without secrets and without what items hold."""

from __future__ import annotations

import datetime
import json
import logging
import sys
import traceback
from typing import Any, TextIO

__all__ = ["JsonLines", "log_as_json"]

LOGGERS = ("asknext", "uvicorn")


class JsonLines(logging.Formatter):
    """One line a record: time, level, logger, message, and the record's ``facts``.

    Of an exception there is its kind and where it happened, not its text, which may quote an item or a password.
    """

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, Any] = {
            "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{each.filename}:{each.lineno} {each.name}" for each in _frames(record.exc_info[2])]
        return json.dumps(line, ensure_ascii=True, default=str)  # a line break in a value is no line break here


def log_as_json(stream: TextIO | None = None) -> logging.Handler:
    """Let all loggers of the server write JSON to ``stream`` (default: stderr), requests included."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    for name in LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
    logging.getLogger("asknext").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    return handler


def _frames(at: Any) -> list[traceback.FrameSummary]:
    return list(traceback.extract_tb(at))
