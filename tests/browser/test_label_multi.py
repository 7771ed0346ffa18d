"""Multi-label work: keys toggle, Enter submits, an empty answer is said aloud."""

from __future__ import annotations

from playwright.sync_api import expect

from .label_page import answer, ready, soon

CLASSES = ("joy", "anger", "fear", "trust")


def test_keys_toggle_and_enter_submits(serve, window):
    served = serve(task="multi_label", classes=CLASSES)
    page = window().open(served.url)
    keys = [("1", "3", "Enter"), ("4", "2", "4", "Enter"), ("n",), ("1", "2", "3", "4", "Enter")] * 8
    given = [answer(page, *each) for each in keys]
    chosen = [["c1", "c3"], ["c2"], [], ["c1", "c2", "c3", "c4"]] * 8
    soon(served.labels, dict(zip(given, chosen, strict=True)))


def test_enter_with_nothing_chosen_asks_for_none_of_these(serve, window):
    served = serve(task="multi_label", classes=CLASSES)
    page = window().open(served.url)
    item = ready(page)
    page.keyboard.press("Enter")
    expect(page.locator(".hint")).to_contain_text("Press N")
    assert ready(page) == item
    assert served.labels() == {}


def test_pressed_classes_are_told_to_screen_readers(serve, window):
    page = window().open(serve(task="multi_label", classes=CLASSES).url)
    ready(page)
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="anger")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="anger")).to_have_attribute("aria-pressed", "false")


def test_a_click_leaves_enter_free_to_submit(serve, window):
    served = serve(task="multi_label", classes=CLASSES)
    page = window().open(served.url)
    item = ready(page)
    page.get_by_role("button", name="fear").click()
    page.keyboard.press("Enter")
    soon(served.labels, {item: ["c3"]})


def test_undo_brings_the_choice_back_to_be_corrected(serve, window):
    served = serve(task="multi_label", classes=CLASSES)
    page = window().open(served.url)
    item = answer(page, "1", "2", "Enter")
    ready(page)
    page.keyboard.press("Backspace")
    expect(page.locator(f'article.item[data-item="{item}"]')).to_be_visible()
    expect(page.get_by_role("button", name="anger")).to_have_attribute("aria-pressed", "true")
    answer(page, "2", "Enter")
    soon(served.labels, {item: ["c1"]})
