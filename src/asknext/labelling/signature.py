"""How a webhook's receiver can tell that a message is ours and fresh: HMAC-SHA256 over time and body."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

__all__ = ["HEADER", "signature", "signature_holds"]

HEADER = "Asknext-Signature"


def signature(secrets: Iterable[str], timestamp: int, body: bytes) -> str:
    """``t=TIME,v1=HEX``, with one ``v1`` a secret: for a day after a change of secret the old one holds, too."""
    return ",".join([f"t={timestamp}", *(f"v1={_digest(each, timestamp, body)}" for each in secrets)])


def signature_holds(header: str, secret: str, body: bytes, *, now: float, tolerance: float = 300.0) -> bool:
    """Whether ``header`` was made with ``secret`` for ``body`` within ``tolerance`` seconds of ``now``."""
    parts = [each.partition("=")[::2] for each in header.split(",")]
    times = [value for name, value in parts if name == "t" and value.isascii() and value.isdigit()]
    if len(times) != 1 or abs(now - int(times[0])) > tolerance:
        return False
    right = _digest(secret, int(times[0]), body)
    return any(hmac.compare_digest(value.encode(), right.encode()) for name, value in parts if name == "v1")


def _digest(secret: str, timestamp: int, body: bytes) -> str:
    return hmac.new(secret.encode(), str(timestamp).encode() + b"." + body, hashlib.sha256).hexdigest()
