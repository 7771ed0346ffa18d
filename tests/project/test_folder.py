from __future__ import annotations

from pathlib import Path

import pytest
from tests.postgres import Postgres

from asknext.errors import DataError, InputError, ProjectError
from asknext.project import folder as folder_module
from asknext.project.config import ClassConfig, Config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import create_project, open_project


def test_a_project_is_made_and_opened_again(tmp_path: Path) -> None:
    config = Config(title="t", classes=(ClassConfig("a", "1"), ClassConfig("b")))
    with create_project(tmp_path / "p", config) as made:
        ids = [each.id for each in made.classes]
    with open_project(tmp_path / "p") as project:
        assert (project.n, project.config) == (0, config)
        assert [(each.id, each.name, each.key) for each in project.classes] == [(ids[0], "a", "1"), (ids[1], "b", None)]


def test_a_project_may_be_made_beside_other_files(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("text\nhello\n")
    create_project(tmp_path, Config()).close()
    assert (tmp_path / "data.csv").read_text() == "text\nhello\n"
    assert not list(tmp_path.glob(".asknext-init-*"))


def test_an_existing_project_is_left_alone(tmp_path: Path) -> None:
    create_project(tmp_path, Config(title="first")).close()
    with pytest.raises(ProjectError, match="is an asknext project already"):
        create_project(tmp_path, Config(title="second"))
    with open_project(tmp_path) as project:
        assert project.config.title == "first"


def test_a_failure_on_the_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "_sync", fail)
    with pytest.raises(ProjectError, match="No space left"):
        create_project(tmp_path / "p", Config())
    assert list((tmp_path / "p").iterdir()) == []


def test_a_folder_without_settings_is_not_a_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="There is no folder"):
        open_project(tmp_path / "absent")
    with pytest.raises(ProjectError, match=r"is not an asknext project \(it has no asknext.yaml\)"):
        open_project(tmp_path)
    (tmp_path / "project.db").write_bytes(b"")
    with pytest.raises(ProjectError, match=r"put asknext\.yaml back"):
        create_project(tmp_path, Config())


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("")
    with pytest.raises(ProjectError, match="is a file; a project is a folder"):
        create_project(tmp_path / "p", Config())


def test_settings_without_a_database_are_not_started_empty(tmp_path: Path) -> None:
    create_project(tmp_path, Config()).close()
    (tmp_path / "project.db").unlink()
    with pytest.raises(ProjectError, match=r"has asknext\.yaml but no project\.db"):
        open_project(tmp_path)


def test_a_project_in_postgresql_has_its_settings_in_the_folder_and_may_be_moved(
    tmp_path: Path, postgres: Postgres
) -> None:
    url = postgres.url("x").partition("?")[0]
    config = Config(title="t", classes=(ClassConfig("a"),), database=DatabaseConfig(url=url))
    with create_project(tmp_path / "My Tweets, 2", config) as made:
        assert [path.name for path in made.folder.iterdir()] == ["asknext.yaml"]
        assert made.config.database.schema == "asknext_my_tweets_2"
    (tmp_path / "My Tweets, 2").rename(tmp_path / "renamed")
    with open_project(tmp_path / "renamed") as project:
        assert [each.name for each in project.classes] == ["a"]
        with pytest.raises(ProjectError, match="There is a project in schema 'asknext_my_tweets_2'"):
            create_project(tmp_path / "My Tweets, 2", config)
        project.destroy()
    with pytest.raises(ProjectError, match="There is nothing of asknext in schema"):
        open_project(tmp_path / "renamed")


def test_a_failure_on_the_way_leaves_nothing_in_postgresql(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(folder_module, "_sync", fail)
    with pytest.raises(ProjectError, match="No space left"):
        create_project(tmp_path / "leaves_nothing", Config(database=DatabaseConfig(url=postgres_url)))
    monkeypatch.undo()
    with create_project(tmp_path / "p", Config(database=DatabaseConfig(url=postgres_url))) as project:
        project.destroy()


def test_the_address_may_come_from_the_environment(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHERE", postgres_url)
    config = Config(database=DatabaseConfig(url="env:WHERE", schema="asknext_from_the_environment"))
    with create_project(tmp_path / "p", config) as made:
        assert made.database.schema == "asknext_from_the_environment"
        made.destroy()
    assert "made" not in (tmp_path / "p" / "asknext.yaml").read_text()
    monkeypatch.delenv("WHERE")
    with pytest.raises(InputError, match="from the variable WHERE, and it is not set"):
        open_project(tmp_path / "p")


def test_an_address_of_another_kind_is_no_setting() -> None:
    with pytest.raises(DataError, match="expected postgresql://"):
        DatabaseConfig(url="mysql://a@b/c")
