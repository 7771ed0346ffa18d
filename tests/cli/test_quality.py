import json

import pytest
from tests.labelling.quality.conftest import begin, truth  # noqa: F401 - begin is a fixture
from typer.testing import CliRunner

from asknext.cli.app import app
from asknext.cli.quality.app import SUBJECTS as COMMANDS
from asknext.labelling.quality.names import SUBJECTS


@pytest.fixture
def folder(begin):  # noqa: F811
    story = begin(40, [truth(at) if at != 6 else "wet" for at in range(40)])
    story.desk.close()
    return str(story.project.folder)


def run(*arguments):
    result = CliRunner().invoke(app, ["quality", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_every_subject_has_a_command():
    assert [name.replace("-", "_") for name in COMMANDS] == list(SUBJECTS)


def test_the_whole_report_in_text_json_and_as_a_page(folder, tmp_path):
    page = tmp_path / "quality.html"
    text = run(folder, "-o", str(page))
    assert text.index("[TO DO]") < text.index("[fine]")
    assert "i6" in text
    assert "sun bright warm beach number 6" in text
    assert f"The page: {page}" in text
    assert "sun bright warm beach number 6" in page.read_text()
    found = json.loads(run("--json", folder))
    assert [each["name"] for each in found["sections"]] == list(SUBJECTS)


def test_one_subject_alone(folder):
    found = json.loads(run("label-errors", folder, "--json"))
    [section] = found["sections"]
    assert [one["id"] for one in section["items"]] == ["i6"]
    assert "Balance of the classes [fine]" in run("balance", folder)
    assert "label-errors" in run("--help")
