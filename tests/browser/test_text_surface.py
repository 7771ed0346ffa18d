"""Spans marked by mouse and by keyboard, and the rules below them, each against what Python says of the same text."""

from __future__ import annotations

from pathlib import Path

import pytest

from asknext.annotations import Annotated, Annotation, Text
from asknext.formats.exchange import write_labels

from .label_page import answer, expect, ready, soon
from .test_accessibility import serious

CLASSES = ("person", "place", "company")
TEXT = "😀 Anna Lee of Acme Corp\nmet Anna Lee in <b>Paris</b>. שלום עולם, e\u0301te\u0301!"
AWKWARD = ["", "plain", "😀", "a😀b👨‍👩‍👧c", "e\u0301", "שלום עולם", "\n\n", "🇩🇪\n𝒳 x", TEXT]
RULES = (Path(__file__).parent / "text_surface_rules.js").read_text(encoding="utf-8")


def test_the_rules_of_places_words_and_rows(serve, window):
    page = window().open(serve().url)
    told = page.evaluate(RULES, AWKWARD)
    units = [[len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text))] for text in AWKWARD]
    assert told["units"] == units
    assert told["points"] == [list(range(len(text))) for text in AWKWARD]
    assert "".join(told["cut"]) == "word " * 1500 + ". " + "x" * 5000
    assert max(map(len, told["cut"])) <= 4000
    assert told["snapped"] == ["Anna Lee", "e\u0301", None, "😀"]
    assert told["rows"] == [["out", 0], ["in", 1], ["over", 1]]
    assert told["pieces"] == [
        ["😀 ", "", ""], ["Anna", "out+in", "in"], [" ", "out", ""], ["Lee", "out+over", "out"],
        [" of", "over", "over"], [" Acme Corp", "", ""],
    ]  # fmt: skip
    assert told["at"] == "in+out"
    assert told["twins"] == ["Anna Lee"]
    assert told["stops"] == ["😀", "Anna", "Lee", "of", "Acme", "Corp"]
    assert told["resized"] == ["Anna Lee", "Lee", "Anna"]
    assert told["allowed"] == [1.5, None, 0.3, None, None, None]
    assert told["stepped"] == [0.3, 40, -20]


def drag(page, first, last):
    """Select from the begin of one word to the end of another as the mouse does."""
    (x1, y1), (x2, y2) = page.evaluate(
        """(words) => words.map((word, at) => {
          for (const piece of document.querySelectorAll("[data-at]")) {
            const found = piece.firstChild.data.indexOf(word);
            if (found < 0) continue;
            const range = document.createRange();
            range.setStart(piece.firstChild, found);
            range.setEnd(piece.firstChild, found + word.length);
            const box = range.getBoundingClientRect();
            return [at ? box.right - 1 : box.left + 1, (box.top + box.bottom) / 2];
          }
        })""",
        [first, last],
    )
    page.mouse.move(x1, y1)
    page.mouse.down()
    page.mouse.move(x2, y2, steps=2)
    page.mouse.up()


def answered(served, item):
    """The item with its label, once it has one."""
    soon(lambda: bool(served.get(f"/items/{item}")["label"]), True)
    return served.get(f"/items/{item}")


def only(served, item):
    return answered(served, item)["label"]["annotations"][0]


def said(served, item):
    """What was answered of an item, as annotations with the names of classes."""
    known = {each.id: each.name for each in served.project.classes}
    found = answered(served, item)
    told = [Annotation.from_json(each) for each in found["label"]["annotations"]]
    text = found["content"]["text"]
    named = [Annotation(each.value, known.get(each.label, each.label), id=each.id) for each in told]
    return Annotated("it", Text(text), tuple(named))


def conll(item, folder: Path):
    """The tokens and tags of a file that was written, read by a few lines of our own."""
    write_labels([item], [], folder / "out.conll", "conll")
    rows = (folder / "out.conll").read_text(encoding="utf-8").strip().split("\n")
    return [row.split("\t") for row in rows]


