"""Changing the classes of a project that is at work: preview, change, undo, and labels brought in line."""

from __future__ import annotations
