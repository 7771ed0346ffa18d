"""Classes as a tree, their questions, guidelines and the tour on the label page; the page on which classes change."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect
from tests.labelling.guidelines.test_rendering import HOSTILE

from .label_page import answer, ready, soon
from .test_accessibility import narrow, serious

TREE = """\
classes:
  - name: Card
    heading: true
    classes: [Lost, Stolen, Broken, Late]
  - name: Transfer
    heading: true
    classes: [Failed, Pending, Wrong account, Fee]
  - name: Account
    heading: true
    classes:
      - Log in
      - {name: Identity, heading: true, classes: [Verify, Wrong name, Wrong photo]}
  - Something else
"""
ASKING = """\
classes:
  - name: dog
    attributes:
      - {name: Colour, kind: one, required: true, choices: [black, brown]}
      - {name: Marks, kind: several, choices: [spots, stripes, socks], only_if: {Colour: brown}}
      - {name: Age, kind: number}
      - {name: Name, kind: text}
  - cat
"""


def change(served, do, **rest):
    given = {"change": {"do": do} | {name.rstrip("_"): value for name, value in rest.items()}, "annotator": "manager"}
    return served.call("POST", "/ontology/changes", json.dumps(given).encode())


def applied(served, text):
    return change(served, "apply", text=text)


def named(served):
    shown = served.get("/ontology")
    return {each["name"]: each["id"] for each in shown["classes"] + shown["headings"]}


def said(served, item):
    return next((each["value"] for each in reversed(served.events(item)) if each["kind"] == "label"), None)


def test_a_tree_is_walked_by_numbers_by_arrows_and_by_search(serve, window):
    served = serve(classes=["x"])
    applied(served, TREE)
    ids = named(served)
    page = window().open(served.url)
    ready(page)
    expect(page.locator(".filter-list .choice")).to_have_count(4)
    expect(page.get_by_label("Find a class")).to_be_focused()
    first = answer(page, "2", "3")
    second = answer(
        page, "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowRight", "2"
    )
    ready(page)
    page.keyboard.press("3")
    expect(page.get_by_label("Where in the tree")).to_contain_text("Account")
    page.keyboard.press("Backspace")
    expect(page.get_by_label("Where in the tree")).to_have_count(0)
    third = answer(page, "w", "r", "o", "n", "g", "Space", "p", "Enter")
    soon(served.labels, {first: [ids["Wrong account"]], second: [ids["Wrong name"]], third: [ids["Wrong photo"]]})
    assert page.locator(".past.last").inner_text().startswith("you: Wrong photo")


def test_the_likeliest_classes_come_first_where_that_is_wanted(serve, window):
    served = serve(classes=[f"class {number}" for number in range(30)], control=0)
    import numpy as np

    from asknext.labelling.ranking import publish_ranking

    ids = [each.id for each in served.project.classes]
    publish_ranking(
        served.project, strategy="margin", labels=20, order=np.arange(120), scores=np.linspace(1, 0, 120), n=120,
        guesses=np.tile(np.array([[25, 0.7, 7, 0.2]], dtype=np.float32), (120, 1)), meta={"classes": ids},
    )  # fmt: skip
    page = window().open(served.url)
    ready(page)
    expect(page.locator(".filter-list .choice").first).to_contain_text("class 0")
    page.get_by_label("Likely ones first").check()
    expect(page.locator(".filter-list .choice").first).to_contain_text("class 25")
    expect(page.locator(".filter-list .choice").nth(1)).to_contain_text("class 7")
    page.locator("article.item").focus()
    item = answer(page, "1")
    soon(lambda: served.labels().get(item), ["c26"])


def test_questions_are_answered_by_keys_and_asked_only_where_they_apply(serve, window):
    served = serve(classes=["x"])
    applied(served, ASKING)
    ids = named(served)
    page = window().open(served.url)
    first = ready(page)
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Colour")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This question has to be answered.").first).to_be_visible()
    for key in ("2", "1", "3", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Age")).to_be_visible()
    page.keyboard.type("3.5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Name")).to_be_visible()
    page.keyboard.type("Rex 1")
    answer(page, "Enter")
    answers = {"q1": "o2", "q2": ["o3", "o5"], "q3": 3.5, "q4": "Rex 1"}
    soon(lambda: said(served, first), {"classes": [ids["dog"]], "attributes": answers})
    second = ready(page)
    for key in ("1", "1"):  # black: its marks are not asked
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="Age")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Colour")).to_be_visible()
    page.keyboard.press("Escape")
    answer(page, "2")
    soon(lambda: said(served, second), [ids["cat"]])
    assert served.labels() == {first: [ids["dog"]], second: [ids["cat"]]}


def test_classes_that_others_change_are_here_with_the_next_item(serve, window):
    served = serve(classes=("negative", "positive", "neutral"))
    page = window().open(served.url)
    answer(page, "1")
    change(served, "edit", class_="c1", set={"name": "bad"})
    answer(page, "2")  # the answer tells the page of it
    soon(lambda: "bad" in (answer(page, "2"), page.locator(".choices").inner_text())[1], True)
    expect(page.locator(".past", has_text="bad").first).to_be_visible()


def test_an_open_page_loses_no_answer_to_a_class_that_goes_meanwhile(serve, window):
    served = serve(classes=("negative", "positive", "neutral"), preload=1)
    page = window().open(served.url)
    first = ready(page)
    change(served, "merge", classes=["c1"], into="c2")
    answer(page, "1")
    soon(lambda: served.labels().get(first), ["c2"])
    other = window().open(served.url)
    second = ready(other)
    change(served, "delete", class_="c3", requeue=True)
    other.keyboard.press("2")  # neutral, on a page that does not know yet
    expect(other.locator(".toast").filter(has_text="was deleted")).to_be_visible()
    soon(lambda: [each["value"] for each in served.events(second) if each["kind"] == "label"], [["c3"]])
    answer(other, "1")
    soon(lambda: ready(other), second)
    answer(other, "1")
    soon(lambda: served.labels().get(second), ["c2"])


def test_guidelines_can_do_no_harm_in_a_browser(serve, window):
    served = serve()
    text = "\n\n".join(["# Read this", *HOSTILE]).replace("\0", "")
    served.call("PUT", "/guidelines", json.dumps({"text": text}).encode())
    page = window(expected=("404",)).open(served.url)  # the images it may show are not there
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    ready(page)
    page.keyboard.press("g")
    expect(page.get_by_role("heading", name="Read this")).to_be_visible()
    drawer = page.locator(".guidelines")
    assert drawer.locator("script, iframe, svg, math, style, object, embed, form, input, base, meta, link").count() == 0
    assert drawer.evaluate(
        "root => [...root.querySelectorAll('*')].flatMap(one => [...one.attributes])"
        ".filter(({ name, value }) => name.startsWith('on') || /^\\s*(javascript|data|vbscript):/i.test(value)).length"
    ) == 0  # fmt: skip
    for link in drawer.locator("a").all():
        assert link.get_attribute("href") is None or link.get_attribute("href").startswith("https://ok.example/")
    assert all(url.startswith(served.url) for url in asked)


def test_the_tour_is_shown_once_and_again_from_help_and_is_left_by_keyboard(serve, window):
    page = window(tour=True).open(serve().url)
    expect(page.get_by_role("heading", name="This is what you look at")).to_be_visible()
    item = ready(page)
    page.keyboard.press("1")  # no answer while the tour is open
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="This is how you answer")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="Nothing is final")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    assert ready(page) == item
    page.reload()
    ready(page)
    expect(page.locator("dialog")).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name="Show the tour again").click()
    for _ in range(6):
        page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    assert answer(page, "1") == item


def test_a_manager_renames_moves_and_merges_and_takes_it_back(serve, window):
    served = serve(classes=("negative", "positive", "neutral"))
    page = window().open(served.url)
    first = answer(page, "1")
    page.goto(f"{served.url}/ontology")
    row = page.get_by_role("treeitem")
    expect(row).to_have_count(3)
    row.first.click()
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).fill("bad")
    page.get_by_label("Shortcut").focus()
    page.keyboard.press("b")
    expect(page.get_by_label("What annotators see").get_by_text("bad")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(row.first).to_contain_text("bad")
    row.nth(2).click()
    page.keyboard.press("Alt+ArrowUp")
    expect(row.nth(1)).to_contain_text("neutral")
    page.keyboard.press("Alt+ArrowRight")
    expect(row.nth(1)).to_have_attribute("aria-level", "2")
    assert served.get("/ontology")["classes"][1]["path"] == ["bad"]
    row.first.click()
    page.get_by_role("button", name="Merge …").click()
    page.locator("select[name=into]").select_option(label="positive")
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("1 labels and 1 answers will mean another class.")).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Merge", exact=True).click()
    expect(row).to_have_count(2)
    soon(served.labels, {first: ["c2"]})
    page.get_by_role("tab", name="Versions").click()
    page.get_by_role("button", name="Take back …").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Take back", exact=True).click()
    soon(served.labels, {first: ["c1"]})
    assert sorted(named(served)) == ["bad", "neutral", "positive"]


def test_a_class_in_use_is_deleted_only_with_an_answer_to_what_becomes_of_it(serve, window):
    served = serve()
    page = window().open(served.url)
    first = answer(page, "1")
    page.goto(f"{served.url}/ontology")
    page.get_by_role("treeitem", name="negative").click()
    page.get_by_role("button", name="Delete …").click()
    expect(page.get_by_text("will say nothing any more")).to_be_visible()
    page.get_by_label("ask its items again").check()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("treeitem")).to_have_count(1)
    soon(lambda: first in served.labels(), False)


def test_accessible(serve, window):
    served = serve(classes=["x"])
    applied(served, TREE.replace("[Lost,", "[{name: Lost, description: Gone., attributes: [{name: Q, kind: text}]},"))
    page = window().open(served.url)
    ready(page)
    page.keyboard.press("1")
    expect(page.get_by_label("Where in the tree")).to_be_visible()
    assert serious(page) == []
    assert narrow(page)
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Q")).to_be_visible()
    assert serious(page) == []
    page.goto(f"{served.url}/ontology")
    expect(page.get_by_role("treeitem")).to_have_count(17)
    assert serious(page) == []
    assert narrow(page)
    page.get_by_role("tab", name="Guidelines").click()
    expect(page.get_by_label("Guidelines, in Markdown")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("tab", name="Versions").click()
    expect(page.get_by_text("Version 2")).to_be_visible()
    assert serious(page) == []
    assert narrow(page)
