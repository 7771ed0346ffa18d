from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import numpy as np
import pytest

from asknext.embed import OnnxImageEmbedder, OnnxTextEmbedder, SentenceTransformerEmbedder
from asknext.errors import DataError, MissingExtra, UnknownName


def _absent(package: str) -> bool:
    return importlib.util.find_spec(package) is None


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"model\.onnx: The file cannot be read"):
        _ = OnnxTextEmbedder(tmp_path).fingerprint


def test_unknown_options_are_named(tmp_path: Path) -> None:
    (tmp_path / "preprocess.json").write_text('{"chanels": "BGR"}')
    with pytest.raises(UnknownName, match=r"no option 'chanels'.*'channels'"):
        OnnxImageEmbedder(tmp_path)


@pytest.mark.skipif(not _absent("onnxruntime"), reason="onnxruntime is installed")
def test_without_the_extra_the_message_says_what_to_type(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"")
    with pytest.raises(MissingExtra, match=r"needs onnxruntime.*pip install 'asknext\[onnx\]'"):
        OnnxTextEmbedder(tmp_path).fit([])


@pytest.mark.skipif(not _absent("sentence_transformers"), reason="sentence-transformers is installed")
def test_without_sentence_transformers_the_message_says_what_to_type() -> None:
    with pytest.raises(MissingExtra, match=r"needs sentence-transformers.*pip install 'asknext\[text\]'"):
        SentenceTransformerEmbedder("any").fit([])


@pytest.mark.skipif(_absent("onnx") or _absent("onnxruntime"), reason="onnx or onnxruntime is not installed")
def test_pictures_are_prepared_as_the_file_beside_the_model_says(tmp_path: Path) -> None:
    import onnx
    from onnx import TensorProto, helper

    given = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["b", 3, 8, 8])
    taken = helper.make_tensor_value_info("y", TensorProto.FLOAT, ["b", 3, 1, 1])
    graph = helper.make_graph([helper.make_node("GlobalAveragePool", ["x"], ["y"])], "mean", [given], [taken])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "model.onnx")
    options = {"channels": "BGR", "scale": 1.0, "mean": [1, 2, 3], "std": [1, 1, 2]}
    (tmp_path / "preprocess.json").write_text(json.dumps(options))
    picture = np.zeros((20, 30, 3), np.uint8)
    picture[:] = (10, 20, 30)
    np.testing.assert_allclose(OnnxImageEmbedder(tmp_path).transform([picture]), [[29, 18, 3.5]])
