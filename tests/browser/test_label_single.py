"""One key is one answer: single-label work by keyboard, finger and mouse."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from .label_page import answer, current, ready, soon


def test_forty_two_items_by_keyboard_are_stored_as_they_were_answered(serve, window):
    served = serve()
    page = window().open(served.url)
    given = {answer(page, key): key for key in "1221112" * 6}
    wanted = {item: [{"1": "c1", "2": "c2"}[key]] for item, key in given.items()}
    assert len(wanted) == 42
    soon(served.labels, wanted)


def test_the_next_item_shows_although_the_server_does_not_answer(serve, window):
    page = window().open(serve().url)
    first = ready(page)
    page.wait_for_load_state("networkidle")
    page.route("**/api/v1/events", lambda route: None)
    page.route("**/api/v1/leases", lambda route: None)
    page.keyboard.press("1")
    expect(page.locator(f'article.item[data-item="{first}"]')).to_have_count(0)
    expect(page.locator("article.item")).to_be_visible()


def test_the_text_keeps_its_line_breaks(serve, window):
    page = window().open(serve(["one\ntwo\n\n  three"]).url)
    ready(page)
    text = page.locator("article.item .text")
    assert text.evaluate("each => getComputedStyle(each).whiteSpace") == "pre-wrap"
    assert text.inner_text() == "one\ntwo\n\n  three"


def test_buttons_do_what_keys_do(serve, window):
    served = serve()
    page = window(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).open(served.url)
    item = ready(page)
    page.get_by_role("button", name="positive").tap()
    soon(served.labels, {item: ["c2"]})


def test_own_keys_of_classes_are_printed_and_work(serve, window):
    served = serve(classes=[("ham", "h"), ("spam", "p")])
    page = window().open(served.url)
    item = ready(page)
    expect(page.get_by_role("button", name="spam")).to_contain_text("P")
    answer(page, "p")
    soon(served.labels, {item: ["c2"]})


def test_a_class_that_takes_a_key_moves_the_action_to_shift(serve, window):
    served = serve(classes=[("sarcasm", "s"), ("fact", "f")])
    page = window().open(served.url)
    first = answer(page, "s")
    second = answer(page, "Shift+S")
    soon(served.labels, {first: ["c1"]})
    assert served.get(f"/items/{second}")["state"] == "skipped"
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("⇧S")
    expect(page.get_by_role("dialog")).to_contain_text("Some actions need Shift here")


def test_seconds_are_counted_and_stored(serve, window):
    served = serve()
    page = window().open(served.url)
    ready(page)
    page.wait_for_timeout(300)
    item = answer(page, "1")
    soon(lambda: len(served.events(item)), 1)
    assert 0.25 < served.events(item)[0]["seconds"] < 20


def test_when_all_is_done_the_page_says_so_and_what_to_do_next(serve, window):
    page = window().open(serve(["only one", "and another"]).url)
    answer(page, "1")
    ready(page)
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    expect(page.get_by_role("link", name="Open the dashboard")).to_be_visible()


def test_new_items_and_answers_are_announced(serve, window):
    page = window().open(serve(["first text", "second text"]).url)
    ready(page)
    polite = page.locator("#live-polite")
    expect(polite).to_contain_text(re.compile("first text|second text"))
    page.keyboard.press("2")
    expect(polite).to_contain_text("Saved: positive.")
    expect(polite).to_contain_text(re.compile("first text|second text"))


def test_nothing_moves_under_the_hand(serve, window):
    page = window().open(serve(["short", "long " * 2000, "short again", "tiny"]).url)
    ready(page)
    place = page.locator("[data-choice=c1]").bounding_box()
    for _ in range(3):
        answer(page, "1")
        ready(page)
        assert page.locator("[data-choice=c1]").bounding_box() == place


def test_keys_do_nothing_while_a_comment_is_being_written(serve, window):
    served = serve()
    page = window().open(served.url)
    item = ready(page)
    page.keyboard.press("c")
    page.get_by_label("Comment on this item").fill("1 of 2, see f")
    page.keyboard.press("s")
    assert current(page) == item
    page.keyboard.press("Control+Enter")
    soon(lambda: [each["value"] for each in served.events(item)], ["1 of 2, see fs"])
    assert current(page) == item
