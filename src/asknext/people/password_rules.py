"""Which passwords are taken: long ones that are not among the first to be guessed. Nothing is asked of their signs.

After OWASP ASVS 5.0, section 6.2, and NIST SP 800-63B, section 5.1.1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from asknext.errors import InputError
from asknext.people.person_name import folded

__all__ = ["LONGEST", "SHORTEST", "checked_password", "composed"]

SHORTEST, LONGEST = 12, 256
FEWEST_SIGNS = 5
RUNS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiopasdfghjklzxcvbnm", "1234567890", "qwertzuiopasdfghjkl")
# What people take first, without the digits and signs they put around it.
_COMMON = """
    password passwort motdepasse contrasena passwords mypassword thepassword passwordpassword password1password
    letmein letmeinplease welcome welcomehome welcomeback iloveyou iloveyousomuch iloveyouforever administrator
    administrador superuser superadmin rootroot adminadmin changeme changemenow pleasechange secret topsecret
    supersecret mysecret qwerty qwertyuiop asdfghjkl zxcvbnm qazwsxedc qwertyqwerty asdfasdf dragon sunshine
    princess princesa football baseball basketball superman batman spiderman starwars pokemon michael jennifer
    jordan charlie computer internet samsung liverpool chelsea arsenal manchester barcelona realmadrid trustno
    trustnoone correcthorsebatterystaple correct horse battery staple correcthorse whatever nothing freedom mustang
    master shadow monkey hello helloworld hellohello ashley bailey passw0rd p@ssword p@ssw0rd pa$$word pa$$w0rd
    access loveyou loveme lovelove babygirl family forever friends summer winter spring autumn january february
    august september october november december monday tuesday wednesday thursday friday saturday sunday test
    testtest testing tester testpassword demo demodemo guest guestguest default defaultpassword temporary labelling
    labeling annotator annotation asknext activelearning
"""
COMMON = frozenset(_COMMON.split())
AROUND = "0123456789!?.,;:-_#*+@$%&/()=' "


def composed(password: str) -> str:
    """The password as it is hashed: the same whichever keyboard composed its signs."""
    return unicodedata.normalize("NFC", password)


def checked_password(password: str, about: Iterable[str] = ()) -> str:
    """``password`` as it is hashed, when it can be taken. ``about``: words that everybody would try first.

    Raises
    ------
    InputError : it is too short or long, or among the first that are guessed.
    """
    made = composed(password)
    if not SHORTEST <= len(made) <= LONGEST:
        raise InputError(f"A password has {SHORTEST} to {LONGEST} characters; this one has {len(made)}.")
    if _guessed(folded(made), [folded(each) for each in about]):
        raise InputError("This password is among the first that are guessed: take several words that are not a saying.")
    return made


def _guessed(password: str, about: Iterable[str]) -> bool:
    kernel = password.strip(AROUND)
    return (
        len(set(password)) < FEWEST_SIGNS
        or not kernel
        or kernel in COMMON
        or "".join(kernel.split()) in COMMON
        or any(kernel == each.strip(AROUND) for each in about if each)
        or any(_inside_run(kernel, run) for run in RUNS)
        or _repeated(password)
    )


def _inside_run(kernel: str, run: str) -> bool:
    twice = run * 3
    return kernel in twice or kernel in twice[::-1]


def _repeated(password: str) -> bool:
    """Whether it is one short piece over and over: such a text lies inside its own double before the end."""
    period = (password + password).find(password, 1)
    return period < len(password) and period <= 6
