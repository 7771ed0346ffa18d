"""The quality page: what is in doubt, acted on by keys and mouse, one or many, and taken back."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from asknext.labelling.desk import Desk

from .conftest import DESK
from .test_accessibility import narrow, serious

WRONG = (2, 7, 12, 19)
ROWS = [
    {"text": f"{('sun bright warm beach', 'rain grey cold wind')[at % 2]} number {at}", "label": name}
    for at, name in enumerate(("dry", "wet")[(at + (at in WRONG)) % 2] for at in range(60))
]


@pytest.fixture
def doubted(serve, monkeypatch):
    """A project of which four labels are wrong, and its report; the report is not made anew by itself."""
    from asknext.labelling.quality.names import KEPT
    from asknext.labelling.quality.report import quality_report
    from asknext.project.config import Columns
    from asknext.server.reporting import Reporting

    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    served = serve(ROWS, classes=("dry", "wet"), columns=Columns(text="text", id="id", label="label"), control=0.0)
    made = quality_report(served.project)
    (served.project.arrays / KEPT).write_text(json.dumps(made))
    return served


def open_at(page, subject):
    page.get_by_role("navigation", name="Subjects").get_by_role("button", name=re.compile(f"^{subject}")).click()


def lines(page):
    return page.locator(".doubt-line")


def said(served, item):
    names = {each["id"]: each["name"] for each in served.get("/project")["classes"]}
    label = served.get(f"/items/{item}")["label"]
    return None if label is None else names[label[0]]


def test_one_at_a_time_by_keyboard(doubted, window):
    page = window().open(f"{doubted.url}/quality")
    expect(page.get_by_role("heading", name="Labels that are probably wrong")).to_be_visible()
    expect(lines(page)).to_have_count(4)
    first, second, third = (
        int(lines(page).nth(at).locator("[data-item]").get_attribute("data-item")) for at in range(3)
    )
    assert {first, second, third} <= set(WRONG)

    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(3)
    assert said(doubted, first) == ("dry", "wet")[first % 2]

    page.keyboard.press("a")
    expect(lines(page)).to_have_count(2)
    assert said(doubted, second) == ("dry", "wet")[(second + 1) % 2]
    assert doubted.events(second)[-1]["kind"] == "unflag"

    page.keyboard.press("r")
    page.get_by_label("Why (optional)").fill("Look at the last word.")
    page.get_by_role("dialog").get_by_role("button", name="Send back").click()
    expect(lines(page)).to_have_count(1)
    assert said(doubted, third) is None

    for left in (2, 3, 4):
        page.keyboard.press("u")
        expect(lines(page)).to_have_count(left)
    assert said(doubted, first) == ("dry", "wet")[(first + 1) % 2]
    assert said(doubted, third) == ("dry", "wet")[(third + 1) % 2]
    page.reload()
    expect(lines(page)).to_have_count(4 - 3)  # what was touched waits for the next report


def test_many_at_once_with_a_preview_and_undo(doubted, window):
    page = window().open(f"{doubted.url}/quality")
    page.get_by_label("all 4 shown").check()
    page.get_by_role("button", name="Change to suggestion").click()
    dialog = page.get_by_role("dialog", name="Change 4 labels")
    expect(dialog).to_contain_text("dry → wet")
    assert said(doubted, WRONG[0]) == "wet"
    dialog.get_by_role("button", name="Change 4 labels").click()
    expect(page.get_by_text("Nothing is left in this list.")).to_be_visible()
    assert [said(doubted, at) for at in WRONG] == [("dry", "wet")[at % 2] for at in WRONG]
    page.get_by_role("button", name="Undo").click()
    expect(lines(page)).to_have_count(4)
    assert [said(doubted, at) for at in WRONG] == [("dry", "wet")[(at + 1) % 2] for at in WRONG]


def test_the_key_of_a_class_changes_to_it_and_the_mouse_chooses_the_item(doubted, window):
    page = window().open(f"{doubted.url}/quality?subject=mismatches")
    item = int(lines(page).nth(1).locator("[data-item]").get_attribute("data-item"))
    lines(page).nth(1).locator(".found-line").click()
    expect(page.locator(".one")).to_contain_text(f"number {item}")
    page.keyboard.press("1")
    expect(page.locator(f"[data-item='{item}']")).to_have_count(0)
    assert said(doubted, item) == "dry"


def test_every_subject_is_accessible(doubted, window):
    page = window().open(f"{doubted.url}/quality")
    expect(lines(page).first).to_be_visible()
    assert serious(page) == []
    assert narrow(page)
    for subject in ("Balance of the classes", "Annotators", "Where model and label differ"):
        open_at(page, subject)
        expect(page.get_by_role("heading", name=subject)).to_be_visible()
        assert serious(page) == []
        assert narrow(page)
    page.keyboard.press("r")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert serious(page) == []


def test_before_there_is_a_report_the_page_says_so(serve, window, monkeypatch):
    from asknext.server.reporting import Reporting

    monkeypatch.setattr(Reporting, "look", lambda self: setattr(self, "state", "running"))
    page = window().open(f"{serve().url}/quality")
    expect(page.get_by_text("judged for the first time")).to_be_visible()


def test_own_numbers_are_shown_where_the_project_allows_it(serve, window, monkeypatch):
    from asknext.labelling.quality.names import KEPT
    from asknext.server.reporting import Reporting

    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    share = {"value": 0.9, "low": 0.8, "high": 0.95}
    mine = {"name": "me", "answers": 40, "gold_answers": 20, "accuracy": share, "kappa": share, "by_others": None}
    mine |= {"seconds": 3.2, "earlier": None, "recent": None, "trend": "better", "alerts": [], "hasty": 0.0}
    served = serve(own_quality=True)
    report = {"made": 1.7e9, "event": 0, "sections": [{"name": "annotators", "numbers": {"annotators": [mine]}}]}
    (served.project.arrays / KEPT).write_text(json.dumps(report))
    page = window(viewport=DESK).open(f"{served.url}/dashboard")
    page.get_by_role("link", name="My quality").click()
    expect(page.get_by_text("90 % (80–95 %) · of 20 items")).to_be_visible()
    expect(page.get_by_text("better", exact=True)).to_be_visible()
    assert serious(page) == []


def test_answers_that_differ_stand_side_by_side(serve, window, monkeypatch):
    from asknext.labelling.quality.names import KEPT
    from asknext.labelling.quality.report import quality_report
    from asknext.project.config import Columns
    from asknext.project.team_config import Overlap
    from asknext.server.reporting import Reporting

    monkeypatch.setattr(Reporting, "look", lambda _self: None)
    overlap, columns = Overlap(labels=2), Columns(text="text")
    served = serve(ROWS[:4], classes=("dry", "wet"), columns=columns, task="spans", control=0.0, overlap=overlap)
    desk, [name, _] = Desk(served.project), [each.id for each in served.project.classes]
    for who, end in (("ann", 3), ("bob", 8)):
        for at in range(2):
            said = {"annotations": [{"type": "span", "start": 0, "end": end if at else 3, "class": name}]}
            event = {"uid": f"{who}{at}", "kind": "label", "item": at, "value": said}
            assert desk.do(f"page of {who}", who, [event]).result()[0]["status"] == "stored"
    desk.close()
    (served.project.arrays / KEPT).write_text(json.dumps(quality_report(served.project, ["agreement"])))
    page = window().open(f"{served.url}/quality?subject=agreement")
    expect(lines(page)).to_have_count(1)
    expect(page.locator(".compared")).to_have_count(2)
    expect(page.get_by_text("Agreement 0.00. ann: 1 annotation; bob: 1 annotation")).to_be_visible()
    expect(page.get_by_role("button", name="Change to")).to_have_count(0)
    page.get_by_role("button", name="All over one another").click()
    expect(page.locator(".compared")).to_have_count(1)
    expect(page.get_by_role("button", name="Send back")).to_be_visible()
