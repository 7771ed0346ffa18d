"""The list of items: find, look, relabel, put back."""

from __future__ import annotations

from playwright.sync_api import expect

from .label_page import answer, ready, soon


def test_search_and_filters_narrow_the_list(serve, window):
    served = serve()
    browser = window()
    page = browser.open(served.url)
    given = [answer(page, key) for key in "112"]
    soon(lambda: len(served.labels()), 3)
    page.goto(f"{served.url}/items")
    expect(page.locator(".found-line")).to_have_count(50)
    expect(page.get_by_text("120 items")).to_be_visible()
    page.get_by_label("Search").fill("number 117:")
    expect(page.locator(".found-line")).to_have_count(1)
    page.get_by_label("Search").fill("")
    page.get_by_label("State").select_option("labelled")
    expect(page.locator(".found-line")).to_have_count(3)
    page.get_by_label("Class").select_option("positive")
    expect(page.locator(".found-line")).to_have_count(1)
    expect(page.locator(f'.found-line[data-item="{given[2]}"]')).to_contain_text("positive")
    page.reload()
    expect(page.locator(".found-line")).to_have_count(1)


def test_pages_go_on_and_back(serve, window):
    page = window().open(f"{serve().url}/items")
    expect(page.locator('.found-line[data-item="0"]')).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator('.found-line[data-item="50"]')).to_be_visible()
    page.get_by_role("button", name="Next page").click()
    expect(page.locator(".found-line")).to_have_count(20)
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.get_by_role("button", name="Previous page").click()
    expect(page.locator('.found-line[data-item="50"]')).to_be_visible()


def test_labels_are_changed_by_keyboard(serve, window):
    served = serve()
    page = window().open(f"{served.url}/items")
    page.locator(".found-line").first.click()
    expect(page.get_by_role("heading", name="Item id-0000")).to_be_visible()
    page.keyboard.press("1")
    expect(page.locator(".events")).to_contain_text("labelled negative")
    page.keyboard.press("2")
    expect(page.locator(".events")).to_contain_text("labelled positive")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("heading", name="Item id-0001")).to_be_visible()
    page.keyboard.press("2")
    soon(served.labels, {0: ["c2"], 1: ["c2"]})
    expect(page.locator('.found-line[data-item="1"]')).to_contain_text("positive")


def test_several_classes_are_changed_by_keyboard(serve, window):
    served = serve(task="multi_label", classes=("joy", "anger", "fear"))
    page = window().open(f"{served.url}/items")
    page.locator(".found-line").first.click()
    expect(page.get_by_role("heading", name="Item id-0000")).to_be_visible()
    for key in ("1", "3", "Enter"):
        page.keyboard.press(key)
    soon(served.labels, {0: ["c1", "c3"]})


def test_a_skipped_item_is_put_back(serve, window):
    served = serve()
    page = window().open(served.url)
    item = answer(page, "s")
    soon(lambda: served.get(f"/items/{item}")["state"], "skipped")
    page.goto(f"{served.url}/items?state=skipped")
    page.locator(".found-line").first.click()
    expect(page.locator(".events")).to_contain_text("skipped")
    page.keyboard.press("r")
    soon(lambda: served.get(f"/items/{item}")["state"], "open")


def test_flags_and_comments_from_the_list(serve, window):
    served = serve()
    page = window().open(f"{served.url}/items")
    page.locator(".found-line").nth(2).click()
    expect(page.get_by_role("heading", name="Item id-0002")).to_be_visible()
    page.keyboard.press("f")
    expect(page.locator('.found-line[data-item="2"]')).to_contain_text("flagged")
    page.keyboard.press("c")
    page.keyboard.type("12 f")
    page.keyboard.press("Enter")
    expect(page.locator(".comments")).to_contain_text("12 f")
    soon(lambda: [each["text"] for each in served.get("/items/2")["comments"]], ["12 f"])
    assert served.labels() == {}


def test_an_empty_list_says_what_to_do(serve, window):
    page = window().open(f"{serve().url}/items?search=nowhere")
    expect(page.get_by_text("No item is like that.")).to_be_visible()


def test_an_unlabelled_item_does_not_show_the_guess(serve, window):
    served = serve(control=0.0)
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(served.url)
    ready(page)
    page.goto(f"{served.url}/items")
    line = page.locator('.found-line[data-item="0"]')
    line.click()
    expect(page.get_by_role("heading", name="Item id-0000")).to_be_visible()
    expect(line).not_to_contain_text("0.61")
    page.keyboard.press("2")
    expect(line).to_contain_text("negative 0.61")


def test_an_unlabelled_control_item_shows_neither_guess_nor_mark(serve, window):
    served = serve(control=0.99, guess="before")
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(served.url)
    ready(page)
    page.goto(f"{served.url}/items")
    line = page.locator('.found-line[data-item="0"]')
    line.click()
    expect(page.get_by_role("heading", name="Item id-0000")).to_be_visible()
    expect(page.locator(".found")).not_to_contain_text("control")
    expect(line).not_to_contain_text("0.61")
    page.keyboard.press("2")
    expect(line).to_contain_text("negative 0.61")
