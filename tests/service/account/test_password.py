"""What is taken as a password, and what stands for it."""

import unicodedata

import pytest

from app.service.account.password import (
    COMMON,
    LONG,
    OWN_NAME,
    SHORT,
    find_fault,
    hash_password,
    is_right,
)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ("", SHORT),
        ("seven77", SHORT),
        ("eight 88", ""),
        ("seven mossy stones", ""),
        ("密码" * 4, ""),
        ("كلمة سر طويلة", ""),
        ("x y" * 333, ""),
        ("xy" * 501, LONG),
        ("y" * 100_000, LONG),
        ("password", COMMON),
        ("PassWord1", COMMON),
        ("iloveyou", COMMON),
        ("aaaaaaaaaaaa", COMMON),
        ("amina otieno", OWN_NAME),
        ("amina.otieno@example.org", OWN_NAME),
        ("Amina.Otieno", OWN_NAME),
    ],
)
def test_a_password_is_long_and_not_known(given: str, fault: str) -> None:
    assert find_fault(given, name="Amina Otieno", email="amina.otieno@example.org") == fault


def test_it_is_the_same_however_its_characters_are_composed() -> None:
    given = "Überfällige Straße ﬁnden"
    kept = hash_password(unicodedata.normalize("NFD", given))
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert given not in kept
    assert is_right(kept, unicodedata.normalize("NFC", given))
    assert not is_right(kept, given.lower())
    assert not is_right("", "")
    assert not is_right("", "nobody has this password")
    assert not is_right("no hash", given)
    assert hash_password(given) != kept
