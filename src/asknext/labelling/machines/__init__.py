"""Models of others as annotators: asked over HTTP, measured against people, paid for, and never believed blindly."""

from __future__ import annotations
