"""The advisor on the dashboard: what to do is at the top, and each sentence has its picture and its numbers."""

from __future__ import annotations

from playwright.sync_api import expect

from asknext.labelling.tell import tell
from asknext.labelling.training import run_round
from asknext.store.classes import all_classes

from .conftest import Served
from .test_accessibility import narrow, serious


def advised(served: Served, rounds: int, size: int = 12) -> Served:
    """Rounds of training on labels of items that a person picked, one after the other."""
    project = served.project
    with project.database.read() as conn:
        names = [each.name for each in all_classes(conn)]
    for number in range(rounds):
        rows = range(number * size, (number + 1) * size)
        tell(project, {f"id-{row:04}": [names[row % 3 == 0]] for row in rows}, annotator="me")
        run_round(project)
    return served


TEXTS = [
    f"{'quick brown fox' if row % 3 == 0 else 'slow green turtle'} number {row} {row * 7919 % 997}"
    for row in range(120)
]


def test_each_piece_is_a_sentence_with_a_picture_and_a_table(serve, window):
    served = advised(serve(TEXTS, control=0.0, strategy="entropy"), rounds=4)
    pieces = {each["name"]: each for each in served.get("/advice")["pieces"]}
    page = window().open(f"{served.url}/dashboard#learning")
    for name, piece in pieces.items():
        shown = page.locator(f"article:has(#piece-{name})")
        expect(shown).to_contain_text(piece["sentence"])
        expect(shown.locator("canvas")).to_be_visible()
        shown.locator("summary").click()
        expect(shown.locator("tbody tr")).to_have_count(
            len({x for line in piece["picture"]["lines"] for x in line["x"]})
        )
    label = page.locator("article:has(#piece-exploration) [role=img]").get_attribute("aria-label")
    assert "your batches" in label
    assert "random" in label
    expect(page.locator(".contradiction")).to_have_count(0)
    chart = page.locator("article:has(#piece-exploration) .u-over")
    chart.hover()
    expect(page.locator("article:has(#piece-exploration) .reading")).to_contain_text("your batches")
    can_be_read(page)


def can_be_read(page):
    expect(page.locator("article canvas")).to_have_count(4)
    assert serious(page) == []
    assert narrow(page)


def test_what_to_do_stands_at_the_top_with_a_way_to_the_reason(serve, window):
    served = advised(serve(TEXTS, control=0.0, strategy="entropy"), rounds=1)
    page = window().open(f"{served.url}/dashboard")
    wanted = page.locator(".todo li").filter(has_text="Set an independent test set aside")
    expect(wanted).to_be_visible()
    wanted.get_by_role("link").click()
    expect(page.locator("#piece-independent_set")).to_be_in_viewport()
    expect(page.locator("article:has(#piece-independent_set) code").first).to_have_text("control: 0.1")
    expect(page.locator("article:has(#piece-exploration)")).to_contain_text("Too early to tell")
