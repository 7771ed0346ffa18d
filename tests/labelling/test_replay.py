from types import SimpleNamespace

import pytest

from asknext.labelling.replay import replay
from asknext.store.schema import IGNORED, LABELLED, OPEN, SKIPPED


def events(words):
    return [SimpleNamespace(kind=kind, seq=seq) for seq, kind in enumerate(words.split())]


@pytest.mark.parametrize(
    ("story", "state", "label", "flagged"),
    [
        ("", OPEN, None, False),
        ("label", LABELLED, 0, False),
        ("label label", LABELLED, 1, False),
        ("skip", SKIPPED, None, False),
        ("skip label", LABELLED, 1, False),
        ("label skip", LABELLED, 0, False),
        ("label ignore", IGNORED, None, False),
        ("label ignore unignore", LABELLED, 0, False),
        ("ignore label", LABELLED, 1, False),
        ("skip requeue", OPEN, None, False),
        ("label requeue", OPEN, None, False),
        ("ignore requeue", OPEN, None, False),
        ("skip ignore unignore", SKIPPED, None, False),
        ("flag", OPEN, None, True),
        ("flag label comment", LABELLED, 1, True),
        ("flag unflag", OPEN, None, False),
    ],
)
def test_what_an_item_is(story, state, label, flagged):
    found = replay(events(story))
    assert (found.state, found.label and found.label.seq, found.flagged) == (state, label, flagged)
