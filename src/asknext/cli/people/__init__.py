"""``asknext people``: who may come into a workspace, and what they did."""

from __future__ import annotations

from asknext.cli.people.app import people

__all__ = ["people"]
