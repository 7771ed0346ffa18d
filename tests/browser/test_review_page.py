"""Review, decisions on answers that differ, and questions, as a reviewer and an annotator see them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from asknext.project.team_config import Gold, Overlap, Qualification, Review

from .label_page import answer, expect, ready, soon
from .teams import team
from .test_accessibility import narrow, serious

__all__ = ["team"]


def as_annotator(window: Any, name: str, **options: Any) -> Any:
    return window(script=f"localStorage.setItem('asknext.annotator', '{name}')", **options)


def say(served: Any, who: str, events: Sequence[Mapping[str, Any]]) -> None:
    import json

    body = {"session": who, "annotator": who, "events": list(events)}
    results = served.call("POST", "/events", json.dumps(body).encode())["results"]
    assert [each["status"] for each in results] == ["stored"] * len(events)


def label(served: Any, who: str, labels: Mapping[int, str]) -> None:
    say(
        served,
        who,
        [{"uid": f"{who}-{item}", "kind": "label", "item": item, "value": [each]} for item, each in labels.items()],
    )


def state_of(served: Any, item: int) -> str:
    return str(served.get(f"/items/{item}")["state"])


def answers_in(database: Path) -> int:
    with closing(sqlite3.connect(database)) as conn:
        return int(conn.execute("SELECT count(*) FROM vote").fetchone()[0])


def shown(page: Any) -> int:
    expect(page.locator(".subject-item")).to_be_visible()
    return int(page.locator(".subject-item").get_attribute("data-item"))


def test_a_reviewer_accepts_corrects_sends_back_and_takes_back_by_keyboard(serve, window):
    served = serve(review=Review(share=1.0))
    label(served, "ann", {0: "c1", 1: "c1", 2: "c1"})
    page = as_annotator(window, "rita").open(f"{served.url}/review")
    first = shown(page)
    page.keyboard.press("Enter")
    soon(lambda: state_of(served, first), "labelled")
    expect(page.locator(f'.subject-item[data-item="{first}"]')).to_have_count(0)
    second = shown(page)
    page.keyboard.press("2")
    soon(lambda: state_of(served, second), "labelled")
    soon(lambda: served.labels().get(second), ["c2"])
    expect(page.locator(f'.subject-item[data-item="{second}"]')).to_have_count(0)
    third = shown(page)
    page.keyboard.press("r")
    page.get_by_label("Why (its annotator reads this)").fill("It is irony.")
    page.keyboard.press("Control+Enter")
    soon(lambda: state_of(served, third), "rejected")
    expect(page.get_by_text("Nothing to review")).to_be_visible()
    page.keyboard.press("Backspace")
    assert shown(page) == third
    soon(lambda: state_of(served, third), "review")


def test_what_was_sent_back_comes_first_with_its_reason_and_can_be_answered_anew(serve, window):
    served = serve(review=Review(annotators=("ann",)))
    label(served, "ann", {7: "c1"})
    say(served, "rita", [{"uid": "no", "kind": "reject", "item": 7, "seen": ["c1"], "reason": "It is <b>irony</b>."}])
    page = as_annotator(window, "ann").open(served.url)
    assert ready(page) == 7
    expect(page.get_by_text("It is <b>irony</b>.")).to_be_visible()
    answer(page, "2")
    soon(lambda: state_of(served, 7), "review")


def test_answers_that_differ_are_decided_side_by_side(serve, window):
    served = serve(overlap=Overlap(labels=2, most=2))
    label(served, "ann", {3: "c1"})
    label(served, "bo", {3: "c2"})
    page = as_annotator(window, "rita").open(f"{served.url}/review?kind=adjudicate")
    assert shown(page) == 3
    expect(page.locator(".votes li")).to_have_count(2)
    assert serious(page) == []
    page.get_by_role("button", name="positive").click()
    soon(lambda: served.labels().get(3), ["c2"])


def test_a_question_holds_an_item_back_until_it_is_resolved(serve, window):
    served = serve()
    page = as_annotator(window, "ann").open(served.url)
    item = ready(page)
    page.keyboard.press("c")
    page.locator("textarea[name=comment]").fill("Which of the two?")
    page.get_by_label("This is a question to those who review").check()
    page.get_by_label("Hold the item back until there is a reply").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    soon(lambda: state_of(served, item), "skipped")
    desk = as_annotator(window, "rita").open(f"{served.url}/review?kind=questions")
    desk.get_by_label("Reply").fill("The first.")
    desk.get_by_role("button", name="Reply").click()
    expect(desk.get_by_text("The first.")).to_be_visible()
    assert serious(desk) == []
    desk.get_by_role("button", name="Resolve").click()
    expect(desk.get_by_text("No open questions")).to_be_visible()
    soon(lambda: state_of(served, item), "open")


def test_the_page_is_accessible_and_fits(serve, window):
    served = serve(review=Review(share=1.0))
    label(served, "ann", {0: "c1"})
    page = as_annotator(window, "rita").open(f"{served.url}/review")
    shown(page)
    assert serious(page) == []
    assert narrow(page)
    page.keyboard.press("r")
    expect(page.locator("dialog")).to_be_visible()
    assert serious(page) == []


def test_somebody_new_is_tested_and_reads_how_it_went(serve, window):
    served = serve(gold=Gold(), qualification=Qualification(items=2, accuracy=0.9))
    say(
        served,
        "rita",
        [
            {"uid": f"gold-{item}", "kind": "gold", "item": item, "value": ["c1"], "reason": f"Because of {item}."}
            for item in (4, 5)
        ],
    )
    page = as_annotator(window, "new").open(served.url)
    expect(page.get_by_text("A test before real work: 0 of 2")).to_be_visible()
    answer(page, "1")
    ready(page)
    page.keyboard.press("2")
    page.get_by_role("button", name="How it went").click()
    expect(page.get_by_text("1 of 2 right.")).to_be_visible()
    expect(page.get_by_text("right is negative")).to_be_visible()
    assert serious(page) == []


def test_answers_of_a_closed_tab_are_sent_by_the_next_also_for_an_annotator_who_may_not_list_items(
    team, window, tmp_path
):
    desk = window(expected=("ERR_INTERNET_DISCONNECTED", "Failed to load resource"))
    team.come_in(desk, "ann")
    page = desk.open(f"{team.url}/p/tweets/label")
    ready(page)
    desk.context.set_offline(True)
    page.keyboard.press("2")
    expect(page.get_by_text("1 answer", exact=False).first).to_be_visible()
    page.close()
    desk.context.set_offline(False)
    second = desk.open(f"{team.url}/p/tweets/label")
    ready(second)
    soon(lambda: answers_in(tmp_path / "team" / "tweets" / "project.db"), 1)
