"""asknext workspace and asknext people, as they are typed."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml

from asknext.cli import main
from asknext.errors import AsknextError
from asknext.people import password_hash
from asknext.people.workspace import open_workspace
from asknext.server.setup_warnings import setup_warnings

PASSWORD = "seven green kettles"


@pytest.fixture
def team(tmp_path, monkeypatch):
    monkeypatch.setattr(password_hash, "MEMORY_KIB", 8)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("id,text\n1,one\n2,two\n")
    assert main(["workspace", "init", "team", "--title", "Signs"]) == 0
    make = ["init", "team/tweets", "--data", "data.csv", "--text", "text", "--id", "id", "--labels", "a,b"]
    assert main(make) == 0
    return tmp_path / "team"


@pytest.fixture
def typed(capsys):
    def run(*args):
        """The exit code, and what was printed: JSON where it was asked for."""
        capsys.readouterr()
        code = main(list(args))
        out, error = capsys.readouterr()
        return code, json.loads(out) if "--json" in args and code == 0 else out + error

    return run


def accept(team, link, name):
    with open_workspace(team) as workspace:
        return workspace.people.invitations.accept(link.partition("#")[2], name, PASSWORD)


def test_from_nothing_to_a_team(team, typed):
    _, made = typed("workspace", "init", "other", "--url", "https://labels.example/", "--json")
    assert made["link"].startswith("https://labels.example/invitation#")
    _, invited = typed(
        "people", "invite", "team", "--project", "tweets", "--role", "reviewer", "--skill", "law", "--json"
    )
    accept(team, invited["link"], "Ann")
    _, found = typed("people", "list", "team", "--json")
    assert [(each["name"], each["admin"], each["roles"]) for each in found["people"]] == [
        ("Ann", False, {"tweets": "reviewer"})
    ]
    _, status = typed("workspace", "status", "team", "--json")
    assert status["title"] == "Signs"
    assert [(each["project"], each["items"], each["people"]) for each in status["projects"]] == [("tweets", 2, 1)]
    assert "Ann" in typed("people", "list", "team")[1]
    assert "tweets" in typed("workspace", "status", "team")[1]


def test_roles_come_and_go(team, typed):
    accept(team, typed("people", "invite", "team", "--json")[1]["link"], "Ann")
    assert typed("people", "role", "team", "ann", "tweets", "manager")[0] == 0
    assert typed("people", "list", "team", "--project", "tweets", "--json")[1]["people"][0]["roles"] == {
        "tweets": "manager"
    }
    assert typed("people", "role", "team", "Ann", "tweets", "none")[0] == 0
    assert typed("people", "list", "team", "--project", "tweets", "--json")[1]["people"] == []
    what = [each["what"] for each in typed("people", "audit", "team", "--json")[1]["entries"]]
    assert what[:2] == ["role.drop", "role.set"]
    assert "the command line" in typed("people", "audit", "team")[1]


def test_admins_disabled_people_and_new_passwords(team, typed):
    for name in ("Ann", "Bob"):
        accept(team, typed("people", "invite", "team", "--admin", "--json")[1]["link"], name)
    assert typed("people", "disable", "team", "Bob")[0] == 0
    code, said = typed("people", "admin", "team", "Ann", "--remove")
    assert (code, "last admin" in said) == (1, True)
    assert typed("people", "enable", "team", "Bob")[0] == 0
    assert typed("people", "admin", "team", "Ann", "--remove")[0] == 0
    link = typed("people", "reset", "team", "Ann", "--url", "https://x", "--json")[1]["link"]
    accept(team, link, "")
    assert [each["name"] for each in typed("people", "list", "team", "--json")[1]["people"]] == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("people", "list", "nowhere"), "asknext workspace init"),
        (("people", "role", "team", "Nobody", "tweets", "manager"), "nobody called 'Nobody'"),
        (("people", "role", "team", "Nobody", "tweet", "manager"), "Did you mean 'tweets'?"),
        (("people", "invite", "team", "--project", "tweet"), "Did you mean 'tweets'?"),
        (("people", "invite", "team", "--project", "tweets", "--role", "boss"), "There is no role 'boss'"),
        (("people", "invite", "team", "--days", "400"), "up to 30 days"),
        (("workspace", "init", "team"), "is a workspace already"),
        (("workspace", "init", "team/tweets"), "is a project"),
        (("workspace", "add", "team", "."), "is no project"),
        (("workspace", "add", "team", "team/tweets"), "already"),
    ],
)
def test_mistakes_are_sentences(team, typed, args, said):
    code, found = typed(*args)
    assert code in (1, 2)
    assert said in found
    assert "Traceback" not in found


def test_a_project_from_elsewhere(team, typed):
    make = ["init", "old", "--data", "data.csv", "--text", "text", "--id", "id", "--labels", "a,b"]
    assert main(make) == 0
    assert typed("workspace", "add", "team", "old", "--name", "archive")[0] == 0
    found = typed("workspace", "status", "team", "--json")[1]["projects"]
    assert [each["project"] for each in found] == ["archive", "tweets"]
    (team.parent / "old" / "asknext.yaml").write_text("task: [")
    assert typed("workspace", "status", "team", "--json")[1]["projects"][0]["problem"]


def test_a_project_that_is_taken_away_leaves_nobody_in_a_new_one_of_its_name(team, typed):
    def people():
        return [
            (each["project"], each["people"]) for each in typed("workspace", "status", "team", "--json")[1]["projects"]
        ]

    link = typed("people", "invite", "team", "--project", "tweets", "--json")[1]["link"]
    accept(team, link, "Ann")
    late = typed("people", "invite", "team", "--project", "tweets", "--json")[1]["link"]
    assert people() == [("tweets", 1)]
    assert "Its files stay" in typed("workspace", "remove", "team", "tweets")[1]
    assert (people(), (team / "tweets" / "project.db").is_file()) == ([], True)
    assert "project.remove" in typed("people", "audit", "team")[1]
    assert typed("workspace", "remove", "team", "tweets")[0] != 0
    typed("workspace", "add", "team", "team/tweets")
    assert people() == [("tweets", 0)]
    with pytest.raises(AsknextError):
        accept(team, late, "Late")


def test_a_new_project_in_the_place_of_an_old_one_begins_without_members(team, typed):
    accept(team, typed("people", "invite", "team", "--project", "tweets", "--json")[1]["link"], "Ann")
    shutil.rmtree(team / "tweets")
    typed("init", "team/tweets", "--data", "data.csv", "--text", "text", "--id", "id", "--labels", "a,b")
    assert typed("people", "list", "team", "--json")[1]["people"][0]["roles"] == {}


def test_a_link_says_where_others_reach_the_server(team, typed):
    assert "public_url" in typed("people", "invite", "team")[1]
    settings = team / "workspace.yaml"
    settings.write_text(settings.read_text() + "public_url: https://labels.example\n")
    said = typed("people", "invite", "team")[1]
    assert ("https://labels.example/invitation#" in said, "public_url" in said) == (True, False)


def test_gold_is_read_from_a_column_of_that_name_too(team, typed):
    (team / "gold.csv").write_text("id,gold\n1,a\n")
    assert typed("gold", str(team / "tweets"), str(team / "gold.csv"), "--json")[1]["gold"] == 1


def test_what_nobody_could_work_with_is_said_when_the_workspace_is_served(team):
    settings = team / "tweets" / "asknext.yaml"
    given = yaml.safe_load(settings.read_text())
    settings.write_text(yaml.safe_dump({**given, "skills": {"Ann": ["law"]}, "qualification": {"items": 3}}))
    with open_workspace(team) as workspace:
        skills, test = setup_warnings(workspace)
    assert "skills: of asknext.yaml is not used" in skills
    assert "items is 3, and there are 0 gold items" in test
