import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError, UnknownName
from asknext.people.identity import Identity
from asknext.people.members import checked_role, checked_skills
from asknext.people.refusal import Forbidden, Unknown
from asknext.people.role import PROJECT_ROLES, Role

ROOT = Identity("root", Role.ADMIN)


def manager(person):
    return Identity("Max", Role.MANAGER, person=person)


@given(st.sampled_from(PROJECT_ROLES), st.none() | st.sampled_from(Role))
def test_nobody_gives_more_than_they_are(role, own):
    by = Identity("by", own)
    if own is not None and role.rank <= own.rank:
        assert checked_role(role, by) is role
    else:
        with pytest.raises(Forbidden):
            checked_role(role, by)


@pytest.mark.parametrize("role", ["admin", "owner", "", "MANAGER"])
def test_only_roles_of_a_project_are_given(role):
    with pytest.raises(UnknownName):
        checked_role(role, ROOT)


def test_a_role_is_given_changed_and_taken(room):
    max_, ann = room.add("Max", p="manager"), room.add("Ann")
    room.people.members.put(ann, "p", "annotator", ["french", " french", "law"], by=manager(max_))
    assert room.people.members.of("p")[0] == {
        "id": ann, "name": "Ann", "role": "annotator", "skills": ["french", "law"], "disabled": False,
    }  # fmt: skip
    room.people.members.change(ann, "p", "reviewer", [], by=manager(max_))
    _, principal = room.come_in(ann)
    assert principal.roles == {"p": Role.REVIEWER}
    assert principal.in_project("q").role is None
    room.people.members.drop(ann, "p", by=manager(max_))
    assert room.come_in(ann)[1].roles == {}
    details = [each["detail"] for each in room.logged("role.set") if each["who"] == "Max"]
    assert [(each["before"], each["role"]) for each in details] == [("annotator", "reviewer"), (None, "annotator")]
    assert [each["subject"] for each in room.logged("role.drop")] == ["Ann"]


def test_nobody_changes_their_own_role(room):
    max_ = room.add("Max", p="manager")
    with pytest.raises(Forbidden, match="own role"):
        room.people.members.put(max_, "p", "annotator", [], by=manager(max_))


def test_who_is_not_in_the_project_is_not_changed(room):
    max_, ann = room.add("Max", p="manager"), room.add("Ann", q="annotator")
    with pytest.raises(Unknown):
        room.people.members.change(ann, "p", "annotator", [], by=manager(max_))
    with pytest.raises(Unknown):
        room.people.members.drop(ann, "p", by=manager(max_))
    assert room.people.members.of("p")[0]["name"] == "Max"
    assert [each["name"] for each in room.people.members.of("q")] == ["Ann"]


def test_a_reviewer_takes_nobody_out_who_is_more(room):
    max_, rita = room.add("Max", p="manager"), room.add("Rita", p="reviewer")
    with pytest.raises(Forbidden, match="wider"):
        room.people.members.drop(max_, "p", by=Identity("Rita", Role.REVIEWER, person=rita))
    with pytest.raises(Forbidden, match="wider"):
        room.people.members.put(max_, "p", "annotator", [], by=Identity("Rita", Role.REVIEWER, person=rita))


@pytest.mark.parametrize("skills", [["x" * 81], [str(each) for each in range(51)], [" "], ["a\nb"]])
def test_what_is_no_skill(skills):
    with pytest.raises(InputError):
        checked_skills(skills)
