"""More classes than keys: filter as you type, numbers for those on top."""

from __future__ import annotations

from playwright.sync_api import expect

from .conftest import PHONE
from .label_page import answer, ready, soon

CLASSES = [f"{kind} {number}" for kind in ("card", "refund", "top up", "transfer") for number in range(8)]


def test_typing_filters_and_a_number_chooses(serve, window):
    served = serve(classes=CLASSES)
    page = window().open(served.url)
    first = answer(page, "r", "e", "f", "3")
    second = answer(page, "2")
    third = answer(page, "t", "r", "Enter")
    soon(served.labels, {first: ["c11"], second: ["c2"], third: ["c25"]})


def test_backspace_edits_the_filter_first_and_undoes_when_it_is_empty(serve, window):
    served = serve(classes=CLASSES)
    page = window().open(served.url)
    item = answer(page, "1")
    ready(page)
    page.keyboard.type("xy")
    expect(page.get_by_text("No class is called like that.")).to_be_visible()
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    soon(served.labels, {item: ["c1"]})
    page.keyboard.press("Backspace")
    soon(served.labels, {})
    expect(page.locator(f'article.item[data-item="{item}"]')).to_be_visible()


def test_actions_need_shift_because_letters_filter(serve, window):
    served = serve(classes=CLASSES)
    page = window().open(served.url)
    item = answer(page, "Shift+S")
    soon(lambda: served.get(f"/items/{item}")["state"], "skipped")


def test_the_order_of_classes_is_stable(serve, window):
    page = window().open(serve(classes=CLASSES).url)
    ready(page)
    names = page.locator(".choice-name").all_inner_texts()
    assert names == CLASSES
    answer(page, "5")
    ready(page)
    assert page.locator(".choice-name").all_inner_texts() == names


def test_on_a_phone_no_hit_is_said_below_the_field(serve, window):
    page = window(viewport=PHONE, has_touch=True, is_mobile=True).open(serve(classes=CLASSES).url)
    ready(page)
    page.get_by_label("Find a class").fill("xyz")
    said = page.get_by_text("No class is called like that.")
    for height in (PHONE["height"], 640, 530, 400):  # the lower ones: with the keyboard open
        page.set_viewport_size({"width": PHONE["width"], "height": height})
        expect(said).to_be_visible()
        field, box = page.locator(".filter-field").bounding_box(), said.bounding_box()
        assert box["y"] >= field["y"] + field["height"]
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_on_a_phone_the_list_of_items_says_so_below_the_field_too(serve, window):
    page = window(viewport=PHONE, has_touch=True, is_mobile=True).open(f"{serve(classes=CLASSES).url}/items")
    page.locator(".found-line").first.click()
    page.get_by_label("Find a class").fill("xyz")
    field, box = page.locator(".filter-field").bounding_box(), page.locator(".filter-none").bounding_box()
    assert box["y"] >= field["y"] + field["height"]
