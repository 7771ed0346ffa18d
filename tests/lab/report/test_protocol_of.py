"""The protocol of a report says what was done, also where the study did not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from asknext.lab.report import Findings, report_page
from asknext.lab.report.protocol_of import protocol_of, sources_of
from asknext.lab.run_store import CellRecord

SHUFFLED = {"kind": "shuffles", "test": 0.2}


def protocol(study: Mapping[str, Any], **spec: Any) -> dict[str, str]:
    told = {"splits": SHUFFLED, "initial": None, **spec}
    cell = CellRecord("0", "iris", None, "default", "random", "5 x 2", "perfect", 0, "done", spec=told)
    return dict(protocol_of(study, [cell], []))


def test_what_the_study_leaves_open_is_told() -> None:
    found = protocol({"data": [{"builtin": "iris"}]})
    assert found["Splits"] == "20 % held out, drawn anew for each seed"
    assert found["First labels"] == "as many as the first batch, at random"


def test_what_it_says_is_told_as_it_is() -> None:
    found = protocol({"splits": "unseen", "initial": {"random": 7}}, splits={"kind": "unseen"}, initial={"random": 7})
    assert found["Splits"].startswith("scored on the still-unseen rest of the pool")
    assert found["First labels"] == "random 7"


def test_a_test_file_of_the_data_is_told_beside_the_splits() -> None:
    data = [{"name": "mine", "file": "train.csv", "test_file": "test.csv"}]
    assert protocol({"data": data})["Splits"].endswith("; mine: tested on test.csv")
    assert "test.csv" not in protocol({"data": data, "splits": "unseen"})["Splits"]


def test_a_data_set_says_what_its_scale_was_learnt_from() -> None:
    plain, scaled, both = {"builtin": "iris"}, {"builtin": "wine", "scale": "standard"}, {"file": "a.csv", "reduce": 2}
    both |= {"scale": "minmax"}
    found = sources_of({"data": [plain, scaled, both, {"builtin": "digits", "scale": "none"}]})
    rows = "learnt from all rows that are not of a given test part, without labels (transductive)"
    assert found == {
        "iris": "builtin iris",
        "wine": f"builtin wine, scale standard; scale {rows}",
        "a.csv": f"file a.csv, reduce 2, scale minmax; scale and reduce {rows}",
        "digits": "builtin digits, scale none",
    }


def test_it_is_on_the_page_however_much_else_there_is_to_say(findings: Callable[..., Findings]) -> None:
    entry = {"name": "digits", "builtin": "digits", "classes": [f"class {at}" for at in range(40)], "scale": "standard"}
    assert "(transductive)" in report_page(findings(data_sets=["digits"], study={"data": [entry]}))
