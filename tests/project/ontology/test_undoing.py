"""Taking versions back, newest first, brings back every class and the meaning of every answer."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.project.ontology import arranged
from asknext.project.ontology.ids import Ids
from asknext.project.ontology.operations import changed
from asknext.project.ontology.undoing import undone
from asknext.store.classes import LabelClass

IDS = [f"c{number}" for number in range(1, 8)]
which = st.sampled_from(IDS)
changes = st.one_of(
    st.builds(lambda name: {"do": "add", "name": name}, st.text("abc", min_size=1, max_size=3)),
    st.builds(lambda name, one: {"do": "edit", "class": one, "set": {"name": name}}, st.text("xyz", min_size=1), which),
    st.builds(lambda one, on: {"do": "edit", "class": one, "set": {"heading": on}}, which, st.booleans()),
    st.builds(lambda one, to, at: {"do": "move", "class": one, "parent": to, "before": at}, which, which, which),
    st.builds(lambda one: {"do": "move", "class": one, "parent": None, "before": None}, which),
    st.builds(lambda one, to: {"do": "merge", "classes": [one], "into": to}, which, which),
    st.builds(lambda one: {"do": "split", "class": one, "into": [f"{one} left", f"{one} right"]}, which),
    st.builds(lambda one: {"do": "delete", "class": one}, which),
)


def begun():
    return arranged([LabelClass(id, f"first {id}", None, None, place) for place, id in enumerate(IDS[:4])])


def story(wanted):
    here, ids, versions = begun(), Ids(begun().classes), []
    for now, change in enumerate(wanted, 1):
        try:
            after = changed(here, change, ids, float(now))
        except InputError:
            continue
        versions.append((here, after, change))
        here = after
    return versions


@settings(max_examples=150, deadline=None)
@given(st.lists(changes, max_size=8))
def test_undoing_everything_brings_everything_back(wanted):
    versions = story(wanted)
    here = versions[-1][1] if versions else begun()
    for before, after, change in reversed(versions):
        here = undone(before, after, here, change, 99.0)
        assert {each.id: replace(each, position=0) for each in here.live} == {
            each.id: replace(each, position=0) for each in before.live
        }
        for each in before.classes:
            assert here.meaning_of(each.id) == before.meaning_of(each.id)
    assert [each.id for each in here.live] == [each.id for each in begun().live]


@settings(max_examples=150, deadline=None)
@given(st.lists(changes, max_size=8))
def test_a_tree_stays_a_tree_and_an_answer_means_a_class_to_choose_or_nothing(wanted):
    for _, after, _ in story(wanted):
        live = {each.id for each in after.live}
        assert all(each.parent is None or each.parent in live for each in after.live)
        assert [each.position for each in after.classes] == list(range(len(after.classes)))
        choosable = {each.id for each in after.choosable}
        assert all(after.meaning_of(each.id) in choosable | {None} for each in after.classes)
        for each in after.live:
            assert each.id not in {one.id for one in after.below(each.id)}
