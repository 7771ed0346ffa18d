import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asknext.errors import InputError
from asknext.people.password_rules import LONGEST, SHORTEST, checked_password


@pytest.mark.parametrize(
    "password",
    [
        "seven green kettles",
        "пароль из пяти слов",
        "六個字也可以做密碼嗎真的",
        "🐙🦑🐡🐠🐟🦈🐳🐋🐬🦭🐧🐦",
        "no-digits-no-capitals",
        "x" * 3 + "quite other" + "y" * 60,
        " spaces at both ends ",
        "Straße nach Süden, 3 km",
    ],
)
def test_long_ones_of_any_signs_are_taken(password):
    assert checked_password(password) == unicodedata.normalize("NFC", password)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "x" * (LONGEST + 1),
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "passwordpassword",
        "Password1234!",
        "PASSWORD!!!!!",
        "123456789012345",
        "qwertyuiopasdf",
        "0987654321098",
        "correct horse battery staple",
        "correcthorsebatterystaple",
        "changeme2026!",
        "Administrator1",
        "summer202620262026",
        "abcabcabcabcabc",
        "!?!?!?!?!?!?!?",
        "p a s s w o r d 1 2 3",
    ],
)
def test_what_is_guessed_first_is_not(password):
    with pytest.raises(InputError):
        checked_password(password)


@pytest.mark.parametrize("password", ["annabel schmidt", "Annabel Schmidt 1987"])
def test_neither_is_one_s_own_name(password):
    with pytest.raises(InputError, match="first that are guessed"):
        checked_password(password, ["Annabel Schmidt"])


@given(st.text(st.characters(codec="utf-8"), min_size=0, max_size=300))
def test_length_alone_decides_of_the_rest(password):
    try:
        made = checked_password(password)
    except InputError:
        return
    assert SHORTEST <= len(made) <= LONGEST


def test_one_password_on_two_keyboards():
    composed, apart = "caf\u00e9 au lait demain", "cafe\u0301 au lait demain"
    assert checked_password(composed) == checked_password(apart)
