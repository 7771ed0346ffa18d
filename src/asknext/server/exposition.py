"""`Exposition`: numbers in the text format of Prometheus, or of OpenMetrics where a reader asks for that."""

from __future__ import annotations

from collections.abc import Mapping

from asknext.store.tally import Tally

__all__ = ["OPEN_METRICS", "PROMETHEUS", "Exposition"]

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class Exposition:
    """Families of numbers, one after the other; all numbers of a family must be given together.

    Parameters
    ----------
    open_metrics : in that format, where a counter's family has its name without ``_total`` and the end is marked.
    """

    def __init__(self, *, open_metrics: bool = False) -> None:
        self._open_metrics = open_metrics
        self._lines: list[str] = []

    def counter(self, name: str, meaning: str, values: Mapping[tuple[tuple[str, str], ...], float]) -> None:
        """A number that only grows; ``name`` ends in ``_total``."""
        family = name.removesuffix("_total") if self._open_metrics else name
        self._head(family, "counter", meaning)
        self._lines += [f"{name}{_labels(labels)} {_number(value)}" for labels, value in values.items()]

    def gauge(self, name: str, meaning: str, values: Mapping[tuple[tuple[str, str], ...], float]) -> None:
        """A number of this moment."""
        self._head(name, "gauge", meaning)
        self._lines += [f"{name}{_labels(labels)} {_number(value)}" for labels, value in values.items()]

    def histogram(self, name: str, meaning: str, tallies: Mapping[tuple[tuple[str, str], ...], Tally]) -> None:
        """How often a number fell below each bound."""
        self._head(name, "histogram", meaning)
        for labels, tally in tallies.items():
            total = 0
            for bound, count in zip((*map(_number, tally.bounds), "+Inf"), tally.counts, strict=True):
                total += count
                self._lines.append(f"{name}_bucket{_labels((*labels, ('le', bound)))} {total}")
            self._lines.append(f"{name}_sum{_labels(labels)} {_number(round(tally.sum, 6))}")
            self._lines.append(f"{name}_count{_labels(labels)} {total}")

    def text(self) -> str:
        """All of it."""
        end = ["# EOF"] if self._open_metrics else []
        return "\n".join([*self._lines, *end]) + "\n"

    def _head(self, family: str, kind: str, meaning: str) -> None:
        self._lines += [f"# HELP {family} {meaning}", f"# TYPE {family} {kind}"]


def _labels(labels: tuple[tuple[str, str], ...]) -> str:
    if not labels:
        return ""
    return "{" + ",".join(f'{name}="{value.translate(_ESCAPES)}"' for name, value in labels) + "}"


def _number(value: float) -> str:
    """As a float is written (``1.0``): readers of OpenMetrics want a bound always written alike."""
    return str(float(value))
