"""The network goes away: answers are kept in the browser, and reach the server exactly once."""

from __future__ import annotations

from playwright.sync_api import expect

from .label_page import CUT_OFF, answer, current, ready, soon

AWAY = ("Failed to load resource", "net::ERR")


def label_events(served):
    """How often each item was labelled."""
    return {item: sum(each["kind"] == "label" for each in served.events(item)) for item in served.labels()}


def test_answers_typed_while_away_are_sent_once_when_it_is_back(serve, window):
    served = serve(preload=4)
    browser = window(expected=AWAY)
    page = browser.open(served.url)
    ready(page)
    page.wait_for_load_state("networkidle")
    browser.context.set_offline(True)
    given = {answer(page, key): [f"c{key}"] for key in "121"}
    expect(page.get_by_text("3 answers waiting to be sent")).to_be_visible()
    assert served.labels() == {}
    browser.context.set_offline(False)
    soon(served.labels, given)
    expect(page.locator(".network-bar")).to_have_count(0)
    assert set(label_events(served).values()) == {1}


def test_unsent_answers_survive_a_reload(serve, window):
    served = serve(preload=4)
    browser = window(expected=AWAY)
    page = browser.open(served.url)
    ready(page)
    page.wait_for_load_state("networkidle")
    page.route("**/api/v1/events", lambda route: route.abort())
    given = {answer(page, key): [f"c{key}"] for key in "2112"}
    expect(page.get_by_text("4 answers waiting to be sent")).to_be_visible()
    page.unroute("**/api/v1/events")
    page.reload()
    soon(served.labels, given)
    assert set(label_events(served).values()) == {1}


def test_a_closed_tab_leaves_its_answers_to_the_next(serve, window):
    served = serve(preload=4)
    browser = window(expected=AWAY)
    page = browser.open(served.url)
    ready(page)
    page.wait_for_load_state("networkidle")
    page.evaluate(CUT_OFF)
    given = {answer(page, key): [f"c{key}"] for key in "21"}
    expect(page.get_by_text("2 answers waiting to be sent")).to_be_visible()
    page.close()
    assert served.labels() == {}
    ready(browser.open(served.url))
    soon(served.labels, given)


def test_an_answer_lost_on_its_way_back_is_not_stored_twice(serve, window):
    served = serve(preload=4)
    page = window(expected=AWAY).open(served.url)
    ready(page)
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.post_data_json["events"])
        route.abort()

    page.route("**/api/v1/events", lose, times=2)
    item = answer(page, "2")
    for _ in range(200):
        page.wait_for_timeout(100)  # the handler above runs in here
        if len(lost) == 2 and page.locator(".network-bar").count() == 0:
            break
    assert lost[0][0]["uid"] == lost[1][0]["uid"]
    assert label_events(served) == {item: 1}


def test_two_tabs_of_one_browser_send_each_answer_once(serve, window):
    served = serve(preload=4)
    browser = window(expected=AWAY)
    one, other = browser.open(served.url), browser.open(served.url)
    sent = []
    for page in (one, other):
        page.on("request", lambda each: sent.append(each) if each.url.endswith("/events") else None)
        ready(page)
    browser.context.set_offline(True)
    given = {answer(page, key): [f"c{key}"] for key in "12" for page in (one, other)}
    sent.clear()
    browser.context.set_offline(False)
    soon(served.labels, given)
    for page in (one, other):
        expect(page.locator(".network-bar")).to_have_count(0)
    assert len(given) == 4
    assert set(label_events(served).values()) == {1}


def test_undo_works_while_the_network_is_away(serve, window):
    served = serve(preload=4)
    browser = window(expected=AWAY)
    page = browser.open(served.url)
    ready(page)
    page.wait_for_load_state("networkidle")
    browser.context.set_offline(True)
    first, second = answer(page, "1"), answer(page, "1")
    page.keyboard.press("Backspace")
    expect(page.locator(f'article.item[data-item="{second}"]')).to_be_visible()
    page.keyboard.press("2")
    browser.context.set_offline(False)
    soon(served.labels, {first: ["c1"], second: ["c2"]})


def test_a_refused_answer_is_said_and_does_not_block_the_next(serve, window):
    served = serve()
    page = window().open(served.url)
    ready(page)
    page.route(
        "**/api/v1/events",
        lambda route: route.continue_(post_data=route.request.post_data.replace('"c1"', '"gone"')),
    )
    answer(page, "1")
    expect(page.locator(".toast.bad")).to_contain_text("not accepted")
    page.unroute("**/api/v1/events")  # its handler would not run while the test sleeps below
    item = answer(page, "2")
    soon(served.labels, {item: ["c2"]})


def test_a_session_that_ended_asks_for_the_token_over_the_page(serve, window):
    served = serve(token="open sesame")
    browser = window(expected=("401",))
    page = browser.open(f"{served.url}/login")
    page.get_by_label("Token").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".problem")).not_to_be_empty()
    page.get_by_label("Token").fill("open sesame")
    page.get_by_role("button", name="Log in").click()
    item = ready(page)
    browser.context.clear_cookies()
    page.keyboard.press("2")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Your session has ended")
    now = current(page)
    dialog.get_by_label("Token").fill("open sesame")
    dialog.get_by_role("button", name="Log in").click()
    expect(dialog).to_have_count(0)
    assert current(page) == now
    page.keyboard.press("1")
    wanted = {item: ["c2"], now: ["c1"]}

    def found():
        label = "fetch('/api/v1/items/%d').then((answer) => answer.json()).then((item) => item.label)"
        return {each: page.evaluate(label % each) for each in wanted}

    soon(found, wanted)
