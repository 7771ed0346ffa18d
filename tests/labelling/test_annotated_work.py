import json

import numpy as np
import pytest
from PIL import Image

from asknext.errors import DataError, InputError
from asknext.labelling.annotated_agreement import agreement, located, matched_by_class, medoid, read_annotations
from asknext.labelling.annotated_export import export_annotations
from asknext.labelling.desk import Desk
from asknext.labelling.gold import make_gold_of_file
from asknext.labelling.label_import import import_labels
from asknext.labelling.machines.suggesting import suggest
from asknext.labelling.ontology.editing import perform
from asknext.labelling.qualification import last_answers
from asknext.labelling.qualification import test_state as qualified
from asknext.labelling.ranking import current_ranking
from asknext.labelling.training import run_round
from asknext.project.config import ClassConfig, Columns, Config
from asknext.project.folder import create_project
from asknext.project.importing import import_data
from asknext.project.team_config import Gold, Overlap, Qualification
from asknext.store.browse import item_rows
from asknext.store.events import current_label
from asknext.store.items import ids


def told(*annotations):
    return json.dumps({"annotations": list(annotations)})


def box(x, name="c1", **more):
    return {"type": "box", "x": x, "y": 0.0, "width": 10.0, "height": 10.0, "class": name, **more}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([], [], 1.0),
        ([box(0)], [], 0.0),
        ([box(0)], [box(2)], 1.0),  # 80 of 120 pixels are common
        ([box(0)], [box(4)], 0.0),  # 60 of 140
        ([box(0)], [box(0, "c2")], 0.0),
        ([box(0), box(50)], [box(50)], 2 / 3),
        ([box(0, frame=1)], [box(0, frame=2)], 0.0),
        (
            [{"type": "span", "start": 0, "end": 4, "class": "c1"}],
            [{"type": "span", "start": 0, "end": 5, "class": "c1"}],
            0.0,
        ),
        ([{"type": "number", "value": 1.0}], [{"type": "number", "value": 1.5}], 1.0),
        ([{"type": "number", "value": 1.0}], [{"type": "number", "value": 1.6}], 0.0),
        ([{"type": "pair", "chosen": "left"}], [{"type": "pair", "chosen": "tie"}], 0.0),
        ([{"type": "ordinal", "rank": 2}], [{"type": "ordinal", "rank": 2, "levels": 3}], 1.0),
    ],
)
def test_how_far_two_answers_agree(one, other, expected):
    assert agreement(told(*one), told(*other), step=0.5) == pytest.approx(expected)
    assert agreement(told(*other), told(*one), step=0.5) == pytest.approx(expected)


def test_outlines_masks_and_relations_are_compared_as_what_they_are():
    ring = [[0.0, 0.0], [10.0, 0.0], [10.0, 10.0], [0.0, 10.0]]
    outline = {"type": "polygon", "parts": [[ring]], "class": "c1"}
    assert agreement(told(outline), told(box(1))) == 1.0
    spans = [
        {"type": "span", "start": at, "end": at + 1, "class": "c1", "id": name} for at, name in ((0, "a"), (5, "b"))
    ]
    other = [{**each, "id": each["id"] * 2} for each in spans]
    link = {"type": "relation", "source": "a", "target": "b", "class": "of"}
    same = {"type": "relation", "source": "aa", "target": "bb", "class": "of"}
    back = {"type": "relation", "source": "bb", "target": "aa", "class": "of"}
    assert agreement(told(*spans, link), told(*other, same)) == 1.0
    assert agreement(told(*spans, link), told(*other, back)) == pytest.approx(2 / 3)


def test_what_lies_in_one_place_is_found_whatever_it_is_called():
    one = read_annotations(told(box(0), box(50, "c2"), box(80)))
    other = read_annotations(told(box(50), box(2), box(3, "c2")))  # with box(0) 80 of 120 and 70 of 130 pixels
    found = sorted(located(one, other))
    assert [(first, second) for first, second, _ in found] == [("c1", "c1"), ("c2", "c1")]
    assert [shared for *_, shared in found] == pytest.approx([80 / 120, 1.0])
    assert +matched_by_class(one, other) == {"c1": 1}
    spans = [[{"type": "span", "start": 0, "end": end, "class": "c1"}] for end in (4, 5)]
    assert located(*(read_annotations(told(*each)) for each in spans)) == [("c1", "c1", 0.8)]
    assert matched_by_class(*(read_annotations(told(*each)) for each in spans)).total() == 0


def test_the_label_is_the_answer_that_agrees_most_with_the_others():
    answers = [told(box(0)), told(box(1), box(60)), told(box(0), box(61)), told()]
    best, sure, unanimous = medoid(answers)
    assert best in (1, 2)
    assert (round(sure, 3), unanimous) == (round((2 / 3 + 1 + 0) / 3, 3), False)


