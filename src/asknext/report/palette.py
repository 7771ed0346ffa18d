"""How curves are told apart: colour, dash and marker together, none of which repeats alone for long."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DARK", "DASHES", "LIGHT", "MARKERS", "Look", "look", "palette_css"]

# Colours of Okabe and Ito (2008) and of Paul Tol (2021), chosen together for the greatest least distance between any
# two of them for people with and without each kind of colour blindness, at a contrast of 3 or more. 0 is the baseline.
LIGHT = ("#16191d", "#004488", "#ee6677", "#117733", "#882255", "#997700", "#6699cc")
DARK = ("#eceff3", "#56b4e9", "#ee99aa", "#00a478", "#aa4499", "#f0e442", "#ee5533")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "12 4 4 4")
MARKERS = ("circle", "square", "triangle", "diamond", "cross", "wedge", "plus")


@dataclass(frozen=True)
class Look:
    """Of one curve. ``colour`` is a place in `LIGHT` and `DARK`, ``dash`` an SVG dash array."""

    colour: int
    dash: str
    marker: str


def look(number: int) -> Look:
    """The look of curve ``number``; 0 is the baseline's, in ink. No two of the first 60 are alike."""
    if number == 0:
        return Look(0, DASHES[0], MARKERS[0])
    place = number - 1
    colours = len(LIGHT) - 1
    return Look(1 + place % colours, DASHES[place % len(DASHES)], MARKERS[place % len(MARKERS)])


def palette_css() -> str:
    """The colours as custom properties for light, dark and paper, and the classes ``series-N`` that use them."""
    light, dark = (" ".join(f"--series-{at}: {each};" for at, each in enumerate(kind)) for kind in (LIGHT, DARK))
    rules = [
        f".series-{at} {{ fill: var(--series-{at}); stroke: var(--series-{at}); color: var(--series-{at}); }}"
        for at in range(len(LIGHT))
    ]
    return "\n".join(
        [
            f":root {{ {light} }}",
            f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}",
            f"@media print {{ :root {{ {light} }} }}",
            *rules,
        ]
    )
