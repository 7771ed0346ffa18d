"""Agreement where an answer is more than one class, by hand."""

import json

import pytest

from asknext.labelling.quality.report import quality_report
from asknext.labelling.quality.shown import items_of
from asknext.project.annotate_config import AnnotateConfig
from asknext.project.data_config import Columns
from asknext.project.team_config import Overlap
from asknext.store.quality_rows import ACCEPTED

ANSWERS = ["agreement", "annotators", "consensus"]


@pytest.fixture
def answered(begin):
    """A project in which each person of ``said`` has answered the first items in order; and its report."""

    def make(said, task, subjects=ANSWERS, **settings):
        story = begin(40, task=task, overlap=Overlap(labels=len(said)), **settings)
        for who, answers in said.items():
            for at, value in enumerate(answers):
                story.do(who, "label", at, value, seconds=5.0)
        report = quality_report(story.project, subjects)
        json.dumps(report, allow_nan=False)
        return story, {each["name"]: each for each in report["sections"]}, report

    return make


def span(start, end, name):
    return {"type": "span", "start": start, "end": end, "class": name}


def told(*annotations):
    return {"annotations": list(annotations)}


def people(section):
    return {each["name"]: each for each in section["numbers"]["annotators"]}


def test_spans_by_f1_by_class_by_person_and_by_item(answered):
    a, b = "c1", "c2"
    ann = [told(span(0, 3, a), span(4, 8, b)), told(span(0, 3, a)), told()]
    bob = [told(span(0, 3, a), span(4, 8, a)), told(span(0, 3, a)), told()]
    cat = [told(span(0, 3, a)), told(span(5, 8, a)), told()]
    story, found, report = answered({"ann": ann, "bob": bob, "cat": cat}, "spans")
    said = found["agreement"]
    # Item 0: ann and bob 2 of 4, ann and cat 2 of 3, bob and cat 2 of 3; item 1: 1, 0, 0; item 2: nothing thrice, 1.
    first = (0.5 + 2 / 3 + 2 / 3) / 3
    assert said["numbers"]["f1"]["value"] == pytest.approx((first + 1 / 3 + 1) / 3, abs=1e-6)
    # In one place: 2, 1, 1 pairs of 10 spans, 1, 0, 0 of 6.
    assert said["numbers"]["located_f1"]["value"] == pytest.approx(2 * 5 / 16, abs=1e-6)
    by_class = {row[0]: row for row in said["tables"][1]["rows"]}
    assert by_class["dry"][1] == pytest.approx(2 * 4 / 14, abs=1e-4)
    assert by_class["wet"][1] == 0
    assert by_class["wet"][4].startswith("dry (100%")
    assert [one["item"] for one in said["items"]] == [1, 0]
    assert said["items"][0]["why"].startswith("Agreement 0.33. ann: 1 annotation; bob: 1 annotation")
    with_others = people(said)["cat"]["with_others"]["value"]
    assert with_others == pytest.approx((2 / 3 + 0 + 1) / 3, abs=1e-6)
    assert people(found["annotators"])["cat"]["by_others"]["value"] == pytest.approx(with_others, abs=1e-4)
    assert "adjudication" in found["consensus"]["sentence"]
    with story.project.database.read() as conn:
        shown = items_of(conn, story.project.config, report, "agreement", 0, 10)["items"]
    assert [vote["annotator"] for vote in shown[0]["votes"]] == ["ann", "bob", "cat"]
    story.do("boss", "unflag", 1, reason=ACCEPTED)


def test_who_differs_from_the_others_beyond_doubt_is_named(answered):
    right = [told(span(0, 3, "c1"), span(4, 10, "c1"))] * 12
    wild = [told(span(1, 3 + at % 2, "c1")) for at in range(12)]
    bob = [*right[:11], told(span(0, 3, "c1"))]
    _, found, _ = answered({"ann": right, "bob": bob, "cat": wild}, "spans")
    assert {name: one["differs"] for name, one in people(found["agreement"]).items()} == {
        "ann": False,
        "bob": False,
        "cat": True,
    }
    assert any("Beside the others 0.00" in each for each in people(found["annotators"])["cat"]["alerts"])
    assert found["annotators"]["level"] == "act"


def test_sets_of_classes_by_masi_and_each_class_alone(answered):
    both, dry, wet = ["c1", "c2"], ["c1"], ["c2"]
    subjects = [*ANSWERS, "bias", "ambiguous", "reask"]
    _, found, _ = answered({"ann": [both, dry, wet, dry], "bob": [dry, dry, wet, dry]}, "multi_label", subjects)
    numbers = found["agreement"]["numbers"]
    apart = 1 - (1 / 2) * (2 / 3)
    # {both: 1, dry: 5, wet: 2} of 8 answers: ordered pairs by distance, over 7.
    expected = 2 * (1 * 5 * apart + 1 * 2 * apart + 5 * 2 * 1) / 7
    assert numbers["krippendorff_masi"]["value"] == pytest.approx(1 - 2 * apart / expected, abs=1e-6)
    assert numbers["same_set"]["value"] == 0.75
    by_class = {row[0]: row for row in found["agreement"]["tables"][1]["rows"]}
    assert by_class["dry"][1:3] == (6, 1.0)
    assert by_class["wet"][1] == 3
    assert people(found["agreement"])["ann"]["with_others"]["value"] == pytest.approx((3 + 1 / 3) / 4, abs=1e-6)
    assert found["ambiguous"]["items"][0]["why"] == "wet: 1 of 2."
    assert found["ambiguous"]["numbers"]["split"] == 1
    assert "by itself" in found["ambiguous"]["sentence"]


@pytest.mark.parametrize(
    ("task", "annotate", "kind", "said", "name", "value"),
    [
        ("number", {}, "value", ([1.0, 5.0], [3.0, 9.0]), "krippendorff_interval", 1 - 40 / (280 / 3)),
        ("ordinal", {"levels": ("low", "mid", "high")}, "rank", ([1, 3], [1, 3]), "krippendorff_ordinal", 1.0),
        ("pairwise", {}, "chosen", (["left", "tie"], ["left", "right"]), "krippendorff", 1 - 2 / (10 / 3)),
    ],
)
def test_numbers_levels_and_choices(answered, task, annotate, kind, said, name, value):
    types = {"number": "number", "ordinal": "ordinal", "pairwise": "pair"}
    answers = [[told({"type": types[task], kind: each}) for each in one] for one in said]
    settings = {"annotate": AnnotateConfig(**annotate), "classes": ()}
    if task == "pairwise":
        settings["columns"] = Columns(left="text", right="id", id="id")
    _, found, _ = answered(dict(zip(("ann", "bob"), answers, strict=True)), task, **settings)
    assert found["agreement"]["numbers"][name]["value"] == pytest.approx(value, abs=1e-6)
    assert {one["answers"] for one in people(found["annotators"]).values()} == {2}
    assert found["consensus"]["level"] in ("fine", "look")
    assert found["consensus"]["numbers"]["answered_twice"] == 2


def test_one_answer_each_says_nothing_and_says_so(answered):
    _, found, _ = answered({"ann": [told()] * 3}, "spans")
    assert found["agreement"]["level"] == "unknown"
    assert found["consensus"]["level"] == "unknown"
