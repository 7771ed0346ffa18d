"""Going back: undo of any depth, also after a reload, and changing an answer from the history strip."""

from __future__ import annotations

from playwright.sync_api import expect

from .label_page import answer, current, ready, soon


def shown(page, item):
    expect(page.locator(f'article.item[data-item="{item}"]')).to_be_visible()


def test_five_answers_are_undone_one_by_one(serve, window):
    served = serve()
    page = window().open(served.url)
    given = [answer(page, key) for key in "12121"]
    soon(lambda: len(served.labels()), 5)
    for item in reversed(given):
        page.keyboard.press("Backspace")
        shown(page, item)
    soon(served.labels, {})
    again = {answer(page, "2"): ["c2"] for _ in given}
    assert list(again) == given
    soon(served.labels, again)


def test_undo_reaches_behind_a_reload(serve, window):
    served = serve()
    page = window().open(served.url)
    given = [answer(page, key) for key in "121212"]
    soon(lambda: len(served.labels()), 6)
    page.reload()
    ready(page)
    expect(page.locator(".past")).to_have_count(6)
    for item in reversed(given[1:]):
        page.keyboard.press("Backspace")
        shown(page, item)
    soon(served.labels, {given[0]: ["c1"]})
    page.keyboard.press("2")
    soon(served.labels, {given[0]: ["c1"], given[1]: ["c2"]})


def test_a_skip_is_undone_like_an_answer(serve, window):
    served = serve()
    page = window().open(served.url)
    item = answer(page, "s")
    ready(page)
    page.keyboard.press("Backspace")
    shown(page, item)
    soon(lambda: served.get(f"/items/{item}")["state"], "open")


def test_with_nothing_to_undo_the_page_says_so(serve, window):
    page = window().open(serve().url)
    item = ready(page)
    page.keyboard.press("Backspace")
    expect(page.locator(".toast")).to_contain_text("nothing to undo")
    assert current(page) == item


def test_a_click_in_the_history_changes_that_answer_only(serve, window):
    served = serve()
    page = window().open(served.url)
    first, second, third = (answer(page, "1") for _ in range(3))
    now = ready(page)
    page.locator(".past").nth(1).click()
    shown(page, second)
    expect(page.locator(".note")).to_contain_text("You are changing an earlier answer.")
    page.keyboard.press("2")
    shown(page, now)
    soon(served.labels, {first: ["c1"], second: ["c2"], third: ["c1"]})


def test_an_answer_from_before_the_reload_can_be_changed(serve, window):
    served = serve()
    page = window().open(served.url)
    item = answer(page, "1")
    soon(lambda: len(served.labels()), 1)
    page.reload()
    ready(page)
    page.locator(".past").first.click()
    shown(page, item)
    page.keyboard.press("2")
    soon(served.labels, {item: ["c2"]})


def test_escape_keeps_the_answer_as_it_was(serve, window):
    served = serve()
    page = window().open(served.url)
    item = answer(page, "1")
    now = ready(page)
    page.locator(".past").first.click()
    shown(page, item)
    page.keyboard.press("Escape")
    shown(page, now)
    soon(served.labels, {item: ["c1"]})


def test_an_item_answered_again_before_its_undo_has_arrived_does_not_come_back(serve, window):
    served = serve()
    page, late = window().open(served.url), []
    item = answer(page, "1")
    soon(served.labels, {item: ["c1"]})

    def slow(route):
        reply = route.fetch()
        late.append((route, reply)) if '"undo"' in route.request.post_data else route.fulfill(response=reply)

    page.route("**/events", slow)
    page.keyboard.press("Backspace")
    shown(page, item)
    assert answer(page, "2") == item
    page.wait_for_function("() => document.querySelectorAll('.past').length === 1")
    while not late:
        page.wait_for_timeout(20)
    route, reply = late.pop()
    route.fulfill(response=reply)
    page.unroute("**/events")
    expect(page.get_by_text("waiting to be sent")).to_have_count(0)
    assert item not in [answer(page, "1") for _ in range(3)]
