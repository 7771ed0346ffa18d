"""Argon2id hashes of passwords."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["hash_password", "needs_new_hash", "verify"]

MEMORY_KIB, PASSES, LANES = 19 * 1024, 2, 1
"""OWASP's password storage cheat sheet: 19 MiB, two passes, one lane; 65 ms of one core."""


def hash_password(password: str) -> str:
    """The hash to keep, with its parameters and salt."""
    return _hasher().hash(password)


def verify(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one behind ``kept``; None takes as long and is never right."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobody(MEMORY_KIB, PASSES), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def needs_new_hash(kept: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher().check_needs_rehash(kept)


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def _nobody(_memory: int, _passes: int) -> str:
    """A hash with the same parameters that no password is behind."""
    return hash_password("nobody has this password")
