import json

import pytest
from tests.labelling.quality.conftest import truth

from asknext.errors import UnknownName
from asknext.labelling.quality.names import SUBJECTS
from asknext.labelling.quality.page import quality_page
from asknext.labelling.quality.report import quality_report
from asknext.labelling.quality.shown import items_of, overview
from asknext.labelling.quality.summaries import with_summaries
from asknext.project.quality_config import BalanceConfig
from asknext.project.team_config import Gold, Overlap
from asknext.store.quality_rows import ACCEPTED


def section(report, name):
    return next(each for each in report["sections"] if each["name"] == name)


def wrong(at):
    return ("wet", "dry")[at % 2]


def test_injected_errors_are_found_fixed_and_not_listed_again(begin):
    story = begin(80, [wrong(at) if at in (4, 11, 30) else truth(at) for at in range(80)])
    report = quality_report(story.project)
    json.dumps(report, allow_nan=False)
    assert [each["name"] for each in report["sections"]] == list(SUBJECTS)
    errors = section(report, "label_errors")
    assert errors["level"] == "act"
    assert {one["item"] for one in errors["items"]} == {4, 11, 30}
    first = errors["items"][0]
    assert first["suggested"] == [story.ids[truth(first["item"])]]
    assert first["by"] == "import"
    assert {one["item"] for one in section(report, "mismatches")["items"]} >= {4, 11, 30}
    assert sum(section(report, "balance")["numbers"]["counts"]) == 80

    story.say("me", 4, truth(4), stream="list")
    story.do("me", "unflag", 11, reason=ACCEPTED)
    with story.project.database.read() as conn:
        left = items_of(conn, story.project.config, report, "label_errors", 0, 50)
    assert [one["item"] for one in left["items"]] == [30]
    assert left["gone"] == 2
    assert left["items"][0]["content"]["text"].startswith("sun bright")
    again = section(quality_report(story.project, ["label_errors"]), "label_errors")
    assert {one["item"] for one in again["items"]} == {30}


def test_annotators_are_judged_by_gold_and_by_the_others(begin):
    story = begin(60, overlap=Overlap(labels=3), gold=Gold(least=8))
    for at in range(20):
        story.do("boss", "gold", at, [story.ids[truth(at)]])
    for at in range(60):
        story.say("ann", at, truth(at), seconds=4.0)
        story.say("bob", at, truth(at) if at % 10 else wrong(at), seconds=4.0)
        story.say("cat", at, "dry", seconds=0.5)
    report = quality_report(story.project, ["agreement", "annotators", "consensus", "bias", "ambiguous", "groups"])
    people = {each["name"]: each for each in section(report, "annotators")["numbers"]["annotators"]}
    assert people["ann"]["accuracy"]["value"] == 1
    assert people["ann"]["alerts"] == []
    assert people["cat"]["accuracy"]["value"] == 0.5
    assert people["cat"]["gold_answers"] == 20
    assert people["cat"]["kappa"]["value"] == 0
    assert any("Accuracy on gold" in each for each in people["cat"]["alerts"])
    assert people["cat"]["hasty"] == 1
    assert "cat" in section(report, "annotators")["sentence"]
    biased = section(report, "bias")["numbers"]["class_bias"]
    assert {(each["annotator"], each["class"]) for each in biased} == {("cat", "dry"), ("cat", "wet")}
    agreement = section(report, "agreement")["numbers"]
    assert agreement["answered_twice"] == 60
    assert agreement["krippendorff"]["low"] < agreement["krippendorff"]["value"] < agreement["krippendorff"]["high"]
    assert section(report, "consensus")["level"] in ("look", "fine")
    assert section(report, "groups")["level"] == "fine"


def test_little_data_is_said_to_be_little(begin):
    story = begin(6, ["dry", "wet"])
    report = quality_report(story.project)
    levels = {each["name"]: each["level"] for each in report["sections"]}
    for name in ("label_errors", "mismatches", "agreement", "consensus", "bias", "annotators", "reask"):
        assert levels[name] == "unknown", name
    assert all(each["sentence"] for each in report["sections"])
    with pytest.raises(UnknownName):
        quality_report(story.project, ["nonsense"])


def test_several_classes_an_item_have_a_report_too(begin):
    story = begin(60, task="multi_label")
    for at in range(50):
        classes = [story.ids[truth(at)]] if at != 7 else [story.ids["dry"], story.ids["wet"]]
        story.do("me", "label", at, classes)
    report = quality_report(story.project)
    json.dumps(report, allow_nan=False)
    [found] = [one for one in section(report, "label_errors")["items"] if one["item"] == 7]
    assert found["suggested"] == [story.ids["wet"]]
    assert section(report, "balance")["numbers"]["counts"] == [26, 25]


def test_a_target_that_is_missed_is_told_with_what_to_do(begin):
    story = begin(60, ["dry"] * 50 + ["wet"] * 10, balance=BalanceConfig({"wet": 0.5}))
    found = section(quality_report(story.project, ["balance"]), "balance")
    assert found["level"] == "act"
    assert found["numbers"]["below_target"] == ["wet"]
    assert "balance:" in found["todo"]
    assert found["charts"][0]["marks"] == [None, 30.0]


def test_the_page_escapes_everything_and_loads_nothing(begin):
    story = begin(40, [truth(at) if at != 5 else wrong(at) for at in range(40)], title="<script>alert(1)</script>")
    report = quality_report(story.project)
    report["sections"][0]["items"][0]["id"] = "<img src=x onerror=alert(1)>"
    html = quality_page(with_summaries(story.project, report, 10))
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "Content-Security-Policy" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert "items" not in overview(report)["sections"][0]
