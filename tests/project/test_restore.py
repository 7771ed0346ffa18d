"""A backup may come from anywhere: what is wrong with one is said, and nothing of it is made."""

import hashlib
import io
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine

from asknext.errors import AsknextError, DataError, ProjectError
from asknext.formats import Row
from asknext.labelling.guidelines.keeping import guidelines_of
from asknext.labelling.webhooks import make
from asknext.project.backup import back_up
from asknext.project.config import Columns, Config
from asknext.project.database_config import DatabaseConfig
from asknext.project.folder import create_project, open_project
from asknext.project.importing import import_rows
from asknext.project.outside_config import MachineConfig, OutsideConfig
from asknext.project.restore import restore
from asknext.store.database import Database
from asknext.store.dump import are_dumped, dumped_rows, dumped_tables
from asknext.store.events import append_event
from asknext.store.webhooks import all_webhooks

RELEASED = Path(__file__).parents[1] / "store" / "released" / "0001.sql"


@pytest.fixture
def whole(tmp_path):
    """The files of a good backup by name."""
    with create_project(tmp_path / "p", Config(columns=Columns(text="text"))) as project:
        import_rows(project, [Row(1, {"text": "one"}), Row(2, {"text": "two"})])
        back_up(project, tmp_path / "good.tar")
    with tarfile.open(tmp_path / "good.tar") as archive:
        return {name: archive.extractfile(name).read() for name in archive.getnames()}


def pack(path, files, *, manifest=None, extra=()):
    """A tar file with a manifest that fits, or with another one."""
    facts = json.loads(files["manifest.json"])
    facts["files"] = {
        name: {"size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "rows": None}
        for name, data in files.items()
        if name != "manifest.json"
    }
    files = {**files, "manifest.json": json.dumps({**facts, **(manifest or {})}).encode()}
    with tarfile.open(path, "w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for member in extra:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def refused(path, tmp_path, match):
    with pytest.raises(AsknextError, match=match):
        restore(path, tmp_path / "again").close()
    assert not (tmp_path / "again" / "asknext.yaml").exists()
    assert not (tmp_path / "again" / "project.db").exists()


def test_a_packed_copy_is_restored(whole, tmp_path):
    with restore(pack(tmp_path / "b.tar", whole), tmp_path / "again") as again:
        assert again.n == 2


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "media/../../evil",
        "a//b",
        "./x",
        "a\\..\\b",
        "c:evil",
        "media/\nx",
        "x" * 300,
        "media//b",
        "media/./b",
    ],
)
def test_names_that_lead_elsewhere(whole, tmp_path, name):
    refused(pack(tmp_path / "b.tar", {**whole, name: b"x"}), tmp_path, "leads elsewhere|no plain file")
    assert not (tmp_path / "evil").exists()


def member(name, kind, link=""):
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    return made


@pytest.mark.parametrize(
    "extra",
    [
        member("media/a", tarfile.SYMTYPE, "/etc"),
        member("media/a", tarfile.LNKTYPE, "asknext.yaml"),
        member("media", tarfile.DIRTYPE),
        member("media/a", tarfile.FIFOTYPE),
        member("media/a", tarfile.CHRTYPE),
    ],
)
def test_links_devices_and_folders(whole, tmp_path, extra):
    refused(pack(tmp_path / "b.tar", whole, extra=[extra]), tmp_path, "no plain file")


def test_a_name_that_is_there_twice(whole, tmp_path):
    refused(pack(tmp_path / "b.tar", whole, extra=[tarfile.TarInfo("asknext.yaml")]), tmp_path, "there twice")


def test_a_file_with_holes_that_would_fill_the_disk(whole, tmp_path):
    bomb = tarfile.TarInfo("media/bomb")
    bomb.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": str(1 << 50), "GNU.sparse.major": "0"}
    bomb.size = 1
    refused(pack(tmp_path / "b.tar", whole, extra=[bomb]), tmp_path, "no plain file|not whole")


