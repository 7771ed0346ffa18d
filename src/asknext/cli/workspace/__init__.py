"""``asknext workspace``: several projects on one server, for people who log in."""

from __future__ import annotations

from asknext.cli.workspace.app import workspace

__all__ = ["workspace"]
