"""A client's address is its name in kebab-case."""

import pytest

from tracker.clients.slugs import slug_of, slug_problem, suggest


@pytest.mark.parametrize(
    "name, slug",
    [
        ("Fornello Pizza", "fornello-pizza"),
        ("Pine & Post Framing", "pine-post-framing"),
        ("Łukasz’s Café, Ltd.", "lukaszs-cafe-ltd"),
        ("寿司", "client"),
        ("Пекарня Надія", "pekarnya-nadiya"),
        ("Щука и Ёж", "shchuka-i-yozh"),
        ("Φούρνος Αθήνα", "fournos-athina"),
        ("x" * 90, "x" * 60),
    ],
)
def test_a_name_becomes_an_address(name, slug):
    assert slug_of(name) == slug


def test_a_taken_address_gets_a_number():
    taken = {"fornello-pizza", "fornello-pizza-2"}
    assert suggest("Fornello Pizza", lambda slug: slug not in taken) == "fornello-pizza-3"


def test_the_name_of_a_page_is_never_an_address():
    assert suggest("New", lambda slug: True) == "new-2"
    assert "reserved" in slug_problem("new")


@pytest.mark.parametrize("slug", ["Fornello", "a--b", "-a", "a-", "a b", "../etc", "a" * 61, "ä"])
def test_invalid_addresses_are_refused(slug):
    assert slug_problem(slug)