@pytest.fixture
def pictures(tmp_path, sqlite_or_postgres):
    """Makes a project of six pictures of 100 x 50 pixels."""
    (tmp_path / "images").mkdir()
    for at in range(6):
        pixels = np.full((50, 100, 3), 40 * at, dtype=np.uint8)
        Image.fromarray(pixels).save(tmp_path / "images" / f"{at}.png")
    made = []

    def make(**settings):
        classes = (ClassConfig("cat"), ClassConfig("dog"))
        config = Config(task="objects", content="image", control=0.0, classes=classes, **settings)
        project = create_project(tmp_path / f"p{len(made)}", config)
        import_data(project, [tmp_path / "images"])
        made.append(project)
        return project

    yield make
    for each in made:
        each.close()


def answered(desk, who, which, *annotations):
    event = {"uid": f"{who}{which}", "kind": "label", "item": which, "value": {"annotations": list(annotations)}}
    return desk.do(who, who, [event]).result()[0]


def test_answers_that_agree_make_a_label_and_others_go_to_a_reviewer(pictures):
    project = pictures(overlap=Overlap(labels=2))
    desk = Desk(project)
    for who, x in (("ann", 10.0), ("bob", 11.0)):
        assert answered(desk, who, 0, box(x, id="a"))["status"] == "stored"
        answered(desk, who, 1, box(x * (5 if who == "bob" else 1), id="a"))
    with project.database.read() as conn:
        label = current_label(conn, 0)
        assert (json.loads(label.value)["annotations"][0]["x"], label.confidence) == (11.0, 1.0)
        assert current_label(conn, 1) is None
    judged = desk.lease("rev", "rev", 1, [], kind="adjudicate").result()["items"]
    assert [each["item"] for each in judged] == [1]
    ruling = {"uid": "r", "kind": "adjudicate", "item": 1, "value": {"annotations": [box(10.0, id="a")]}}
    assert desk.do("rev", "rev", [ruling]).result()[0]["state"] == "labelled"
    desk.close()


def test_labels_follow_their_classes_and_come_back_when_a_class_goes(pictures):
    project = pictures()
    desk = Desk(project)
    answered(desk, "ann", 0, box(0.0, id="a"), box(20.0, "c2", id="b"))
    for change, expected in (
        ({"do": "merge", "classes": ["c2"], "into": "c1"}, ["c1", "c1"]),
        ({"do": "delete", "class": "c1", "requeue": True}, None),
    ):
        with project.database.write() as conn:
            perform(conn, change, annotator="boss", now=1.0)
            desk.settle(conn, 0)
        with project.database.read() as conn:
            label = current_label(conn, 0)
        found = label and [each["class"] for each in json.loads(label.value)["annotations"]]
        assert found == expected
    desk.close()


def coco(path, annotations, sizes=((100, 50),) * 6):
    images = [
        {"id": at, "file_name": f"photos/{at}.png", "width": width, "height": height}
        for at, (width, height) in enumerate(sizes)
    ]
    rows = [
        {"id": number, "image_id": image, "category_id": 1, "bbox": bounds, "iscrowd": 0, "area": 1}
        for number, (image, bounds) in enumerate(annotations, 1)
    ]
    kinds = [{"id": 1, "name": "cat"}]
    path.write_text(json.dumps({"images": images, "annotations": rows, "categories": kinds}), encoding="utf-8")
    return path


def test_labels_of_a_file_reach_the_pictures_of_their_name_once(pictures, tmp_path):
    project, sizes = pictures(), [(100, 50)] * 4 + [(50, 100), (100, 50)]
    file = coco(tmp_path / "coco.json", [(0, [1, 2, 3, 4]), (4, [1, 2, 3, 4])], sizes)
    done = import_labels(project, file)
    assert (done.labels, done.rejected) == (5, 1)
    assert "50 x 100, the picture is 100 x 50" in done.rejects_file.read_text()
    again = import_labels(project, file)
    assert (again.labels, again.known, again.conflicts) == (0, 5, 0)
    other = import_labels(project, coco(tmp_path / "other.json", [(0, [9, 9, 3, 4])]))
    assert (other.labels, other.conflicts, other.known) == (1, 1, 4)
    with pytest.raises(InputError, match="labels are classes"):
        import_labels(create_project(tmp_path / "plain", Config()), file)


@pytest.mark.parametrize(("least", "right"), [(0.8, [True, False]), (0.6, [True, True])])
def test_gold_of_a_file_is_judged_by_how_far_shapes_agree(pictures, tmp_path, least, right):
    test = Qualification(items=2, accuracy=1.0)
    project = pictures(gold=Gold(agreement=least), qualification=test)
    file = coco(tmp_path / "gold.json", [(0, [0, 0, 10, 10]), (1, [0, 0, 10, 10])], [(100, 50)] * 2)
    assert make_gold_of_file(project, file, by="boss") == 2
    desk = Desk(project)
    for which, said in ((0, [box(1.0, id="a")]), (1, [box(0.0, id="a"), box(50.0, id="b")])):  # F1 of 1 and of 2/3
        assert answered(desk, "ann", which, *said)["status"] == "stored"
    with project.database.read() as conn:
        told = {each["item"]: each["right"] for each in last_answers(conn, project.config, "ann")}
        assert told == dict(enumerate(right))
        assert qualified(conn, test, "ann").passed == all(right)
    desk.close()


