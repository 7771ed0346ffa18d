from __future__ import annotations

from asknext.annotations import Annotated, Annotation, Box, Picture, Sound, Span, Text, label_from_json
from asknext.formats.exchange import label_rows
from asknext.formats.rows import Reject, Row


def test_items_become_rows_of_an_import() -> None:
    box, span = Annotation(Box(1, 2, 3, 4), "cat"), Annotation(Span(0, 2), "x", 0.5)
    reject = Reject("f", None, None, "no", "")
    items = [
        Annotated("a.png", Picture(9, 9), (box,), meta={"split": "val", "id": 7}),
        reject,
        Annotated("t", Text("ab"), predictions=(span,)),
        Annotated("s.wav", Sound()),
    ]
    picture, refused, text, sound = label_rows(items)
    assert isinstance(picture, Row)
    assert {name: picture.values[name] for name in ("id", "image", "split", "prediction")} == {
        "id": "a.png", "image": "a.png", "split": "val", "prediction": None,
    }  # fmt: skip
    assert label_from_json(picture.values["label"]) == (box,)
    assert refused is reject
    assert isinstance(text, Row)
    assert (text.line, text.values["text"], text.values["label"]) == (3, "ab", None)
    assert label_from_json(text.values["prediction"]) == (span,)
    assert isinstance(sound, Row)
    assert sound.values["audio"] == "s.wav"
