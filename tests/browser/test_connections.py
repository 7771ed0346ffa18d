"""What managers do beside the dashboard: webhooks, machines, the data card, one action for many items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from tests.elsewhere import labeller, listening

from asknext.project.outside_config import MachineConfig, OutsideConfig

from .test_accessibility import narrow, serious

HERE = OutsideConfig(("127.0.0.0/8",))


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A server of others: takes webhooks, and labels everything positive."""

    with listening(labeller("positive")) as url:
        yield url


def test_a_webhook_is_added_and_its_secret_shown_once(serve, window, elsewhere):
    served = serve(outside=HERE)
    page = window(expected=("400",)).open(f"{served.url}/connections")
    page.get_by_label("Address of a new webhook").fill(elsewhere)
    page.get_by_role("checkbox", name="label", exact=True).check()
    page.get_by_role("button", name="Add the webhook").click()
    secret = page.locator("dialog .secret")
    expect(secret).to_have_value(re.compile(r"^whsec_\S{40,}$"))
    page.locator("dialog").get_by_role("button", name="Close").click()
    row = page.locator("tbody tr").first
    expect(row).to_contain_text(elsewhere)
    item = served.get("/items?limit=1")["items"][0]["item"]
    event = {"uid": "u", "kind": "label", "item": item, "value": ["c1"]}
    served.call("POST", "/events", json.dumps({"session": "s", "annotator": "me", "events": [event]}).encode())
    expect(row.locator("td").nth(2)).to_have_text("1")
    row.get_by_role("button", name="Deliveries").click()
    expect(page.get_by_text("status 200")).to_be_visible()
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("paused")
    page.get_by_label("Address of a new webhook").fill("http://169.254.169.254/")
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.locator(".toast")).to_contain_text("inside a network")


def test_a_machine_labels_and_its_suggestion_is_shown(serve, window, elsewhere):
    served = serve(outside=HERE, machines={"robot": MachineConfig(elsewhere)}, control=0.0)
    browser = window()
    page = browser.open(f"{served.url}/connections")
    page.get_by_label("Items").fill("120")
    page.get_by_role("button", name="Have it label").click()
    expect(page.locator(".machine-row")).to_contain_text("120 items, 0 answers unusable")
    label = browser.open(f"{served.url}/label")
    expect(label.locator(".suggestions")).to_contain_text("robot suggests")
    expect(label.locator(".suggestions")).to_contain_text("positive")


def test_one_action_for_all_items_found(serve, window):
    served = serve(control=0.0)
    page = window().open(f"{served.url}/items?search=number%201")
    page.get_by_role("button", name="Do something to all of these").click()
    page.locator(".bulk-form select").select_option("ignore")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".bulk-progress")).to_contain_text("Done: 31 of 31.")
    assert served.get("/items?state=ignored")["total"] == 31


def test_the_numbers_of_people_follow_the_filters(serve, window):
    served = serve(control=0.0)
    for item, who in enumerate(["ann", "ann", "ben"]):
        event = {"uid": f"u{item}", "kind": "label", "item": item, "value": ["c1"], "seconds": 2.0}
        served.call("POST", "/events", json.dumps({"session": who, "annotator": who, "events": [event]}).encode())
    page = window().open(f"{served.url}/dashboard#people")
    expect(page.locator(".persons tbody tr")).to_have_count(2)
    expect(page.locator(".cells .sums td").last).to_have_text("3")
    page.locator(".people-filters select").first.select_option("ben")
    expect(page.locator(".persons tbody tr")).to_have_count(1)
    expect(page.locator(".tile").first).to_contain_text("1")
    page.get_by_role("link", name="Queue", exact=True).click()
    expect(page.locator(".tiles")).to_contain_text("117")


def test_every_page_can_be_read_by_everybody(serve, window, elsewhere):
    served = serve(outside=HERE, machines={"robot": MachineConfig(elsewhere)})
    event = {"uid": "u", "kind": "label", "item": 3, "value": ["c1"], "seconds": 2.0}
    served.call("POST", "/events", json.dumps({"session": "s", "annotator": "ann", "events": [event]}).encode())
    served.call("POST", "/webhooks", json.dumps({"url": elsewhere}).encode())
    for path in ("dashboard#people", "dashboard#queue", "connections", "card"):
        page = window().open(f"{served.url}/{path}")
        expect(page.locator("main h2").first).to_be_visible()
        expect(page.locator(".pages [aria-current]")).to_have_text("Dashboard")
        assert serious(page) == [], path
        assert narrow(page), path
