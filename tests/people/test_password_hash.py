import pytest

from asknext.people import password_hash
from asknext.people.password_hash import hash_password, needs_new_hash, verify


@pytest.mark.usefixtures("real_hashes")
def test_argon2id_with_19_mib_two_passes_one_lane():
    kept = hash_password("seven green kettles")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert verify(kept, "seven green kettles")
    assert not verify(kept, "seven green kettle")
    assert not needs_new_hash(kept)


def test_salted():
    assert hash_password("one password here") != hash_password("one password here")


def test_nobody_s_password_is_never_right():
    assert not verify(None, "nobody has this password")
    assert not verify("no hash at all", "whatever")


def test_other_parameters_ask_for_a_new_hash(monkeypatch):
    kept = hash_password("seven green kettles")
    monkeypatch.setattr(password_hash, "PASSES", 3)
    assert needs_new_hash(kept)
    assert verify(kept, "seven green kettles")


@pytest.mark.usefixtures("real_hashes")
def test_somebody_who_is_not_there_costs_the_same_work(monkeypatch):
    checked, hasher = [], password_hash._hasher()
    monkeypatch.setattr(password_hash, "_hasher", lambda: Counting(hasher, checked))
    verify(hash_password("a"), "b")
    verify(None, "b")
    assert [each.split("$")[1:4] for each in checked] == [["argon2id", "v=19", "m=19456,t=2,p=1"]] * 2


class Counting:
    def __init__(self, hasher, checked):
        self.hasher, self.checked, self.hash = hasher, checked, hasher.hash

    def verify(self, kept, password):
        self.checked.append(kept)
        return self.hasher.verify(kept, password)
