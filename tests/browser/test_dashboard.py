"""The dashboard: honest while it knows little, readable without the charts, and an export that ends."""

from __future__ import annotations

import csv
import json

from playwright.sync_api import expect

from .label_page import answer, soon

POINTS = [
    {"labels": n, "score": 0.5 + n / 400, "low": 0.4 + n / 400, "high": 0.6 + n / 400, "n": n // 5}
    for n in range(20, 101, 20)
]
LATER = {
    "curve": POINTS,
    "metric": "accuracy",
    "shadow": [{"labels": each["labels"], "score": each["score"] - 0.1, "low": 0, "high": 1} for each in POINTS],
    "saved": {"estimate": 42, "low": 10, "high": 80, "sentence": "Random labelling would have needed 42 more."},
    "needed": {
        "target": {"metric": "accuracy", "value": 0.9}, "estimate": 240, "low": 180, "high": 330,
        "sentence": "About 240 (180 to 330) more labels to reach accuracy 0.90.",
    },
    "contradiction": [{"labels": 20, "value": 0.5}, {"labels": 40, "value": 0.3}],
    "advice": {
        "stop": True,
        "sentence": "You can stop: the target is reached.",
        "rules": [{"name": "target", "stop": True, "sentence": "0.91 is above 0.90."}],
    },
}  # fmt: skip


def later(page):
    """The server's numbers as they will be when more is known."""

    def change(route):
        response = route.fetch()
        route.fulfill(response=response, body=json.dumps({**response.json(), **LATER}))

    page.route("**/api/v1/dashboard", change)


def test_a_new_project_is_told_honestly(serve, window):
    page = window().open(f"{serve().url}/dashboard")
    expect(page.get_by_role("heading", name="Learning curve")).to_be_visible()
    expect(page.locator(".curve")).to_contain_text("0 control answers so far")
    expect(page.locator(".balance")).to_contain_text("No labels yet.")
    expect(page.locator(".people")).to_contain_text("Nobody has answered yet.")
    expect(page.locator(".plot")).to_have_count(0)


def test_progress_and_balance_follow_the_labels(serve, window):
    served = serve(control=0.0)
    browser = window()
    page, board = browser.open(served.url), browser.open(f"{served.url}/dashboard")
    for key in "1112":
        answer(page, key)
    expect(board.locator(".tile").first).to_contain_text("4")
    expect(board.locator(".bars li").nth(0)).to_contain_text("75 %")
    expect(board.locator(".bars li").nth(1)).to_contain_text("25 %")
    expect(board.locator(".people")).to_contain_text("me")


def test_what_is_known_later_is_shown_in_words_charts_and_tables(serve, window):
    served = serve()
    page = window().open("about:blank")
    later(page)
    page.goto(f"{served.url}/dashboard")
    expect(page.locator(".advice")).to_contain_text("You can stop: the target is reached.")
    expect(page.locator(".tiles")).to_contain_text("42")
    expect(page.locator(".tiles")).to_contain_text("180 to 330")
    summary = "Learning curve: From 0.55 at 20 labels to 0.75 at 100 labels."
    expect(page.locator(".curve [role=img]")).to_have_attribute("aria-label", summary)
    expect(page.locator(".curve canvas")).to_be_visible()
    page.locator(".curve summary").click()
    expect(page.locator(".curve tbody tr").last).to_contain_text("0.750")
    page.locator(".advice summary").click()
    expect(page.locator(".rules")).to_contain_text("0.91 is above 0.90.")


def test_export_gives_what_was_answered(serve, window):
    served = serve()
    page = window(accept_downloads=True).open(served.url)
    given = {f"id-{answer(page, key):04}": {"1": "negative", "2": "positive"}[key] for key in "12112"}
    soon(lambda: len(served.labels()), 5)
    page.goto(f"{served.url}/dashboard")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export").click()
    with open(download.value.path(), encoding="utf-8", newline="") as file:
        assert {each["id"]: each["label"] for each in csv.DictReader(file)} == given


def test_train_now_asks_for_a_round(serve, window):
    page = window().open(f"{serve().url}/dashboard")
    with page.expect_request("**/api/v1/train"):
        page.get_by_role("button", name="Train now").click()
    expect(page.locator(".toast")).to_contain_text("has been asked for")


def test_a_class_is_added_without_a_restart(serve, window):
    served = serve()
    page = window().open(f"{served.url}/dashboard")
    page.get_by_label("Name of the new class").fill("neutral")
    page.get_by_role("button", name="Add a class").click()
    expect(page.locator(".toast")).to_contain_text("Class neutral added.")
    assert [each["name"] for each in served.get("/project")["classes"]] == ["negative", "positive", "neutral"]


def test_the_theme_is_switched_and_remembered(serve, window):
    page = window(color_scheme="light").open(f"{serve().url}/dashboard")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("button", name="Switch to dark theme").click()
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    expect(page.get_by_role("button", name="Switch to light theme")).to_be_visible()
    assert page.evaluate(ground) == dark
