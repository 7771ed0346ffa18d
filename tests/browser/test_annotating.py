"""Pages that host a surface: annotations made, changed, suggested, kept through a reload, reviewed and corrected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from asknext.project.team_config import Overlap, Review

from .label_page import answer, current, expect, ready, soon
from .test_accessibility import narrow, serious
from .test_ontology import applied, named
from .test_review_page import as_annotator, say

BOX = {"type": "box", "x": 20, "y": 20, "width": 40, "height": 30}
QUESTIONS = """\
classes:
  - name: cell
    attributes:
      - {name: Nucleus, kind: one, required: true, choices: [round, lobed]}
  - platelet
"""


@pytest.fixture
def boxes(serve, tmp_path) -> Callable[..., Any]:
    """boxes(**config): images of 200 by 100 pixels on which two classes are boxed."""

    def start(count: int = 3, **config: Any) -> Any:
        folder = tmp_path / "pictures"
        folder.mkdir()
        for number in range(count):
            Image.new("RGB", (200, 100), (90 * number, 90, 160)).save(folder / f"picture-{number}.png")
        settings = {"content": "image", "classes": ("cell", "platelet"), "task": "objects", "control": 0.0, **config}
        return serve(source=folder, **settings)

    return start


def drag(page: Any, left: int, top: int, right: int, bottom: int) -> None:
    """Draw between two points of the screen, counted so that (100, 50) is the middle of the canvas."""
    area = page.locator("[data-surface] canvas").first.bounding_box()
    across, down = area["x"] + area["width"] / 2 - 100, area["y"] + area["height"] / 2 - 50
    page.mouse.move(across + left, down + top)
    page.mouse.down()
    page.mouse.move(across + right, down + bottom, steps=3)
    page.mouse.up()


def classes_on(page: Any) -> list[str]:
    """The classes in the list beside the item, in its order."""
    return [each.split()[0] for each in page.locator(".annotation:not(.ghost) .annotation-text").all_inner_texts()]


def labels(served: Any) -> dict[int, list[str]]:
    found = served.get("/items?state=labelled&limit=500")["items"]
    return {each["item"]: [one["class"] for one in each["label"]["annotations"]] for each in found}


def suggest(page: Any, *annotations: dict[str, Any]) -> None:
    """Every item comes with these suggestions of a machine."""

    def with_suggestions(route: Any) -> None:
        found = route.fetch()
        body = found.json()
        for item in body["items"]:
            item["suggestions"] = [{"by": "yolo", "score": 0.5, "annotations": list(annotations)}]
        route.fulfill(response=found, json=body)

    page.route("**/api/v1/leases", with_suggestions)


def test_boxes_are_drawn_changed_undone_and_submitted(boxes, window):
    served = boxes()
    page = window().open(served.url)
    first = ready(page)
    expect(page.locator("[data-surface] canvas").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".submit-row .hint")).to_contain_text("Nothing is marked")
    drag(page, 20, 20, 60, 50)
    expect(page.locator(".annotation")).to_have_count(1)
    page.keyboard.press("2")
    drag(page, 100, 40, 140, 70)
    expect(page.locator(".annotation")).to_have_count(2)
    assert classes_on(page) == ["cell", "platelet"]
    page.keyboard.press("d")
    expect(page.locator(".annotation")).to_have_count(3)
    page.locator(".annotation-name").first.click()
    page.keyboard.press("2")
    assert classes_on(page) == ["platelet"] * 3
    page.keyboard.press("Control+z")
    assert classes_on(page) == ["cell", "platelet", "platelet"]
    page.keyboard.press("Control+z")
    expect(page.locator(".annotation")).to_have_count(2)
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator(".annotation")).to_have_count(3)
    page.locator(".annotation-name").last.click()
    page.keyboard.press("Backspace")
    expect(page.locator(".annotation")).to_have_count(2)
    assert serious(page) == []
    assert narrow(page)
    answer(page, "Enter")
    second = answer(page, "n")
    soon(lambda: labels(served), {first: ["c1", "c2"], second: []})
    expect(page.locator(".past").first).to_contain_text("Nothing there")
    ready(page)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(page.locator(f'article.item[data-item="{first}"]')).to_be_visible()
    expect(page.locator(".annotation")).to_have_count(2)


def test_suggestions_are_taken_with_one_key_all_with_shift_or_left(boxes, window):
    served = boxes()
    page = window().open("about:blank")
    boxed = ({**BOX, "x": 20 * at, "class": f"c{1 + at % 2}", "score": 0.9 - at / 10} for at in range(4))
    suggest(page, *({**each, "id": f"yolo-{at}"} for at, each in enumerate(boxed)))
    page.goto(served.url)
    first = ready(page)
    expect(page.locator(".annotation.ghost")).to_have_count(4)
    page.keyboard.press("a")
    assert classes_on(page) == ["cell"]
    page.keyboard.press("1")
    assert classes_on(page) == ["cell"], "a class that is chosen for the next one takes no suggestion"
    page.keyboard.press("x")
    expect(page.locator(".annotation.ghost")).to_have_count(2)
    page.keyboard.press("Shift+A")
    expect(page.locator(".annotation.ghost")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.locator(".annotation.ghost")).to_have_count(2)
    page.keyboard.press("Control+Shift+Z")
    answer(page, "Enter")
    soon(lambda: labels(served).get(first), ["c1", "c1", "c2"])
    kept = served.get(f"/items/{first}")["label"]["annotations"]
    assert [sorted(set(each) & {"score", "by"}) for each in kept] == [[], [], []]


def test_unfinished_work_outlives_a_reload_and_is_gone_once_submitted(boxes, window):
    served = boxes(count=1)
    page = window().open(served.url)
    ready(page)
    expect(page.locator("[data-surface] canvas").first).to_be_visible()
    drag(page, 20, 20, 60, 50)
    expect(page.locator(".annotation")).to_have_count(1)
    page.reload()
    # the page that is gone gives the item back, and this one looks for it again after some seconds
    expect(page.get_by_text("Your unfinished work on this item is back.")).to_be_visible()
    expect(page.locator(".annotation")).to_have_count(1)
    item = current(page)
    page.keyboard.press("Enter")
    soon(lambda: labels(served), {item: ["c1"]})
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('asknext.draft/'))") == []


def test_questions_are_asked_of_each_annotation_and_before_the_answer_goes(boxes, window):
    served = boxes()
    applied(served, QUESTIONS)
    page = window().open(served.url)
    first = ready(page)
    expect(page.locator("[data-surface] canvas").first).to_be_visible()
    drag(page, 20, 20, 60, 50)
    expect(page.get_by_role("heading", name="Nucleus")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nucleus")).to_be_visible()
    page.keyboard.press("2")
    expect(page.locator(".annotation")).to_contain_text("Nucleus: lobed")
    answer(page, "Enter")
    soon(lambda: list(labels(served)), [first])
    (kept,) = served.get(f"/items/{first}")["label"]["annotations"]
    assert list(kept["attributes"].values()) == [_choice(served, "lobed")]
    assert named(served)["cell"] == kept["class"]


def _choice(served: Any, name: str) -> str:
    (question,) = served.get("/ontology")["classes"][0]["questions"]
    return str(next(each["id"] for each in question["choices"] if each["name"] == name))


def test_a_reviewer_looks_corrects_and_decides_between_two(boxes, window):
    served = boxes(review=Review(share=1.0), overlap=Overlap(labels=2))
    for who, moved in (("ann", 0), ("ben", 60)):
        one = {**BOX, "x": 20 + moved, "class": "c1", "id": "a"}
        say(served, who, [{"uid": f"{who}-0", "kind": "label", "item": 0, "value": {"annotations": [one]}}])
    page = as_annotator(window, "rita").open(f"{served.url}/review?kind=adjudicate")
    expect(page.locator(".compared canvas").first).to_be_visible()
    expect(page.locator(".compared")).to_have_count(2)
    page.keyboard.press("o")
    expect(page.locator(".compared")).to_have_count(1)
    assert serious(page) == []
    page.keyboard.press("2")
    expect(page.locator(".annotation")).to_have_count(1)
    page.keyboard.press("c")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    soon(lambda: labels(served), {0: ["c2"]})
    assert served.get("/items/0")["label"]["annotations"][0]["x"] == 80


def test_the_list_of_items_shows_annotations_and_corrects_them(boxes, window):
    served = boxes()
    value = {"annotations": [{**BOX, "class": "c1", "id": "a"}]}
    say(served, "ann", [{"uid": "a-0", "kind": "label", "item": 0, "value": value}])
    page = window().open(f"{served.url}/items")
    page.locator(".found-line").first.click()
    expect(page.locator(".found-label").first).to_have_text("cell")
    expect(page.locator(".annotation")).to_have_count(1)
    page.keyboard.press("2")
    page.keyboard.press("e")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    soon(lambda: labels(served), {0: ["c2"]})
    expect(page.locator(".found-label").first).to_have_text("platelet")
    assert served.get("/items/0")["label"]["annotations"][0]["x"] == BOX["x"]
