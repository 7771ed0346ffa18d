"""A backup is the project at one moment, whatever goes on meanwhile, and comes back the same on either database."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from asknext.errors import ProjectError
from asknext.formats import Row
from asknext.labelling.desk import Desk
from asknext.project.archive import table_file
from asknext.project.backup import back_up
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.config_file import save_config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import create_project, open_project
from asknext.project.importing import import_data, import_rows
from asknext.project.restore import restore
from asknext.store.dump import dumped_rows, dumped_tables
from asknext.store.events import append_event
from asknext.store.schema import event
from asknext.store.settings import get_setting, set_setting

RELEASED = Path(__file__).parents[1] / "store" / "released" / "0001.sql"


@pytest.fixture
def project(tmp_path, sqlite_or_postgres):
    with create_project(tmp_path / "p", Config(title="p", columns=Columns(text="text", id="id"))) as made:
        import_rows(made, [Row(k, {"id": f"n{k}", "text": f"text {k} é 🍞"}) for k in range(30)])
        yield made


def tables_of(path):
    """The text of every table in a backup."""
    with tarfile.open(path) as archive:
        return {name: archive.extractfile(table_file(name)).read() for name in dumped_tables()}


def comment(conn, number):
    values = {"at": 1.0, "annotator": "a", "session": "s", "item": 0, "kind": "comment", "stream": "list"}
    append_event(conn, uid=f"u{number}", value="x", **values)
    set_setting(conn, "counted", number)


def test_a_backup_while_others_write_is_one_moment_between_two_commits(project, tmp_path):
    stop, count = threading.Event(), [0]

    def write():
        while not stop.is_set():
            count[0] += 1
            with project.database.write() as conn:
                comment(conn, count[0])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            before = count[0]
            manifest = back_up(project, tmp_path / f"b{number}.tar")
            with restore(tmp_path / f"b{number}.tar", tmp_path / f"r{number}") as again, again.database.read() as conn:
                counted, events = (
                    get_setting(conn, "counted", 0),
                    conn.execute(select(func.count(event.c.seq))).scalar(),
                )
                assert counted == events >= before - 1
                assert conn.execute(select(func.max(event.c.seq))).scalar() in (None, manifest.event)
    finally:
        stop.set()
        writer.join()


def test_new_rows_are_numbered_after_those_that_came_back(project, tmp_path):
    with project.database.write() as conn:
        for number in range(5):
            comment(conn, number)
    back_up(project, tmp_path / "b.tar")
    with restore(tmp_path / "b.tar", tmp_path / "again") as again:
        with again.database.write() as conn:
            comment(conn, 99)
        with again.database.read() as conn:
            assert list(conn.execute(select(event.c.seq).order_by(event.c.seq)).scalars()) == [1, 2, 3, 4, 5, 6]


def test_a_project_moves_to_the_other_database_and_back_without_losing_a_bit(tmp_path, postgres_url):
    folder = tmp_path / "first"
    folder.mkdir()
    with sqlite3.connect(folder / "project.db") as conn:
        conn.executescript(RELEASED.read_text(encoding="utf-8"))
    conn.close()
    save_config(Config(title="released"), folder / "asknext.yaml")
    with open_project(folder) as project:
        back_up(project, tmp_path / "1.tar")
    with restore(tmp_path / "1.tar", tmp_path / "second", database=DatabaseConfig(url=postgres_url)) as project:
        assert project.database.schema is not None
        back_up(project, tmp_path / "2.tar")
    with restore(tmp_path / "2.tar", tmp_path / "third") as project:
        assert project.database.schema is None
        back_up(project, tmp_path / "3.tar")
    first = tables_of(tmp_path / "1.tar")
    assert first["event"].count(b"\n") == 15
    assert first == tables_of(tmp_path / "2.tar") == tables_of(tmp_path / "3.tar")


def test_what_opens_doors_is_left_out_and_only_the_owner_may_read(project, tmp_path):
    back_up(project, tmp_path / "b.tar")
    with tarfile.open(tmp_path / "b.tar") as archive:
        names, settings = archive.getnames(), archive.extractfile("asknext.yaml").read()
    assert "tables/web_session.jsonl" not in names
    assert b"127.0.0.1" not in settings
    assert os.stat(tmp_path / "b.tar").st_mode & 0o077 == 0


def test_pictures_come_along_where_that_is_wished(tmp_path):
    for name in ("a.png", "b.png"):
        (tmp_path / "pictures" / "deep").mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (4, 4), (name[0] == "a" and "red") or "blue").save(tmp_path / "pictures" / "deep" / name)
    (tmp_path / "pictures" / "other.txt").write_text("not an item's")
    config = Config(content="image", media=str(tmp_path / "pictures"))
    with create_project(tmp_path / "p", config) as project:
        import_data(project, [tmp_path / "pictures"])
        back_up(project, tmp_path / "b.tar", media=True)
        (tmp_path / "pictures" / "deep" / "a.png").rename(tmp_path / "gone.png")
        with pytest.raises(ProjectError, match="would not be whole: put it back"):
            back_up(project, tmp_path / "c.tar", media=True)
    assert not list(tmp_path.glob("*c.tar*"))
    with restore(tmp_path / "b.tar", tmp_path / "again") as again:
        assert again.media == tmp_path / "again" / "media"
        found = sorted(path.relative_to(again.media).as_posix() for path in again.media.rglob("*.*"))
        assert found == ["deep/a.png", "deep/b.png"]


BOX = {"type": "box", "x": 1.0, "y": 1.0, "width": 2.0, "height": 2.0, "class": "c1", "id": "a"}
FRAMES = [{"file": f"f{at}.png", "index": 5 * at, "seconds": at / 5} for at in range(2)]


@pytest.fixture(params=["frames", "audio"])
def annotated(request, tmp_path, sqlite_or_postgres):
    """A project that owns its files, with an answer that is annotations."""
    import wave

    owned = tmp_path / "p" / "owned"
    owned.mkdir(parents=True)
    for shade, each in enumerate(FRAMES):
        Image.new("L", (4, 4), shade).save(owned / each["file"])
    with wave.open(str(owned / "a.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(b"\x01\x02" * 800)
    row = {"id": "clip", "video": "v.mp4", "count": 9, "frames": FRAMES}
    (owned / "clips.jsonl").write_text(json.dumps(row), encoding="utf-8")
    frames = request.param == "frames"
    answer = {**BOX, "frame": 5} if frames else {"type": "audio_region", "start": 0.0, "end": 0.05, "class": "c1"}
    config = Config(
        task="objects" if frames else "regions", content=request.param, control=0.0, classes=(ClassConfig("x"),),
        media="owned",
    )  # fmt: skip
    with create_project(tmp_path / "p", config) as project:
        assert import_data(project, [owned / "clips.jsonl" if frames else owned]).added == 1
        desk = Desk(project)
        said = {"uid": "u", "kind": "label", "item": 0, "value": {"annotations": [answer]}}
        assert desk.do("ann", "ann", [said]).result()[0]["status"] == "stored"
        desk.close()
        yield project


def rows_of(project):
    with project.database.read() as conn:
        return {name: list(dumped_rows(conn, table)) for name, table in dumped_tables().items()}


def test_annotated_answers_come_back_with_frames_and_sound(annotated, tmp_path):
    back_up(annotated, tmp_path / "b.tar", media=True)
    with restore(tmp_path / "b.tar", tmp_path / "again") as again:
        assert again.media == tmp_path / "again" / "media"
        assert rows_of(again) == rows_of(annotated)
        assert len(rows_of(again)["label"]) == 1
        found = {path.name: path.read_bytes() for path in again.media.iterdir()}
    expected = {each["file"] for each in FRAMES} if again.config.content == "frames" else {"a.wav"}
    assert found == {name: (annotated.folder / "owned" / name).read_bytes() for name in expected}


def test_a_restore_that_is_killed_leaves_no_project(tmp_path):
    with pictured(tmp_path, ["a.png", "b.png"]) as project:
        back_up(project, tmp_path / "b.tar", media=True)
    script = (
        "import os, signal, sys, asknext.project.restore as r; fill = r.load_rows;"
        "r.load_rows = lambda *a: (fill(*a), os.kill(os.getpid(), signal.SIGKILL));"
        "r.restore(sys.argv[1], sys.argv[2])"
    )
    again = tmp_path / "again"
    assert subprocess.run([sys.executable, "-c", script, tmp_path / "b.tar", again]).returncode == -9
    with pytest.raises(ProjectError, match="is not an asknext project"):
        open_project(again)
    assert not (again / "project.db").exists()
    with pytest.raises(ProjectError, match="left by a restore that was stopped"):
        restore(tmp_path / "b.tar", again)
    shutil.rmtree(again)
    restore(tmp_path / "b.tar", again).close()


def pictured(folder, names):
    """A project of pictures with these names."""
    (folder / "pictures").mkdir()
    for shade, name in enumerate(names):
        Image.new("L", (4, 4), shade).save(folder / "pictures" / name, format="png")
    project = create_project(folder / "p", Config(content="image", media=str(folder / "pictures")))
    assert import_data(project, [folder / "pictures"]).added == len(names)
    return project


def test_pictures_come_back_whatever_a_camera_called_them(tmp_path):
    names = ["2024-05-01T12:30:00.png", "at 1.00\u202fPM.png", "a\\b.png", "日本\u3000語.png"]
    with pictured(tmp_path, names) as project:
        back_up(project, tmp_path / "b.tar", media=True)
    with restore(tmp_path / "b.tar", tmp_path / "again") as again:
        assert sorted(path.name for path in again.media.iterdir()) == sorted(names)


def test_a_backup_that_could_not_be_restored_is_not_made(tmp_path):
    with pictured(tmp_path, ["a\nb.png"]) as project:
        with pytest.raises(ProjectError, match=r"could not be restored.*without pictures"):
            back_up(project, tmp_path / "b.tar", media=True)
        back_up(project, tmp_path / "without.tar")
    assert [path.name for path in tmp_path.glob("*.tar*")] == ["without.tar"]


def test_a_backup_that_fails_leaves_the_old_one(project, tmp_path, monkeypatch):
    back_up(project, tmp_path / "b.tar")
    before = (tmp_path / "b.tar").read_bytes()

    def fail(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("asknext.project.backup.os.fsync", fail)
    with pytest.raises(ProjectError, match="No space left"):
        back_up(project, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*.tar*")] == ["b.tar"]


def test_progress_goes_to_the_end(project, tmp_path):
    said = []
    manifest = back_up(project, tmp_path / "b.tar", progress=lambda done, total: said.append((done, total)))
    rows = sum(each.rows or 0 for each in manifest.files.values())
    assert said[-1] == (rows, rows)
    assert json.loads(manifest.text())["files"]["tables/item.jsonl"]["rows"] == 30
