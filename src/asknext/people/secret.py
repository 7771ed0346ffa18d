"""Random secrets, and the hash of one that is kept in its place."""

from __future__ import annotations

import hashlib
import secrets

__all__ = ["hashed", "new_secret"]

BYTES = 32


def new_secret(beginning: str = "") -> str:
    """256 random bits as text that can stand in a link, after ``beginning``."""
    return beginning + secrets.token_urlsafe(BYTES)


def hashed(secret: str) -> str:
    """SHA-256 of a random secret, as hex: it has 256 bits of its own, so that a slow hash would add nothing."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
