"""`Limits`: how long a cell may take and how much memory; `Keep`: how precisely predictions are kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asknext.errors import InputError
from asknext.lab.settings import Settings
from asknext.pool.resources import in_bytes

__all__ = ["KEPT", "Keep", "Limits"]

KEPT = ("float64", "float32", "float16", "none")


@dataclass(frozen=True)
class Limits:
    """What one cell may use; None = as much as it takes.

    Attributes
    ----------
    seconds : of the clock, from its start or from where it was taken up again.
    memory : bytes beyond the libraries and the data set.
    """

    seconds: float | None = None
    memory: int | None = None

    @classmethod
    def of(cls, spec: Any) -> Limits:
        """From ``{seconds: 600, memory: 2GB}``; raises `InputError`, `UnknownName`."""
        given = Settings(spec or {}, "limits")
        given.only(["seconds", "memory"])
        memory = given.values.get("memory")
        try:
            size = None if memory is None else in_bytes(memory)
        except InputError as error:
            raise given.wrong("memory", "bytes, or a size such as 2GB") from error
        return cls(given.number("seconds", None, low=0.01), size)

    def as_mapping(self) -> dict[str, Any]:
        """What `of` takes."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Keep:
    """How the predictions of each round are kept: ``float64``, ``float32``, ``float16`` or ``none``.

    Attributes
    ----------
    test : those of the rows that are scored.  pool : those of the whole pool.
    """

    test: str = "float32"
    pool: str = "float16"

    @classmethod
    def of(cls, spec: Any) -> Keep:
        """From ``{test: float32, pool: float16}``; raises `InputError`, `UnknownName`."""
        given = Settings(spec or {}, "keep")
        given.only(["test", "pool"])
        return cls(given.choice("test", KEPT, cls.test), given.choice("pool", KEPT, cls.pool))

    def as_mapping(self) -> dict[str, Any]:
        """What `of` takes."""
        return dict(vars(self))

    @property
    def scored(self) -> str:
        """The precision that metrics are computed in: that of what is kept, so that a replay gives the same."""
        return self.test if self.test in ("float64", "float32") else "float32"
