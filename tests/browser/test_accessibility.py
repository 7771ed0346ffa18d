"""axe-core finds nothing serious, in light and dark, on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .conftest import PHONE
from .label_page import answer, ready
from .test_dashboard import later

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
# what a theme can break; the rest of the rules looks at what both have
COLOURS = ["color-contrast", "link-in-text-block"]


def serious(page):
    """What axe calls serious or critical, rule and place: on a desk in light and dark, and on a phone."""
    page.evaluate(AXE)
    found, size = _violations(page), page.viewport_size
    page.emulate_media(color_scheme="dark")
    found += _violations(page, runOnly=COLOURS)
    page.set_viewport_size(PHONE)
    found += _violations(page)
    page.set_viewport_size(size)
    page.emulate_media(color_scheme="light")
    return found


def _violations(page, **options):
    found = page.evaluate("options => axe.run(document, options)", {"resultTypes": ["violations"], **options})
    return [
        (each["id"], node["target"], node["failureSummary"])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    ]


def narrow(page):
    """Whether nothing sticks out to the right, on a desk and on a phone."""
    size, fits = page.viewport_size, []
    for each in (size, PHONE):
        page.set_viewport_size(each)
        fits.append(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
    page.set_viewport_size(size)
    return all(fits)


def test_label_page(serve, window):
    served = serve(control=0.5)
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(served.url)
    for _ in range(3):
        answer(page, "2")
    ready(page)
    page.keyboard.press("f")
    page.keyboard.press("w")
    expect(page.get_by_label("Why this item")).to_be_visible()
    assert serious(page) == []
    assert narrow(page)
    page.keyboard.press("?")
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.locator(".past").first.click()
    expect(page.locator(".note")).to_be_visible()
    assert serious(page) == []


def test_label_page_with_several_and_with_many_classes(serve, window):
    page = window().open(serve(task="multi_label", classes=("joy", "anger", "fear")).url)
    ready(page)
    page.keyboard.press("1")
    assert serious(page) == []
    assert narrow(page)
    page.goto(serve(classes=[f"class {number}" for number in range(77)]).url)
    ready(page)
    assert serious(page) == []
    assert narrow(page)


def test_dashboard(serve, window):
    served = serve()
    page = window().open(f"{served.url}/dashboard")
    expect(page.locator(".advice")).to_be_visible()
    assert serious(page) == []
    later(page)
    page.reload()
    expect(page.locator(".curve canvas")).to_be_visible()
    page.locator(".curve summary").click()
    assert serious(page) == []
    assert narrow(page)


def test_items(serve, window):
    served = serve()
    served.guess(list(range(120)), [0.61] * 120)
    page = window().open(f"{served.url}/items")
    page.locator(".found-line").first.click()
    expect(page.get_by_role("heading", name="Item id-0000")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".events")).to_be_visible()
    assert serious(page) == []
    assert narrow(page)


def test_login_and_empty_page(serve, window):
    page = window().open(f"{serve(token='sesame').url}/login")
    expect(page.get_by_label("Token")).to_be_focused()
    assert serious(page) == []
    page.goto(serve(["only one"]).url)
    ready(page)
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="All done")).to_be_visible()
    assert serious(page) == []
    assert narrow(page)
