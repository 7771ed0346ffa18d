"""The page of a study: whole, closed against what stores hold, and the same for the same findings."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from asknext.lab.report import Findings, report_page
from asknext.lab.report.markup import percent

Made = Callable[..., Findings]
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"=cmd|' /C calc'!A0\u2028\x00"
VOID = {"meta", "input", "br", "link", "img"}


class Outline(HTMLParser):
    """Which elements there are, and whether they nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(page: str) -> Outline:
    parser = Outline()
    parser.feed(page)
    assert parser.open == []
    return parser


def test_the_parts_stand_in_their_order(findings: Made) -> None:
    page = report_page(findings(schedules={"5 x 8": [5] * 8, "20 x 2": [20] * 2}))
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert heads == [
        "In short", "Protocol", "Learning curves", "Batch sizes side by side", "Over all data sets", "Failures",
        "About this file",
    ]  # fmt: skip


def test_it_is_well_formed_and_ids_are_unique(findings: Made) -> None:
    ids = [attributes["id"] for _, attributes in outline(report_page(findings())).seen if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_shares_are_written_in_one_form(findings: Made) -> None:
    page = report_page(findings())
    shown = re.sub(r"<style>.*?</style>|<script.*?</script>|<[^>]*>", "", page, flags=re.DOTALL)
    assert re.search(r"\d %", shown)
    assert not re.search(r"\d%", shown)


def test_a_share_that_is_rare_is_not_nothing() -> None:
    assert [percent(each) for each in (0.0, 0.0004, 0.05, 0.093, 0.5, 1.0)] == [
        "0 %",
        "0.04 %",
        "5 %",
        "9.3 %",
        "50 %",
        "100 %",
    ]


def test_it_loads_nothing(findings: Made) -> None:
    page = report_page(findings())
    assert "default-src 'none'" in page
    links = [each.get("src") or each.get("href") or "#" for _, each in outline(page).seen]
    assert not [each for each in links if not each.startswith("#")]
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page


def test_the_same_findings_give_the_same_bytes(findings: Made) -> None:
    found = findings()
    assert report_page(found) == report_page(found)


def test_names_from_a_store_stay_text(findings: Made) -> None:
    found = findings(
        study={"name": HOSTILE, "description": HOSTILE, "splits": {HOSTILE: HOSTILE}},
        data_sets=[HOSTILE, "b"], models=[HOSTILE], oracles=[HOSTILE], schedules={HOSTILE: [10] * 3},
        strategies={"random": 0.0, HOSTILE: 0.1}, metrics=["accuracy", HOSTILE], seeds=2, fail=[(HOSTILE, 1)],
        error=HOSTILE,
    )  # fmt: skip
    page = report_page(found)
    names = {tag for tag, _ in outline(page).seen}
    assert "img" not in names
    assert page.count("<script") == 2
    assert not [key for _, attributes in outline(page).seen for key in attributes if key.startswith("on")]
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert held is not None
    assert json.loads(held.group(1))["problems"][0]["data_set"].startswith("</script>")


def test_absurd_lengths_are_cut(findings: Made) -> None:
    long = "n" * 50_000
    found = findings(data_sets=["a"], strategies={"random": 0.0, long: 0.1}, study={"name": long}, error=long)
    page = report_page(found)
    study = re.search(r"<pre[^>]*>.*?</pre>", page, re.DOTALL)  # what the study says of itself is cut further on
    assert study is not None
    assert "n" * 5_000 not in page.replace(study.group(), "")
    assert len(page) < 200_000


def test_a_partial_study_says_so_first(findings: Made) -> None:
    page = report_page(findings(data_sets=["a"], leave=[("margin", 0)], fail=[("entropy", 2)]))
    assert 0 < page.index("Partial: 18 of 20 cells") < page.index("In short")
    assert "ValueError: no" in page
    assert "somewhere" in page


def test_nothing_finished_is_a_page_too(findings: Made) -> None:
    page = report_page(findings(data_sets=["a"], strategies={"random": 0.0}, seeds=1, leave=[("random", 0)]))
    outline(page)
    assert "Nothing can be said yet" in page


@pytest.mark.parametrize("changes", [{"seeds": 1}, {"strategies": {"margin": 0.1}}, {"metrics": ["r2"]}])
def test_thin_studies_are_pages_too(findings: Made, changes: dict[str, object]) -> None:
    outline(report_page(findings(data_sets=["a"], **changes)))


def test_mixed_versions_are_flagged(findings: Made) -> None:
    found = dataclasses.replace(findings(data_sets=["a"]), warnings=["mixed versions: numpy 1 and 2"])
    assert "mixed versions" in report_page(found)


def test_curves_of_many_points_are_thinned_on_the_page(findings: Made) -> None:
    found = findings(data_sets=["a"], strategies={"random": 0.0}, schedules={"1 x 200": [1] * 200}, rows=400, seeds=2)
    held = re.search(r'id="data">(.*?)</script>', report_page(found), re.DOTALL)
    assert held is not None
    data = json.loads(held.group(1))
    axis = data["axes"][data["problems"][0]["curves"][0]["axis"]]
    assert len(axis) == 160
    assert (axis[0], axis[-1]) == (10, 210)
