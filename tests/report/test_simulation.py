"""The report of a simulation: whole, closed, and readable by everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from asknext.report import Comparison, simulation_page

Made = Callable[..., Comparison]


def test_the_protocol_stands_before_the_curves(make: Made) -> None:
    page = simulation_page(make())
    places = [page.index(words) for words in ("In short", "Protocol", "Learning curves", "Against random", "Time")]
    assert places == sorted(places)


def test_every_point_is_in_a_table(make: Made) -> None:
    page = simulation_page(make())
    for value in ("0.600", "0.800", "0.900", "0.550 to 0.650"):
        assert value in page


def test_titles_from_outside_are_escaped(make: Made) -> None:
    page = simulation_page(make(title="<script>alert(1)</script>", protocol=[("<b>", "<i>")]))
    assert "<script>alert" not in page
    assert "<i>" not in page


def test_in_a_browser_it_reads_out_points_and_logs_no_error(make: Made, tmp_path: Path, browser: Any) -> None:
    path = tmp_path / "report.html"
    path.write_text(simulation_page(make()), encoding="utf-8")
    tab = browser.new_page()
    errors: list[str] = []
    tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(path.as_uri())
    tab.locator("[aria-label^=Chart]").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    readout = tab.locator("#readout").text_content()
    tab.close()
    assert not errors
    assert readout == "40 labels: margin 0.800 (0.780 to 0.820) · random 0.700 (0.780 to 0.820)"
