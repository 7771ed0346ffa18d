import re
from pathlib import Path

import pytest

import asknext.server
from asknext.errors import InputError
from asknext.project.ontology.shortcut import PAGE_KEYS, cleaned_key, moved_actions
from asknext.store.classes import LabelClass

KEYMAP = Path(asknext.server.__file__).parent / "web" / "client" / "keymap.js"


def test_the_page_keys_are_those_of_the_label_page():
    actions = re.search(r"ACTIONS = \{(.*?)\}", KEYMAP.read_text(encoding="utf-8"))
    page = dict(re.findall(r"(\w+): \"([^\"]+)\"", actions[1]))
    single = {action: key for action, key in page.items() if len(key) == 1}
    assert single == {action: key for action, key in PAGE_KEYS.items() if action in page}
    assert len(set(page.values())) == len(page)


def test_what_a_class_takes_from_the_page_moves_and_is_told():
    classes = [LabelClass("c1", "skip it", "s", None, 0), LabelClass("c2", "?", "?", None, 1)]
    assert moved_actions(classes) == {"skip": "Shift+S", "help": "F1"}
    assert moved_actions([LabelClass("c1", "gone", "s", None, 0, retired=1.0)]) == {}


@pytest.mark.parametrize("key", ["", " ", "ab", "\n", "\u0301", "\u200b", "\t"])
def test_a_shortcut_is_what_one_key_types(key):
    with pytest.raises(InputError):
        cleaned_key(key)


def test_a_letter_is_one_key_large_or_small():
    assert cleaned_key("S") == cleaned_key("s") == "s"
