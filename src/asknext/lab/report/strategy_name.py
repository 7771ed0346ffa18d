"""`Names`: how a strategy is shown: its name beside a sample of its line, the same on every figure."""

from __future__ import annotations

from collections.abc import Sequence

from asknext.lab.report.markup import Markup
from asknext.report.chart import shortened
from asknext.report.marker import outline
from asknext.report.palette import Look, look
from asknext.report.svg import clean

__all__ = ["Names"]


class Names:
    """The looks of a study's strategies, the baseline in ink.

    Parameters
    ----------
    strategies : all of them, the baseline first.  baseline : None where it was not run.
    """

    def __init__(self, strategies: Sequence[str], baseline: str | None) -> None:
        first = 0 if baseline is not None and baseline in strategies else 1
        self._numbers = {name: first + at for at, name in enumerate(strategies)}

    def number(self, name: str) -> int:
        """For `palette.look`."""
        return self._numbers.get(name, len(self._numbers) + 1)

    def look(self, name: str) -> Look:
        """Colour, dash and marker."""
        return look(self.number(name))

    def shown(self, name: str, most: int = 60) -> Markup:
        """The name with its swatch, which `swatches` has drawn."""
        swatch = (
            f'<svg class="swatch" viewBox="0 0 32 14" aria-hidden="true"><use href="#look-{self.number(name)}"/></svg>'
        )
        title = f' title="{clean(shortened(name, 300))}"' if len(name) > most else ""
        return Markup(f"{swatch}<span{title}>{clean(shortened(name, most))}</span>")

    def swatches(self) -> Markup:
        """The sample of each line, once on a page."""
        drawn = "".join(_swatch(number) for number in range(len(self._numbers) + 2))
        return Markup(f'<svg class="swatches" aria-hidden="true"><defs>{drawn}</defs></svg>')


def _swatch(number: int) -> str:
    style = look(number)
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in outline(style.marker, (16, 7)))
    return (
        f'<g id="look-{number}"><path class="line series-{style.colour}" stroke-dasharray="{style.dash or "none"}" '
        f'd="M1 7H31"/><polygon class="marker series-{style.colour}" points="{points}"/></g>'
    )
