"""The page in a real browser: choosing changes the figure, pointing reads it out, nothing is asked of any network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from asknext.lab.report import Findings, report_page

Made = Callable[..., Findings]
LINE = "#plot .curve polyline"


@pytest.fixture(scope="module")
def page_file(findings: Made, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = findings(data_sets=["digits", "wine"], schedules={"10 x 8": [10] * 8, "40 x 2": [40] * 2}, seeds=3)
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report_page(found), encoding="utf-8")
    return path


@pytest.fixture
def tab(browser: Any, page_file: Path) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: complaints.append(request.url) if request.url != page_file.as_uri() else None)
    page.goto(page_file.as_uri())
    yield page
    context.close()
    assert [each for each in complaints if not each.startswith("blob:")] == []


def lines(tab: Any) -> list[str]:
    return [each.get_attribute("points") for each in tab.locator(LINE).all()]


def test_choosing_changes_the_figure_and_the_tables(tab: Any) -> None:
    before = lines(tab)
    assert len(before) == 4
    tab.select_option("#choose-metric", label="log loss")
    assert lines(tab) != before
    assert (
        "mean log loss over the whole curve" in tab.locator("article:not([hidden]) caption:visible").first.inner_text()
    )
    tab.select_option("#choose-data_set", label="wine")
    assert tab.locator("#chosen").inner_text().startswith("wine")
    assert tab.locator("article:visible").count() == 1
    tab.select_option("#compare", label="batches of margin")
    assert tab.locator("#legend label").all_inner_texts() == ["10 x 8", "40 x 2"]


def test_strategies_are_switched_off_and_on(tab: Any) -> None:
    tab.locator("#legend label", has_text="outlier").locator("input").uncheck()
    assert tab.locator(LINE).count() == 3
    tab.click("#nothing")
    assert tab.locator(LINE).count() == 1
    tab.click("#everything")
    assert tab.locator(LINE).count() == 4


def test_pointing_and_arrow_keys_read_values_out(tab: Any) -> None:
    tab.locator("#plot").hover(position={"x": 300, "y": 150})
    tip = tab.locator("#tip").inner_text()
    assert "labels" in tip
    assert "margin" in tip
    tab.locator("#plot").focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    assert "labels: margin 0." in tab.locator("#said").text_content()


def test_dragging_zooms_and_a_double_click_goes_back(tab: Any) -> None:
    before, box = lines(tab), tab.locator("#plot").bounding_box()
    tab.locator("#plot").scroll_into_view_if_needed()
    box = tab.locator("#plot").bounding_box()
    tab.mouse.move(box["x"] + 150, box["y"] + 40)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 400, box["y"] + 200, steps=3)
    tab.mouse.up()
    assert lines(tab) != before
    tab.locator("#plot").dblclick(position={"x": 300, "y": 150})
    assert lines(tab) == before


def test_files_are_made_without_a_network(tab: Any) -> None:
    with tab.expect_download() as found:
        tab.click("#curve-csv")
    text = Path(found.value.path()).read_text(encoding="utf-8")
    assert text.startswith("data_set,target,model,schedule,oracle,metric,strategy,seeds,labels,mean,low,high")
    assert "digits,,logistic,10 x 8,perfect,accuracy,margin,3,10," in text
    with tab.expect_download() as found:
        tab.locator("table[data-file] button:visible").nth(1).click()
    assert "margin" in Path(found.value.path()).read_text(encoding="utf-8")


def test_without_scripts_every_figure_is_there(browser: Any, page_file: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.locator("article:visible").count() == 4
    assert page.locator(".still svg:visible").count() == 4
    assert not page.locator("#choices").is_visible()
    context.close()


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Any, page_file: Path) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(page_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
