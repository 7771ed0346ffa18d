import numpy as np

from asknext.labelling.ontology.columns import columns_now
from asknext.project.ontology import arranged
from asknext.store.classes import LabelClass

SAID = np.array([[0.5, 0.3, 0.2], [0.1, 0.2, 0.7]], dtype=np.float32)


def tree(*classes):
    return arranged([LabelClass(id, id, None, None, place, **more) for place, (id, more) in enumerate(classes)])


def test_merged_columns_are_added_and_new_classes_have_nothing():
    now = tree(("c9", {}), ("c3", {}), ("c1", {}), ("c2", {"retired": 1.0, "merged_into": "c1"}))
    found = columns_now(SAID, ["c1", "c2", "c3"], now, multilabel=False)
    np.testing.assert_allclose(found, [[0, 0.2, 0.8], [0, 0.7, 0.3]], atol=1e-6)


def test_of_several_classes_at_once_the_likelier_counts_and_one_that_is_gone_is_left_out():
    now = tree(("c1", {}), ("c2", {"retired": 1.0, "merged_into": "c1"}), ("c3", {"retired": 1.0}))
    found = columns_now(SAID, ["c1", "c2", "c3"], now, multilabel=True)
    np.testing.assert_allclose(found, [[0.5], [0.2]], atol=1e-6)


def test_nothing_is_copied_where_nothing_changed():
    now = tree(("c1", {}), ("c2", {}), ("c3", {}))
    assert columns_now(SAID, ["c1", "c2", "c3"], now, multilabel=False) is SAID
