import pytest

from asknext.cli.people.by import BY
from asknext.errors import InputError
from asknext.labelling.machines.keeping import annotator_of
from asknext.people.person_name import checked_name, folded


@pytest.mark.parametrize(
    ("given", "kept"), [("Ann", "Ann"), ("  Ann  Lee ", "Ann Lee"), ("Žofie", "Žofie"), ("李", "李")]
)
def test_names_are_kept_as_given(given, kept):
    assert checked_name(given) == kept


@pytest.mark.parametrize("given", ["", "   ", "x" * 81, "a\0b", "a\u202eb", "a\u200bb", "\ud800", "a\x1b[31mb"])
def test_what_cannot_be_seen_is_no_name(given):
    with pytest.raises(InputError):
        checked_name(given)


@pytest.mark.parametrize("given", [BY, "The  Command Line", "import", "ASKNEXT", "Somebody", annotator_of("gpt")])
def test_nobody_passes_for_what_has_no_account(given):
    with pytest.raises(InputError, match="another name"):
        checked_name(given)


@pytest.mark.parametrize(("one", "other"), [("Ann", "ANN"), ("straße", "STRASSE"), ("Ann", "Ａｎｎ"), ("ﬁn", "fin")])
def test_look_alikes_are_one_name(one, other):
    assert folded(one) == folded(other)