def test_a_file_that_was_changed(whole, tmp_path):
    path = pack(tmp_path / "b.tar", whole)
    data = bytearray(path.read_bytes())
    data[data.index(b"two")] ^= 1
    path.write_bytes(bytes(data))
    refused(path, tmp_path, "tables/item.jsonl' in it is damaged")


def test_a_file_that_was_cut_off(whole, tmp_path):
    path = pack(tmp_path / "b.tar", whole)
    for length in (0, 700, path.stat().st_size // 2):
        (tmp_path / "cut.tar").write_bytes(path.read_bytes()[:length])
        refused(tmp_path / "cut.tar", tmp_path, "no backup|not whole|cut off")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ({"format": "something"}, "no backup"),
        ({"version": 2}, "newer asknext"),
        ({"tables": "9999", "asknext": "7.1"}, "tables of version '9999'.*install the asknext that made it .7.1."),
        ({"files": {}}, "not whole"),
        ({"files": {"asknext.yaml": {"size": 1, "sha256": "0"}}}, "not whole"),
        ({"files": "x"}, "no backup"),
        ({"made": []}, "no backup"),
    ],
)
def test_a_manifest_that_does_not_fit(whole, tmp_path, manifest, said):
    refused(pack(tmp_path / "b.tar", whole, manifest=manifest), tmp_path, said)


@pytest.mark.parametrize(
    "rows",
    [
        b"not json\n",
        b'["pos"]\n[0]\n',
        b'["nothing"]\n[0]\n',
        b'{"pos": 1}\n',
        b"",
        b"[" * 100_000,
        b'["pos","id","hash","content","draw","control"]\n[0,"a","zz","c",0.5,false]\n',
        b'["pos","id","hash","content","draw","control"]\n[0,{"a":1},"00","c",0.5,false]\n',
    ],
)
def test_a_table_that_cannot_be_read(whole, tmp_path, rows):
    refused(pack(tmp_path / "b.tar", {**whole, "tables/item.jsonl": rows}), tmp_path, "'item' in it cannot be read")


def test_a_table_that_is_missing(whole, tmp_path):
    del whole["tables/item.jsonl"]
    refused(pack(tmp_path / "b.tar", whole), tmp_path, "'item' is missing")


def test_settings_are_checked_like_any_others(whole, tmp_path):
    refused(
        pack(tmp_path / "b.tar", {**whole, "asknext.yaml": b"strategy: !!python/object:os.system x"}), tmp_path, "."
    )


def test_what_is_no_tar_file(tmp_path):
    (tmp_path / "b.tar").write_text("hello" * 1000)
    with pytest.raises(DataError, match="no backup of asknext"):
        restore(tmp_path / "b.tar", tmp_path / "again")


def test_nothing_is_overwritten(whole, tmp_path):
    path = pack(tmp_path / "b.tar", whole)
    before = (tmp_path / "p" / "project.db").read_bytes()
    with pytest.raises(ProjectError, match="is an asknext project already"):
        restore(path, tmp_path / "p")
    assert (tmp_path / "p" / "project.db").read_bytes() == before
    (tmp_path / "full" / "media").mkdir(parents=True)
    (tmp_path / "full" / "media" / "mine").write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        restore(pack(tmp_path / "m.tar", {**whole, "media/a.png": b"x"}), tmp_path / "full")
    assert [each.name for each in (tmp_path / "full").rglob("*")] == ["media", "mine"]


def test_what_somebody_else_made_there_meanwhile_stays(whole, tmp_path, monkeypatch):
    def too_late(folder, *_given, **_settings):
        create_project(folder, Config(title="theirs")).close()
        return create_project(folder, Config())

    monkeypatch.setattr("asknext.project.restore.create_project", too_late)
    with pytest.raises(ProjectError, match="is an asknext project already"):
        restore(pack(tmp_path / "m.tar", {**whole, "media/a.png": b"x"}), tmp_path / "again")
    with open_project(tmp_path / "again") as theirs:
        assert theirs.config.title == "theirs"
    assert not (tmp_path / "again" / "media").exists()