def test_by_mouse(serve, window, tmp_path):
    entities = pytest.importorskip("seqeval.metrics.sequence_labeling").get_entities
    served = serve([TEXT], task="spans", classes=CLASSES)
    page = window().open(served.url)
    item = ready(page)
    expect(page.get_by_role("toolbar", name="Spans")).to_be_visible()
    drag(page, "nna", "Le")
    expect(page.locator(".span-name")).to_have_text(["person"])
    page.get_by_role("button", name="Mark 1 more like this").click()
    expect(page.locator(".span-name")).to_have_text(["person", "person"])
    page.keyboard.press("3")
    drag(page, "Acme", "Corp")
    expect(page.locator(".span-name")).to_have_text(["person", "company", "person"])
    page.keyboard.press("m")  # from here on a selection waits for its class
    drag(page, "Paris", "Paris")
    expect(page.get_by_role("button", name="Mark as company")).to_be_enabled()
    page.keyboard.press("2")
    expect(page.locator(".span-name")).to_have_text(["person", "company", "person", "place"])
    page.locator(".span-name", has_text="company").click()
    page.get_by_role("button", name="End a word earlier").click()
    expect(page.locator(".span-name.on")).to_have_attribute("aria-label", "company: Acme")
    assert page.locator(".text-content b").count() == 0
    assert serious(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    rows = conll(said(served, item), tmp_path)
    words, tags = [row[0] for row in rows], [row[-1] for row in rows]
    found = [(kind, " ".join(words[first : last + 1])) for kind, first, last in entities(tags)]
    assert found == [("person", "Anna Lee"), ("company", "Acme"), ("person", "Anna Lee"), ("place", "Paris")]


def test_by_keys(serve, window):
    from asknext.project.annotate_config import AnnotateConfig

    related = AnnotateConfig(relations=("works for", "knows"))
    served = serve([TEXT], task="spans", classes=CLASSES, annotate=related)
    page = window().open(served.url)
    item = ready(page)
    page.locator(".text-content").focus()
    for key in ("ArrowRight", "ArrowRight", " "):  # over the emoji, to Anna
        page.keyboard.press(key)
    page.keyboard.press("e")  # ... Lee
    expect(page.locator(".span-name")).to_have_attribute("aria-label", "person: Anna Lee")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("3")
    expect(page.locator(".span-name")).to_have_text(["person", "company"])
    page.keyboard.press("Shift+B")  # begins later: Acme Corp was "Acme Corp" from "of" on
    page.keyboard.press("Control+z")
    page.keyboard.press("k")
    page.keyboard.press("r")
    page.get_by_role("button", name="knows").press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator(".text-arrows text")).to_have_text(["knows"])
    page.keyboard.press("Enter")
    expect(page.locator(f'article.item[data-item="{item}"]')).to_have_count(0)
    told = said(served, item)
    spans = {each.id: TEXT[each.value.start : each.value.end] for each in told.annotations if each.value.kind == "span"}
    [relation] = [each for each in told.annotations if each.value.kind == "relation"]
    assert list(spans.values()) == ["Anna Lee", "Acme Corp"]
    assert (spans[relation.value.source], relation.label, spans[relation.value.target]) == (
        "Anna Lee",
        "knows",
        "Acme Corp",
    )


def test_one_answer_of_the_whole_item(serve, window):
    """A pair, a level and a number, each by its keys."""
    from asknext.project.annotate_config import AnnotateConfig
    from asknext.project.config import Columns

    pair = serve(
        [{"left": "A", "right": "B"}, {"left": "C", "right": "D"}], task="pairwise", classes=(), content="pair",
        columns=Columns(id="id", left="left", right="right"),
    )  # fmt: skip
    page = window().open(pair.url)
    expect(page.get_by_role("group", name="Which of the two?")).to_be_visible()
    first = answer(page, "ArrowRight")
    second = answer(page, "3")
    soon(lambda: [only(pair, each)["chosen"] for each in (first, second)], ["right", "tie"])
    level = serve(["good?"], task="ordinal", classes=(), annotate=AnnotateConfig(levels=("bad", "fair", "good")))
    page = window().open(level.url)
    expect(page.get_by_role("group", name="The level")).to_be_visible()
    item = answer(page, "2")
    soon(lambda: [only(level, item).get(key) for key in ("rank", "levels")], [2, 3])
    warmth = AnnotateConfig(least=-20, most=40, step=0.5, unit="°C")
    number = serve(["warm?"], task="number", classes=(), annotate=warmth)
    page = window().open(number.url)
    item = ready(page)
    expect(page.get_by_role("textbox")).to_be_visible()
    for key in ("1", "2", ".", "3"):
        page.keyboard.press(key)
    expect(page.get_by_role("status").filter(has_text="in steps of 0.5")).to_be_visible()
    for key in ("Backspace", "5", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("article.item")).to_have_count(0)
    soon(lambda: only(number, item).get("value"), 13)
