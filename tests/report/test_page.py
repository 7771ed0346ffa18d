"""A page is closed: nothing from outside gets in as markup, nothing is loaded."""

from __future__ import annotations

import json
import re

import pytest

from asknext.report.page import cell, page, rows_table

HOSTILE = "</script><img src=x onerror=alert(1)>\u2028"


def test_the_title_and_data_cannot_break_out() -> None:
    whole = page(HOSTILE, "<p>body</p>", {"name": HOSTILE})
    assert "<img" not in whole
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', whole, re.DOTALL)
    assert held is not None
    assert json.loads(held.group(1))["name"] == HOSTILE


def test_tables_are_escaped_and_have_heads_for_rows_and_columns() -> None:
    table = rows_table("c", ["<b>", "n"], [["<i>", 1.23456]])
    assert "<b>" not in table
    assert "<i>" not in table
    assert '<th scope="col">' in table
    assert '<th scope="row">' in table
    assert "1.235" in table


def test_nothing_is_loaded_from_anywhere() -> None:
    whole = page("t", "")
    assert not re.findall(r"(?:src|href)=", whole)
    assert "https://" not in whole
    assert "http://" not in whole
    assert "default-src 'none'" in whole


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "–"), (float("nan"), "–"), (0.5, "0.500"), (1234, "1,234"), ("a", "a")]
)
def test_cells(value: object, shown: str) -> None:
    assert cell(value) == shown
