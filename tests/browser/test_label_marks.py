"""Skip, flag, comment, guidelines, and the overlay of keys."""

from __future__ import annotations

from playwright.sync_api import expect

from .label_page import answer, current, ready, soon


def test_skip_sets_the_item_aside(serve, window):
    served = serve()
    page = window().open(served.url)
    item = answer(page, "s")
    soon(lambda: served.get(f"/items/{item}")["state"], "skipped")
    expect(page.locator(".past").first).to_contain_text("skipped")


def test_flag_and_unflag_stay_on_the_item(serve, window):
    served = serve()
    page = window().open(served.url)
    item = ready(page)
    page.keyboard.press("f")
    expect(page.get_by_text("⚑ Flagged")).to_be_visible()
    soon(lambda: served.get(f"/items/{item}")["flagged"], True)
    assert current(page) == item
    page.keyboard.press("f")
    soon(lambda: served.get(f"/items/{item}")["flagged"], False)


def test_a_comment_is_kept_and_shown(serve, window):
    served = serve()
    page = window().open(served.url)
    item = ready(page)
    page.keyboard.press("c")
    page.get_by_label("Comment on this item").fill("Two lines\nof doubt")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".comments")).to_contain_text("of doubt")
    soon(lambda: [each["text"] for each in served.get(f"/items/{item}")["comments"]], ["Two lines\nof doubt"])


def test_the_keys_are_listed_and_the_overlay_closes_by_escape(serve, window):
    page = window().open(serve().url)
    item = ready(page)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    for text in ("negative", "positive", "skip this item", "guidelines", "take the last answer back"):
        expect(dialog).to_contain_text(text)
    page.keyboard.press("1")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert current(page) == item


def test_guidelines_open_as_plain_text(serve, window):
    served = serve(guidelines="guidelines.md")
    (served.project.folder / "guidelines.md").write_text("# Be fair\n<b>and</b> quick", encoding="utf-8")
    page = window().open(served.url)
    ready(page)
    page.keyboard.press("g")
    expect(page.get_by_role("dialog")).to_contain_text("<b>and</b> quick")
    expect(page.get_by_role("dialog").locator("b")).to_have_count(0)
