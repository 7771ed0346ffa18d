from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import delete, text, update

from asknext.errors import DataError, UnknownName
from asknext.formats import read_json_lines
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import Project, create_project, open_project
from asknext.project.importing import import_data, import_rows
from asknext.store.schema import label

pytestmark = pytest.mark.usefixtures("sqlite_or_postgres")

_ORDER = {"item": "pos", "event": "seq", "label": "item", "label_class": "position"}


def _project(folder: Path, **settings: Any) -> Project:
    settings.setdefault("columns", Columns(text="text", id="id"))
    return create_project(folder / "p", Config(**settings))


def _file(folder: Path, text: str, name: str = "data.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def _rows(project: Project, columns: str = "*", table: str = "item") -> list[tuple[Any, ...]]:
    with project.database.read() as conn:
        return [tuple(row) for row in conn.execute(text(f"SELECT {columns} FROM {table} ORDER BY {_ORDER[table]}"))]


def _refused(path: Path | None) -> list[dict[str, Any]]:
    assert path is not None
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_second_run_adds_nothing(tmp_path: Path) -> None:
    project, path = _project(tmp_path), _file(tmp_path, "id,text,lang\na,one,en\nb,two,de\n")
    first, second = import_data(project, [path]), import_data(project, [path])
    assert (first.added, first.known, first.rejects_file) == (2, 0, None)
    assert (second.added, second.known) == (0, 2)
    assert _rows(project, "pos, id, content, meta") == [
        (0, "a", "one", '{"lang":"en"}'),
        (1, "b", "two", '{"lang":"de"}'),
    ]


def test_more_rows_later_add_only_the_new_ones(tmp_path: Path) -> None:
    project = _project(tmp_path)
    import_data(project, [_file(tmp_path, "id,text\na,one\n")])
    assert import_data(project, [_file(tmp_path, "id,text\nz,new\na,one\n")]).added == 1
    assert _rows(project, "pos, id") == [(0, "a"), (1, "z")]


def test_items_without_ids_are_named_by_their_content(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text"))
    path = _file(tmp_path, "text\none\ntwo\none\none\n")
    report = import_data(project, [path])
    ids = [id for (id,) in _rows(project, "id")]
    assert (report.added, report.copies) == (4, 2)
    assert ids[2:] == [f"{ids[0]}-2", f"{ids[0]}-3"]
    assert import_data(project, [path]).known == 4


def test_copies_point_to_the_first_and_share_its_stream(tmp_path: Path) -> None:
    project = _project(tmp_path, control=0.5)
    text = "id,text\n" + "".join(f"{i},t{i % 20}\n" for i in range(200))
    assert import_data(project, [_file(tmp_path, text)]).copies == 180
    firsts = {pos: control for pos, control in _rows(project, "pos, control") if pos < 20}
    for pos, copy_of, control in _rows(project, "pos, copy_of, control"):
        assert copy_of == (pos % 20 if pos >= 20 else None)
        assert control == firsts[pos % 20]
    assert 0 < sum(firsts.values()) < 20


def test_an_id_with_another_content_is_refused(tmp_path: Path) -> None:
    project = _project(tmp_path)
    report = import_data(project, [_file(tmp_path, "id,text\na,one\na,two\na,one\n")])
    assert (report.added, report.known, report.rejected) == (1, 1, 1)
    assert _refused(report.rejects_file) == [
        {
            "source": str(tmp_path / "data.csv"),
            "line": 3,
            "column": "id",
            "reason": "the id 'a' stands for another content already",
            "raw": "two",
        }
    ]


def test_bad_rows_go_to_a_file_and_the_rest_goes_in(tmp_path: Path) -> None:
    project = _project(tmp_path)
    report = import_data(project, [_file(tmp_path, "id,text\na,one\nb\n,three\nd, \ne,five\n")])
    assert (report.added, report.rejected) == (2, 3)
    assert [(each["line"], each["column"], each["reason"]) for each in _refused(report.rejects_file)] == [
        (3, None, "1 fields, expected 2 (id, text)"),
        (4, "id", "the id is empty"),
        (5, "text", "the text is empty"),
    ]


def test_strict_stops_at_the_first_bad_row_and_keeps_nothing(tmp_path: Path) -> None:
    project = _project(tmp_path)
    good = _file(tmp_path, "id,text\n" + "".join(f"g{i},t{i}\n" for i in range(6_000)), "good.csv")
    bad = _file(tmp_path, "id,text\na,one\nb,two,three\n", "bad.csv")
    with pytest.raises(DataError, match=r"bad\.csv:3: 3 fields, expected 2"):
        import_data(project, [good, bad], strict=True)
    assert project.n == 0
    assert list(project.rejects.iterdir()) == []
    assert import_data(project, [good], strict=True).added == 6_000


def test_a_mistyped_column_suggests_the_nearest(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="txt"))
    with pytest.raises(UnknownName, match=r"no column 'txt' in .*data.csv'?.*Did you mean 'text'"):
        import_data(project, [_file(tmp_path, "id,text\na,one\n")])
    with pytest.raises(UnknownName, match="Did you mean 'text'"):
        import_data(project, [_file(tmp_path, '{"text": "a"}\n', "d.jsonl")])


def test_a_mistyped_label_column_of_json_lines_is_noticed_and_a_sparse_one_is_not(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text", label="label"))
    with pytest.raises(UnknownName, match="Did you mean 'lable'"):
        import_data(project, [_file(tmp_path, '{"text": "a", "lable": "x"}\n', "d.jsonl")])
    late = _file(tmp_path, '{"text": "a"}\n' * 150 + '{"text": "b", "label": "x"}\n', "e.jsonl")
    assert import_data(project, [late]).labels == 1


def test_labels_become_events_of_the_import(tmp_path: Path) -> None:
    classes = (ClassConfig("neg"), ClassConfig("pos"))
    project = _project(tmp_path, columns=Columns(text="text", id="id", label="y"), classes=classes)
    report = import_data(project, [_file(tmp_path, "id,text,y\na,one,pos\nb,two,\nc,three,posi\nd,one,\n")])
    assert (report.added, report.labels, report.unread, report.rejected) == (4, 1, 1, 0)
    refused = _refused(report.rejects_file)[0]
    assert (refused["line"], refused["column"]) == (4, "y")
    assert "There is no class 'posi'. Did you mean 'pos'? The item is in, without this label." in refused["reason"]
    id = next(each.id for each in project.classes if each.name == "pos")
    columns = "item, kind, value, stream, annotator"
    assert _rows(project, columns, "event") == [(0, "label", json.dumps([id]), "import", "import")]
    assert _rows(project, "item, value, stream, annotator", "label") == [(0, json.dumps([id]), "import", "import")]
    assert _rows(project, "id, state") == [("a", 1), ("b", 0), ("c", 0), ("d", 0)]


def test_strict_stops_at_a_label_that_is_no_class(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text", label="y"), classes=(ClassConfig("pos"),))
    with pytest.raises(DataError, match=r"data\.csv:3, column 'y': There is no class 'posi'\. Did you mean 'pos'\?$"):
        import_data(project, [_file(tmp_path, "text,y\none,pos\ntwo,posi\n")], strict=True)
    assert project.n == 0


def test_several_classes_written_with_a_comma_are_told_the_forms(tmp_path: Path) -> None:
    classes = (ClassConfig("x"), ClassConfig("y"))
    project = _project(tmp_path, task="multi_label", columns=Columns(text="text", label="l"), classes=classes)
    report = import_data(project, [_file(tmp_path, 'text,l\none,"x,y"\ntwo,x|y\n')])
    assert (report.added, report.labels, report.unread) == (2, 1, 1)
    assert (
        'Several classes are written a|b or as a JSON list, ["a", "b"].' in _refused(report.rejects_file)[0]["reason"]
    )


def test_labels_may_come_later_and_are_taken_once(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text", id="id", label="y"))
    import_data(project, [_file(tmp_path, "id,text,y\na,one,\n")])
    path = _file(tmp_path, "id,text,y\na,one,pos\n")
    assert import_data(project, [path]).labels == 1
    assert import_data(project, [path]).labels == 0
    assert [each.name for each in project.classes] == ["pos"]
    assert len(_rows(project, "*", "event")) == 1


def test_a_label_that_contradicts_is_written_down_and_not_taken(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text", id="id", label="y"))
    report = import_data(project, [_file(tmp_path, "id,text,y\na,one,pos\nb,one,neg\n")])
    assert (report.added, report.copies, report.labels, report.conflicts) == (2, 1, 1, 1)
    assert "'b' is labelled 'pos' already; this label was not taken" in _refused(report.rejects_file)[0]["reason"]


def test_an_import_never_undoes_what_a_person_did(tmp_path: Path) -> None:
    project = _project(tmp_path, columns=Columns(text="text", id="id", label="y"))
    path = _file(tmp_path, "id,text,y\na,one,pos\nb,two,neg\n")
    import_data(project, [path])
    neg = next(each.id for each in project.classes if each.name == "neg")
    with project.database.write() as conn:
        conn.execute(update(label).where(label.c.item == 0).values(value=json.dumps([neg]), annotator="ann"))
        conn.execute(delete(label).where(label.c.item == 1))
    report = import_data(project, [path])
    assert (report.labels, report.conflicts) == (0, 0)
    assert _rows(project, "item, annotator", "label") == [(0, "ann")]


def test_multi_label_takes_lists_and_bars(tmp_path: Path) -> None:
    columns = Columns(text="text", label="y")
    project = _project(tmp_path, task="multi_label", columns=columns)
    import_data(project, [_file(tmp_path, 'text,y\none,a|b\ntwo,"[""b"", ""a""]"\nthree,[]\nfour,\n')])
    names = {each.id: each.name for each in project.classes}
    found = [[names[id] for id in json.loads(value)] for (value,) in _rows(project, "value", "label")]
    assert found == [["a", "b"], ["a", "b"], []]


def test_table_rows_keep_their_columns(tmp_path: Path) -> None:
    project = _project(tmp_path, content="row", columns=Columns(id="id"))
    lines = '{"id": 1, "b": 2.5, "a": null}\n{"id": 2, "a": null, "b": 2.5}\n'
    assert import_data(project, [_file(tmp_path, lines, "d.jsonl")]).copies == 1
    assert _rows(project, "id, content")[0] == ("1", '{"b":2.5,"a":null}')


def test_rows_may_come_from_a_stream(tmp_path: Path) -> None:
    project = _project(tmp_path)
    lines = ['{"id": 1, "text": "a"}', '{"id": 2}', "x", '{"id": 4, "text": 1e999}']
    report = import_rows(project, read_json_lines(lines, "upload"), source="upload")
    assert (report.added, report.rejected) == (1, 3)
    assert [each["line"] for each in _refused(report.rejects_file)] == [2, 3, 4]


def test_the_control_reserve_is_the_share_that_was_asked_for_and_the_same_each_time(tmp_path: Path) -> None:
    text = "id,text\n" + "".join(f"{i},t{i}\n" for i in range(3_000))
    path = _file(tmp_path, text)
    found = []
    for name, seed in (("x", 0), ("y", 0), ("z", 1)):
        (tmp_path / name).mkdir()
        project = _project(tmp_path / name, seed=seed)
        import_data(project, [path])
        found.append([control for (control,) in _rows(project, "control")])
    assert found[0] == found[1] != found[2]
    assert 0.07 < sum(found[0]) / 3_000 < 0.13


def test_pictures_are_checked_and_their_folder_is_remembered(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    Image.new("RGB", (8, 8), "red").save(folder / "a.png")
    Image.new("RGB", (8, 8), "red").save(folder / "b.png")
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(out, "PNG")
    (folder / "cut.png").write_bytes(out.getvalue()[:-600])
    (folder / "drawing.png").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "drawing.svg").write_text("<svg/>")
    project = _project(tmp_path, content="image", columns=Columns())
    report = import_data(project, [folder])
    assert (report.added, report.copies, report.rejected) == (2, 1, 3)
    assert _rows(project, "id, content") == [("a.png", "a.png"), ("b.png", "b.png")]
    assert project.media == folder
    with open_project(project.folder) as again:
        assert again.media == folder


@pytest.mark.parametrize("path", ["../secret.png", "/etc/passwd", "link.png", "absent.png", "", "a/../../secret.png"])
def test_paths_of_pictures_do_not_leave_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "media").mkdir()
    Image.new("RGB", (8, 8)).save(tmp_path / "secret.png")
    (tmp_path / "media" / "link.png").symlink_to(tmp_path / "secret.png")
    project = _project(tmp_path, content="image", columns=Columns(image="file"), media=str(tmp_path / "media"))
    data = _file(tmp_path, f'file,n\n"{path}",1\n')
    report = import_data(project, [data])
    assert (report.added, report.rejected) == (0, 1)
    assert _refused(report.rejects_file)[0]["column"] == "file"


def test_progress_goes_to_the_end(tmp_path: Path) -> None:
    text = "id,text\n" + "".join(f"{i},t{i}\n" for i in range(12_000))
    path, seen = _file(tmp_path, text), []
    import_data(_project(tmp_path), [path], progress=lambda rows, done, total: seen.append((rows, done, total)))
    assert seen[-1] == (12_000, path.stat().st_size, path.stat().st_size)
    assert len(seen) > 2


def test_a_run_that_is_killed_is_finished_by_the_next(tmp_path: Path) -> None:
    text = "text,y\n" + "".join(f"text number {i % 900},{'ab'[i % 2]}\n" for i in range(1_000))
    path, columns = _file(tmp_path, text), Columns(text="text", label="y")
    # killed inside the third batch's transaction: its items are written, its labels are not, nothing is committed
    script = (
        "import os, signal, sys; from pathlib import Path; from asknext.project import importing;"
        "from asknext.store import items;"
        "from asknext.project.folder import open_project;"
        "importing.BATCH = 110; insert, calls = items.insert_labels, [];"
        "die = lambda: os.kill(os.getpid(), signal.SIGKILL);"
        "items.insert_labels = lambda *a: die() if calls.append(1) or len(calls) == 3 else insert(*a);"
        "importing.import_data(open_project(Path(sys.argv[1])), [Path(sys.argv[2])])"
    )
    killed = _project(tmp_path, columns=columns)
    done = subprocess.run([sys.executable, "-c", script, killed.folder, path])
    assert done.returncode == -signal.SIGKILL
    before = killed.n
    assert before == 220
    report = import_data(killed, [path])
    assert report.known == before
    (tmp_path / "whole").mkdir()
    whole = _project(tmp_path / "whole", columns=columns)
    import_data(whole, [path])
    for table, columns_of in (("item", "*"), ("label", "item, value, stream"), ("event", "uid, item, value")):
        assert _rows(killed, columns_of, table) == _rows(whole, columns_of, table)


def test_importing_stays_light(tmp_path: Path) -> None:
    path = _file(tmp_path, "id,text\na,one\n")
    folder = _project(tmp_path).folder
    script = (
        "import sys; from pathlib import Path; from asknext.project.folder import open_project;"
        "from asknext.project.importing import import_data; import asknext.project.exporting;"
        "import_data(open_project(Path(sys.argv[1])), [Path(sys.argv[2])]);"
        "print([m for m in ('sklearn', 'scipy', 'pandas', 'pyarrow', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, folder, path], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