def test_gold_of_a_file_with_something_wrong_is_not_stored_at_all(pictures, tmp_path):
    project = pictures()
    file = coco(
        tmp_path / "gold.json", [(0, [0, 0, 10, 10]), (1, [0, 0, 10, 10])], [(100, 50), (50, 100)] + [(1, 1)] * 4
    )
    with pytest.raises(DataError, match="the file says 50 x 100, the picture is 100 x 50"):
        make_gold_of_file(project, file, by="boss")
    with project.database.read() as conn:
        assert {each.gold for each in item_rows(conn, range(6)).values()} == {None}


def test_predictions_are_shown_and_what_is_in_doubt_comes_first(pictures, tmp_path):
    project = pictures()
    truth = coco(tmp_path / "truth.json", [(0, [1, 2, 3, 4])])
    scores = {1: 0.9, 2: 0.35, 3: 0.6}
    found = [{"image_id": at, "category_id": 1, "bbox": [1, 2, 3, 4], "score": p} for at, p in scores.items()]
    (tmp_path / "results.json").write_text(json.dumps(found), encoding="utf-8")
    from asknext.formats.exchange import Options

    done = suggest(project, tmp_path / "results.json", by="yolo", options=Options(truth=truth))
    assert (done.stored, done.strategy, done.ranked, done.without) == (3, "min_box_confidence", 3, 3)
    with project.database.read() as conn:
        names = ids(conn)
    order = [names[row] for row in current_ranking(project).order]
    assert order[:3] == ["2.png", "3.png", "1.png"]
    desk = Desk(project)
    (first,) = desk.lease("s", "ann", 1, []).result()["items"]
    (ghost,) = first["suggestions"]
    assert (first["id"], ghost["by"], ghost["score"]) == ("2.png", "yolo", 0.35)
    assert ghost["annotations"][0]["class"] == "c1"
    assert answered(desk, "ann", first["item"], *ghost["annotations"])["status"] == "stored"
    assert suggest(project, tmp_path / "results.json", by="yolo", options=Options(truth=truth)).known == 3
    desk.close()


def test_a_round_of_choices_between_two_says_that_it_learns_nothing(make_project):
    project = make_project(20, task="pairwise")
    desk = Desk(project)
    (item, *_) = desk.lease("s", "ann", 3, []).result()["items"]
    assert answered(desk, "s", item["item"], {"type": "pair", "chosen": "left"})["status"] == "stored"
    result = run_round(project).result
    assert "train no model" in result["saved"]["sentence"]
    assert result["curve"] == []
    desk.close()


def test_an_image_with_an_id_of_its_own_is_exported_by_its_file(tmp_path):
    Image.new("RGB", (64, 48)).save(tmp_path / "cat.png")
    (tmp_path / "list.jsonl").write_text(json.dumps({"id": "no. 1", "image": "cat.png"}), encoding="utf-8")
    columns = Columns(id="id", image="image")
    config = Config(task="objects", content="image", control=0.0, classes=(ClassConfig("cat"),), columns=columns)
    with create_project(tmp_path / "p", config) as project:
        assert import_data(project, [tmp_path / "list.jsonl"]).added == 1
        desk = Desk(project)
        assert answered(desk, "ann", 0, box(1.0))["status"] == "stored"
        desk.close()
        export_annotations(project, "coco", tmp_path / "out.json")
    (image,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["images"]
    assert image["file_name"].endswith("cat.png")


def test_frames_are_labelled_as_one_item_and_exported_as_images(tmp_path):
    for at in range(3):
        Image.new("RGB", (64, 48), (40 * at, 0, 0)).save(tmp_path / f"{at}.png")
    frames = [{"file": f"{at}.png", "index": 10 * at, "seconds": at / 2} for at in range(3)]
    row = {"id": "clip", "video": "clip.mp4", "count": 99, "frames": frames}
    (tmp_path / "clips.jsonl").write_text(json.dumps(row), encoding="utf-8")
    config = Config(task="objects", content="frames", control=0.0, classes=(ClassConfig("cat"),))
    with create_project(tmp_path / "p", config) as project:
        assert import_data(project, [tmp_path / "clips.jsonl"]).added == 1
        desk = Desk(project)
        (item,) = desk.lease("s", "ann", 1, []).result()["items"]
        assert (item["id"], item["content"]["width"], len(item["content"]["frames"])) == ("clip", 64, 3)
        track = [box(1.0, frame=at, group="t", id=f"a{at}") for at in (0, 20)]
        assert answered(desk, "ann", 0, *track)["status"] == "stored"
        assert answered(desk, "ann", 0, box(1.0, frame=5))["status"] != "stored"
        desk.close()
        export_annotations(project, "coco", tmp_path / "out.json")
    told = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [each["file_name"] for each in told["images"]] == ["0.png", "1.png", "2.png"]
    of = {each["id"]: each["file_name"] for each in told["images"]}
    assert sorted(of[each["image_id"]] for each in told["annotations"]) == ["0.png", "2.png"]
