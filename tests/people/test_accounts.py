import pytest
from tests.people.conftest import PASSWORD

from asknext.errors import InputError
from asknext.people.refusal import Forbidden, Unknown, WrongLogin


def test_somebody_who_is_shut_out_is_out_at_once(room):
    root, ann = room.add("root", admin=True), room.add("Ann", p="manager")
    secret, principal = room.come_in(ann)
    token = room.people.tokens.make(principal, "script", ["label"])
    room.people.accounts.set_disabled(ann, True, by="root")
    assert room.people.sessions.find(secret) is None
    assert room.people.tokens.find(token) is None
    with pytest.raises(WrongLogin):
        room.people.sign_in.by_password("Ann", PASSWORD, "::1")
    room.people.accounts.set_disabled(ann, False, by="root")
    assert room.people.sign_in.by_password("ann", PASSWORD, "::1") == ann
    assert room.people.sessions.find(secret) is None
    assert room.people.tokens.find(token) is None
    assert room.people.accounts.by_id(root)["disabled"] is False
    assert [each["subject"] for each in room.logged("person.disable")] == ["Ann"]


def test_the_last_admin_stays(room):
    root = room.add("root", admin=True)
    for change in (room.people.accounts.set_disabled, room.people.accounts.set_admin):
        with pytest.raises(Forbidden, match="last admin"):
            change(root, change == room.people.accounts.set_disabled, by="the command line")
    other = room.add("other", admin=True)
    room.people.accounts.set_disabled(other, True, by="root")
    with pytest.raises(Forbidden, match="last admin"):
        room.people.accounts.set_admin(root, False, by="other")
    room.people.accounts.set_disabled(other, False, by="root")
    room.people.accounts.set_admin(root, False, by="other")
    assert not room.people.accounts.by_id(root)["admin"]


def test_nobody_makes_themselves_admin_or_shuts_themselves_out(room):
    room.add("root", admin=True)
    ann = room.add("Ann")
    with pytest.raises(Forbidden, match="Nobody changes this for themselves"):
        room.people.accounts.set_admin(ann, True, by="Ann")
    room.add("other", admin=True)
    with pytest.raises(Forbidden, match="Nobody changes this for themselves"):
        room.people.accounts.set_disabled(1, True, by="root")


def test_an_admin_who_is_one_no_more_loses_tokens(room):
    room.add("root", admin=True)
    other = room.add("other", admin=True)
    _, principal = room.come_in(other)
    token = room.people.tokens.make(principal, "operation", ["manage_server"])
    assert room.people.tokens.find(token).on_server().may("manage_server")
    room.people.accounts.set_admin(other, False, by="root")
    assert room.people.tokens.find(token) is None


@pytest.mark.parametrize("name", ["Ann", "ANN", "ann", " Ann ", "Ａｎｎ"])
def test_a_name_is_one_person_s(room, name):
    room.add("Ann")
    with pytest.raises(InputError, match="already"):
        room.add(name)


def test_somebody_who_is_not_there(room):
    with pytest.raises(Unknown):
        room.people.accounts.by_name("Ann")
    with pytest.raises(Unknown):
        room.people.accounts.set_disabled(7, True, by="root")


def test_no_password_and_no_hash_is_told(room):
    room.add("Ann", p="manager")
    kept = room.people.accounts.password_of(1)
    assert kept.startswith("$argon2id$")
    assert kept not in repr(room.people.accounts.all())
    assert kept not in repr(room.people.log.page())
