"""Every family has a page that says when it fails, every strategy a section with a picture."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from docs.strategy_pages import write

import asknext

PAGES = Path(__file__).resolve().parents[2] / "docs" / "strategies"
FAMILIES = sorted({info.family for info in asknext.strategies().values()} - {"yours"})


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("generated")
    write(folder)
    return folder


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_a_page_that_says_when_it_fails_and_shows_its_strategies(family: str) -> None:
    text = (PAGES / f"{family}.md").read_text(encoding="utf-8")
    assert "## When it fails" in text
    assert f"_generated/{family}.md" in text
    assert f"\n{family}\n" in (PAGES / "index.md").read_text(encoding="utf-8")


def test_every_strategy_has_a_section_with_its_facts(written: Path) -> None:
    for name, info in asknext.strategies().items():
        text = (written / f"{info.family}.md").read_text(encoding="utf-8")
        assert f"### {name}\n" in text
        assert info.source.rstrip(".") in text
        assert info.time in text


def test_every_strategy_has_a_picture_with_its_picks(written: Path) -> None:
    for name, info in asknext.strategies().items():
        tiles = bool(set(info.needs) & {"detections", "sequences"})
        drawn = ElementTree.parse(written / f"{name}.svg")
        texts = [each for each in drawn.iter("{http://www.w3.org/2000/svg}text") if each.get("class") != "score"]
        ranks = sorted(int(each.text or 0) for each in texts)
        assert ranks == list(range(1, 6 if tiles else 11)), name
