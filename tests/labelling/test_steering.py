import numpy as np
import pytest

from asknext.errors import UnknownName
from asknext.labelling.ranking import current_ranking
from asknext.labelling.steering import steering
from asknext.labelling.tell import tell
from asknext.labelling.training import run_round
from asknext.project.config import ClassConfig, Config
from asknext.project.config_file import load_config
from asknext.project.folder import create_project
from asknext.project.quality_config import BalanceConfig
from asknext.store.schema import item


def test_without_target_strength_or_model_the_order_stays():
    p = np.full((4, 2), 0.5, dtype=np.float32)
    order = np.arange(4)
    assert steering(BalanceConfig(), ["a", "b"], p, order) is None
    assert steering(BalanceConfig({"a": 0.5}, 0.0), ["a", "b"], p, order) is None
    assert steering(BalanceConfig({"a": 0.5}), ["a", "b"], None, order) is None
    with pytest.raises(UnknownName, match=r"asknext\.yaml"):
        steering(BalanceConfig({"c": 0.5}), ["a", "b"], p, order)


def test_reasons_go_with_their_items():
    p = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=np.float32)
    found = steering(BalanceConfig({"b": 1.0}), ["a", "b"], p, np.arange(4))
    assert found.places.tolist() == [2, 3, 0, 1]
    assert found.reasons(["zero", "one", "two"], "the rest") == [
        "two Predicted b, of which 100% of what is asked shall be.",
        "the rest Predicted b, of which 100% of what is asked shall be.",
        "zero",
    ]


def test_a_round_asks_for_the_rare_class_as_often_as_wanted(tmp_path):
    balance = BalanceConfig({"rare": 0.8, "common": 0.2})
    classes = (ClassConfig("common"), ClassConfig("rare"))
    with create_project(tmp_path / "p", Config(classes=classes, control=0.0, balance=balance)) as project:
        assert load_config(project.folder / "asknext.yaml").balance == balance
        words = ["rare bird sings" if at % 10 == 0 else "common stone lies" for at in range(400)]
        with project.database.write() as conn:
            rows = [
                {"pos": at, "id": str(at), "hash": at.to_bytes(16, "big"), "content": f"{said} {at}", "draw": at / 400}
                for at, said in enumerate(words)
            ]
            conn.execute(item.insert(), [{**row, "control": False} for row in rows])
        tell(project, {str(at): [words[at].split()[0]] for at in range(40)}, annotator="me")
        run_round(project)
        ranking = current_ranking(project)
        first = ranking.order[:40].tolist()
        assert sum(words[row].startswith("rare") for row in first) == 32
        assert "80% of what is asked" in ranking.sentence(first[0])
        assert len(ranking.order) == 360
