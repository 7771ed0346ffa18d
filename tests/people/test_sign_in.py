import pytest
from tests.people.conftest import PASSWORD

from asknext.errors import InputError
from asknext.people import password_hash
from asknext.people.refusal import TooManyTries, WrongLogin
from asknext.people.tries import ACCOUNT, ADDRESS, HERE, Tries


def wrong(room, name="Ann", password="not this one, no", address="10.0.0.1"):
    with pytest.raises(WrongLogin) as caught:
        room.people.sign_in.by_password(name, password, address)
    return str(caught.value)


def test_name_and_password(room):
    ann = room.add("Ann")
    assert room.people.sign_in.by_password("ANN", PASSWORD, "10.0.0.1") == ann
    wrong(room)
    entries = room.logged("log_in")
    assert [(each["who"], each["outcome"], each["address"]) for each in entries] == [
        ("Ann", "refused", "10.0.0.1"),
        ("Ann", "ok", "10.0.0.1"),
    ]
    assert PASSWORD not in repr(room.people.log.page())
    assert "not this one" not in repr(room.people.log.page())


def test_the_same_sentence_whatever_is_wrong(room):
    ann = room.add("Ann")
    room.add("root", admin=True)
    sentences = {wrong(room), wrong(room, "Nobody"), wrong(room, "", ""), wrong(room, "x" * 5000, "y" * 5000)}
    room.people.accounts.set_disabled(ann, True, by="root")
    sentences.add(wrong(room, password=PASSWORD))
    assert len(sentences) == 1


def test_somebody_without_a_password_does_not_come_in_by_one(room):
    ann = room.add("Ann", password=None)
    assert room.people.accounts.password_of(ann) is None
    wrong(room, password="")
    wrong(room, password="nobody has this password")


def test_after_ten_tries_there_is_a_pause_even_for_the_right_one(room):
    room.add("Ann")
    for _ in range(HERE):
        wrong(room)
    with pytest.raises(TooManyTries, match="minutes") as caught:
        room.people.sign_in.by_password("Ann", PASSWORD, "10.0.0.1")
    assert 0 < caught.value.seconds <= 15 * 60
    assert room.people.sign_in.by_password("Ann", PASSWORD, "10.0.0.2")  # nobody is shut out by another one's tries


def test_the_right_one_forgives(room):
    room.add("Ann")
    for _ in range(3):
        for _ in range(HERE - 1):
            wrong(room)
        room.people.sign_in.by_password("Ann", PASSWORD, "10.0.0.1")


def test_many_addresses_do_not_help_against_one_account():
    tries = Tries()
    for each in range(ACCOUNT):
        tries.count("ann", f"10.0.0.{each}")
    with pytest.raises(TooManyTries):
        tries.count("ann", "10.0.1.1")
    tries.count("bob", "10.0.1.1")


def test_many_who_are_invited_at_once_do_not_shut_each_other_out():
    tries = Tries()
    for _ in range(2 * ACCOUNT):
        tries.count("an invitation from 10.0.0.1", "10.0.0.1")
        tries.forget("an invitation from 10.0.0.1", "10.0.0.1", everywhere=True)


def test_many_accounts_do_not_help_from_one_address():
    tries = Tries()
    for each in range(ADDRESS):
        tries.count(f"guess {each}", "10.0.0.1")
    with pytest.raises(TooManyTries):
        tries.count("ann", "10.0.0.1")
    tries.count("ann", "10.0.0.2")


def test_an_old_hash_becomes_a_new_one(room, monkeypatch):
    ann = room.add("Ann")
    before = room.people.accounts.password_of(ann)
    monkeypatch.setattr(password_hash, "PASSES", 2)
    room.people.sign_in.by_password("Ann", PASSWORD, "10.0.0.1")
    after = room.people.accounts.password_of(ann)
    assert before != after
    assert ",t=2," in after
    room.people.sign_in.by_password("Ann", PASSWORD, "10.0.0.1")
    assert room.people.accounts.password_of(ann) == after


def test_a_changed_password_ends_the_other_sessions(room):
    ann = room.add("Ann")
    other = room.people.sessions.open(ann)
    secret, principal = room.come_in(ann)
    change = room.people.sign_in.change_password
    with pytest.raises(WrongLogin):
        change(ann, "Ann", "not this one, no", "eight blue kettles", session=principal.session)
    with pytest.raises(InputError):
        change(ann, "Ann", PASSWORD, "short", session=principal.session)
    assert room.people.sessions.find(other) is not None
    change(ann, "Ann", PASSWORD, "eight blue kettles", session=principal.session)
    assert room.people.sessions.find(other) is None
    assert room.people.sessions.find(secret) is not None
    assert room.people.sign_in.by_password("Ann", "eight blue kettles", "::1") == ann
    wrong(room, password=PASSWORD)
    assert len(room.logged("password.change")) == 2


def test_guessing_the_old_password_is_slowed_down_too(room):
    ann = room.add("Ann")
    for _ in range(HERE):
        with pytest.raises(WrongLogin):
            room.people.sign_in.change_password(ann, "Ann", "wrong", "eight blue kettles", session=None, address="a")
    with pytest.raises(TooManyTries):
        room.people.sign_in.change_password(ann, "Ann", PASSWORD, "eight blue kettles", session=None, address="a")
