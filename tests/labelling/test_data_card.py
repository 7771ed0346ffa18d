"""The data card: what is true of the set, and nothing that a name or a title could smuggle in."""

import json

import pytest
from tests.labelling.conftest import fill

from asknext.labelling.card_text import card_markdown
from asknext.labelling.data_card import data_card, write_card
from asknext.labelling.desk import Desk
from asknext.project.config import ClassConfig, Config
from asknext.project.folder import create_project
from asknext.project.team_config import Review
from asknext.store.rankings import add_ranking


@pytest.fixture
def made(tmp_path):
    def make(**settings):
        classes = tuple(ClassConfig(name) for name in ("yes|no", "# <b>bold</b>", "c"))
        project = create_project(tmp_path / "card", Config(classes=classes, control=0.2, **settings))
        fill(project, 60, control=0.2)
        desk = Desk(project)
        for item in range(40):
            action = {"uid": f"u{item}", "kind": "label", "item": item, "value": [f"c{1 + item % 2}"], "seconds": 2.0}
            desk.do("s", ["ann", "ben"][item % 2], [action]).result()
        desk.do("s", "ann", [{"uid": "f", "kind": "flag", "item": 3}]).result()
        desk.close()
        projects.append(project)
        return project

    projects = []
    yield make
    for each in projects:
        each.close()


def test_the_card_says_what_is_in_the_set(made):
    card = data_card(made(title="Letters", about="Letters of readers.", licence="CC-BY-4.0"))
    assert (card["title"], card["licence"], card["items"], card["labelled"]) == ("Letters", "CC-BY-4.0", 60, 40)
    assert [each["labels"] for each in card["classes"]] == [20, 20, 0]
    assert [each["share"] for each in card["classes"]] == [0.5, 0.5, 0.0]
    assert (card["people"]["annotators"], card["people"]["answers"], card["people"]["median_seconds"]) == (2, 40, 2.0)
    assert card["people"]["hours"] == pytest.approx(80 / 3600, abs=0.01)
    assert sum(card["asked"]["streams"].values()) == 40
    assert card["decided"] == {"vote": 40}
    assert "Open, without a label: 20." in card["issues"]
    assert "Flagged: 1." in card["issues"]
    assert '"ann"' not in json.dumps(card)


def test_the_card_warns_that_the_set_is_no_random_sample(made):
    project = made()
    with project.database.write() as conn:
        add_ranking(conn, at=1.0, strategy="margin", labels=5, file="x")
    card = data_card(project)
    assert "not a random sample" in card["warnings"][0]
    assert "not a random sample" in card_markdown(card)


def test_what_no_model_has_chosen_is_not_said_to_be(made):
    assert data_card(made())["warnings"] == []


def test_the_card_says_how_many_labels_wait_for_a_review(made):
    card = data_card(made(review=Review(share=1.0)))
    assert card["unreviewed"] == card["labelled"] == 40
    assert "40 (40 of them still wait for a review)" in card_markdown(card)


def test_a_set_drawn_at_random_needs_no_warning(made):
    assert data_card(made(strategy="random"))["warnings"] == []


def test_names_are_text_in_the_markdown(made, tmp_path):
    text = card_markdown(data_card(made(title="[x](javascript:alert(1)) <script>", about="# forged\n# heading")))
    assert r"yes\|no" in text
    assert "<script>" not in text.replace(r"\<", "")
    assert "\n# forged" not in text
    from markdown_it import MarkdownIt

    shown = MarkdownIt("commonmark").enable("table").render(text)
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "<a " not in shown
    assert shown.count("<h1>") == 1


def test_a_card_is_written_as_markdown_and_as_json(made, tmp_path):
    card = data_card(made())
    path = write_card(card, tmp_path / "card.md")
    assert path.read_text(encoding="utf-8").startswith("# untitled")
    assert json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))["labelled"] == 40


def test_a_set_without_labels_has_a_card(tmp_path):
    with create_project(tmp_path / "p", Config()) as project:
        card = data_card(project)
    assert (card["labelled"], card["agreement"], card["estimate"]) == (0, None, None)
    assert "Nothing is known about that yet." in card_markdown(card)