SENDING = {
    "machines": {"m": MachineConfig("http://127.0.0.1:9/x", key="env:SECRET", background=True)},
    "outside": OutsideConfig(("127.0.0.1",)),
    "guidelines": "../secret.txt",
}


@pytest.fixture
def sending(tmp_path):
    """A backup whose project sends things out."""
    (tmp_path / "secret.txt").write_text("the password is sesame")
    with create_project(tmp_path / "p", Config(media="..", **SENDING)) as project:
        with project.database.write() as conn:
            make(conn, "http://127.0.0.1:9/hook", [], by="x", now=1.0)
        back_up(project, tmp_path / "b.tar")
    return tmp_path / "b.tar"


def test_what_comes_from_a_stranger_sends_nothing_out(sending, tmp_path):
    said = []
    with restore(sending, tmp_path / "again", tell=said.append) as again, again.database.read() as conn:
        assert not again.config.machines["m"].background
        assert again.config.outside.allow_private == ()
        assert again.config.media is None
        assert [each.active for each in all_webhooks(conn)] == [False]
    assert [any(word in each for each in said) for word in ("background: true", "127.0.0.1", "resume", "media:")] == [
        True
    ] * 4


def test_what_is_trusted_goes_on_as_it_was(sending, tmp_path):
    with restore(sending, tmp_path / "again", trusted=True) as again, again.database.read() as conn:
        assert again.config.machines == SENDING["machines"]
        assert again.config.outside == SENDING["outside"]
        assert [each.active for each in all_webhooks(conn)] == [True]


def test_guidelines_are_read_from_inside_the_folder_alone(tmp_path):
    (tmp_path / "secret.txt").write_text("the password is sesame")
    for number, name in enumerate(("../secret.txt", str(tmp_path / "secret.txt"), "link.md", "inside.md")):
        with create_project(tmp_path / f"g{number}", Config(guidelines=name)) as project:
            (project.folder / "link.md").symlink_to(tmp_path / "secret.txt")
            (project.folder / "inside.md").write_text("right")
            with project.database.read() as conn:
                text = guidelines_of(conn, project).text
        assert "outside of the project's folder" in text if name != "inside.md" else text == "right"


@pytest.fixture
def of_before(whole, tmp_path):
    """A backup of the tables of version 0001, and the path of a database with the same rows."""
    with sqlite3.connect(tmp_path / "old.db") as conn:
        conn.executescript(RELEASED.read_text(encoding="utf-8"))
    conn.close()
    engine, files = create_engine(f"sqlite:///{tmp_path / 'old.db'}"), {}
    with engine.connect() as conn:
        tables = MetaData()
        tables.reflect(conn)
        for table in are_dumped(tables.tables).values():
            rows = [[column.name for column in table.columns], *dumped_rows(conn, table)]
            files[f"tables/{table.name}.jsonl"] = "".join(json.dumps(each) + "\n" for each in rows).encode()
    engine.dispose()
    files |= {name: whole[name] for name in ("asknext.yaml", "manifest.json")}
    return pack(tmp_path / "old.tar", files, manifest={"tables": "0001"}), tmp_path / "old.db"


def rows_of(database):
    with database.read() as conn:
        return {name: list(dumped_rows(conn, table)) for name, table in dumped_tables().items()}


@pytest.mark.parametrize("where", ["sqlite", "postgres"])
def test_a_backup_of_an_older_asknext_comes_back_as_its_database_would(of_before, tmp_path, where, request):
    path, old = of_before
    url = request.getfixturevalue("postgres_url") if where == "postgres" else None
    upgraded = Database(old)
    with restore(path, tmp_path / "again", database=DatabaseConfig(url=url)) as again:
        found, expected = rows_of(again.database), rows_of(upgraded)
        assert len(found["event"]) == 14
        assert found == expected
        with again.database.write() as conn:  # and numbers go on
            values = {"at": 1.0, "annotator": "a", "session": "s", "item": 0, "kind": "comment", "stream": "list"}
            assert append_event(conn, uid="next", value="x", **values) > max(each[0] for each in found["event"])
    upgraded.close()
    with open_project(tmp_path / "again"):
        pass  # it is at the newest version
