import os
import stat

import pytest

from asknext.errors import DataError, InputError, ProjectError, UnknownName
from asknext.people.workspace import add_project_folder, create_workspace, is_workspace, open_workspace


@pytest.fixture
def folder(tmp_path):
    create_workspace(tmp_path / "team", "Signs").close()
    return tmp_path / "team"


def project_in(folder):
    folder.mkdir(parents=True)
    (folder / "asknext.yaml").write_text("title: x\n")


def test_nobody_is_there_at_first_and_there_is_no_default_account(folder):
    with open_workspace(folder) as workspace:
        assert workspace.people.accounts.all() == []
        assert workspace.people.invitations.open(None) == []
        assert workspace.settings.title == "Signs"


def test_what_is_secret_is_its_owner_s_alone(folder):
    for name in ("workspace.yaml", "people.db"):
        assert stat.S_IMODE(os.stat(folder / name).st_mode) == 0o600


def test_what_is_secret_stays_so_when_the_settings_change(folder, tmp_path):
    project_in(tmp_path / "old")
    for mode in (0o600, 0o640):
        os.chmod(folder / "workspace.yaml", mode)
        with open_workspace(folder) as workspace:
            add_project_folder(workspace, f"old-{mode}", tmp_path / "old")
        assert stat.S_IMODE(os.stat(folder / "workspace.yaml").st_mode) == mode
    assert sorted(each.name for each in folder.iterdir() if each.name.startswith("workspace")) == ["workspace.yaml"]


def test_folders_with_settings_are_projects(folder):
    for name in ("tweets", "signs-2", "no project", ".hidden", "x" * 64):
        project_in(folder / name)
    (folder / "empty").mkdir()
    with open_workspace(folder) as workspace:
        assert list(workspace.projects()) == ["signs-2", "tweets"]


@pytest.mark.parametrize("name", ["..", ".", "", "../team", "a/b", "tweets/", "/etc", "a\0b", "TWEETS\n", "%2e%2e"])
def test_a_name_never_leads_out_of_the_workspace(folder, name):
    project_in(folder / "tweets")
    project_in(folder.parent / "elsewhere")
    (folder.parent / "asknext.yaml").write_text("")
    with open_workspace(folder) as workspace:
        assert workspace.folder_of(name) is None


def test_a_project_that_lies_elsewhere(folder, tmp_path):
    project_in(tmp_path / "old" / "tweets")
    with open_workspace(folder) as workspace:
        add_project_folder(workspace, "tweets", tmp_path / "old" / "tweets")
        with pytest.raises(InputError):
            add_project_folder(workspace, "a/b", tmp_path / "old" / "tweets")
        with pytest.raises(ProjectError, match="no project"):
            add_project_folder(workspace, "other", tmp_path)
    with open_workspace(folder) as workspace:
        assert workspace.projects()["tweets"].resolve() == tmp_path / "old" / "tweets"
        assert workspace.settings.title == "Signs"
        with pytest.raises(ProjectError, match="already"):
            add_project_folder(workspace, "tweets", tmp_path / "old" / "tweets")


def test_where_no_workspace_is_made(folder, tmp_path):
    with pytest.raises(ProjectError, match="already"):
        create_workspace(folder)
    project_in(tmp_path / "project")
    with pytest.raises(ProjectError, match="is a project"):
        create_workspace(tmp_path / "project")
    with pytest.raises(ProjectError, match="asknext workspace init"):
        open_workspace(tmp_path)
    assert is_workspace(folder)
    assert not is_workspace(tmp_path)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("titel: x", UnknownName),
        ("sessions: {idle_hours: 0}", InputError),
        ("sessions: {days: 1000}", InputError),
        ("sessions: 7", InputError),
        ("sessions: {hours: 7}", UnknownName),
        ("- a list", DataError),
        ("{", DataError),
        ("!!python/object/apply:os.system ['true']", DataError),
        ("title: 7", InputError),
        ("projects: {../up: /etc}", InputError),
        ("database: {address: x}", InputError),
        ("single_sign_on: {issuer: https://x}", InputError),
        ("single_sign_on: {issuer: 'http://x', client_id: a, client_secret: b}\npublic_url: https://y", InputError),
        (
            "single_sign_on: {issuer: 'http://localhost.x', client_id: a, client_secret: b}\npublic_url: https://y",
            InputError,
        ),
        ("single_sign_on: {issuer: 'https://x', client_id: a, client_secret: b}", InputError),
        ("public_url: 7", InputError),
        ("database: {url: 'env:ASKNEXT_NOT_SET_ANYWHERE'}", InputError),
    ],
)
def test_settings_that_cannot_be(folder, text, error):
    (folder / "workspace.yaml").write_text(text)
    with pytest.raises(error):
        open_workspace(folder)


def test_people_on_postgres(tmp_path, postgres_url, monkeypatch):
    monkeypatch.setenv("TEAM_DATABASE", postgres_url)
    with create_workspace(tmp_path / "team", "Signs", "env:TEAM_DATABASE") as workspace:
        workspace.people.invitations.to_server(by="test", admin=True)
    with open_workspace(tmp_path / "team") as workspace:
        assert len(workspace.people.invitations.open(None)) == 1
    assert not (tmp_path / "team" / "people.db").exists()
    assert "password" not in (tmp_path / "team" / "workspace.yaml").read_text()
