"""A person's own account: name, time zone and appearance."""

import pytest

from tracker.foundation.database import db
from tracker.history.models import PracticeEvent


def test_marco_sees_his_own_account(marco):
    answer = marco.get("/me")
    assert answer.one("#me-name")["value"] == "Marco Bellini"
    assert "marco@fornello.example" in answer.text


@pytest.mark.parametrize("who", ["dana", "ash", "rosa", "vera", "adaeze"])
def test_everybody_can_open_their_account(request, who):
    request.getfixturevalue(who).get("/me")


def test_a_person_signed_out_is_asked_to_sign_in(cast, visit):
    assert "/sign-in" in visit().get("/me", status=303).location


def test_marco_changes_his_name_and_time_zone(marco, cast):
    parts = marco.swap("/me", name="Marco Bellini", zone="America/New_York").parts
    assert cast.marco.time_zone == "America/New_York"
    assert "Saved" in parts["toasts"].get_text()
    answer = marco.swap("/me", expect=204, name="Renzo B.", zone="Europe/Rome")
    assert (cast.marco.name, cast.marco.time_zone) == ("Renzo B.", "Europe/Rome")
    shown = marco.get(answer.elsewhere)
    assert "Saved." in shown.text and "Your account, Renzo" in shown.text


def test_the_profile_can_be_changed_without_scripts(marco, cast):
    assert marco.post("/me", name="Marco B.", zone="Europe/Rome").location == "/me?done=name"
    assert cast.marco.name == "Marco B."


def test_a_change_is_recorded(marco):
    marco.post("/me", name="Marco B.", zone="America/New_York")
    last = db.session.query(PracticeEvent).order_by(PracticeEvent.id.desc()).first()
    assert last.action == "person_name_changed"


@pytest.mark.parametrize(
    "form, words",
    [
        ({"name": " ", "zone": "Europe/Rome"}, "Write your name."),
        ({"name": "x" * 121, "zone": "Europe/Rome"}, "120"),
        ({"name": "Marco", "zone": "Mars/Olympus"}, "time zone"),
        ({"name": "Mar\x07co", "zone": "Europe/Rome"}, "cannot be shown"),
        ({"name": ["a", "b"], "zone": "Europe/Rome"}, "twice"),
    ],
)
def test_invalid_values_get_a_message(marco, cast, form, words):
    answer = marco.post("/me", status=422, **form)
    assert words in answer.words("#me-about .invalid")
    assert cast.marco.name == "Marco Bellini"


def test_two_tabs_with_two_names_show_both(marco, cast):
    marco.post("/me", name="Marco B.", zone="America/New_York", was_name="Marco Bellini")
    answer = marco.post(
        "/me", status=409, name="M. Bellini", zone="America/New_York", was_name="Marco Bellini"
    )
    assert "Your name, yours M. Bellini Your name, theirs Marco B." in answer.words("#me-about .conflict")
    assert answer.one("#me-name")["value"] == "M. Bellini"
    assert answer.one("[name=was_name]")["value"] == "Marco B."
    assert cast.marco.name == "Marco B."


def test_an_extra_field_makes_nobody_an_owner(marco, cast):
    marco.post(
        "/me", name="Marco", zone="Europe/Rome", staff_role="owner", email="dana@whitlock.example", id="1"
    )
    assert (cast.marco.staff_role, cast.marco.email) == (None, "marco@fornello.example")


def test_the_dark_theme_is_remembered(marco, cast):
    marco.post("/me/theme", theme="dark")
    assert cast.marco.theme == "dark"
    assert marco.get("/me").one("html")["data-theme"] == "dark"


def test_an_unknown_theme_is_refused(marco, cast):
    marco.post("/me/theme", status=422, theme="red;background:url(")
    assert cast.marco.theme == "auto"


def test_single_keys_can_be_switched_off_and_on(marco, cast):
    assert not marco.get("/me").one("body").has_attr("data-keys")
    assert marco.post("/me/keys", keys="off").location == "/me"
    assert cast.marco.uses_shortcuts is False
    page = marco.get("/me")
    assert page.one("body")["data-keys"] == "off"
    assert page.one("#me-keys [checked]")["value"] == "off"
    assert marco.swap("/me/keys", expect=204, keys="on").response.headers["HX-Redirect"] == "/me"
    assert cast.marco.uses_shortcuts is True


@pytest.mark.parametrize("keys", ["", "maybe", ["on", "off"]])
def test_an_unknown_value_for_single_keys_is_refused(marco, cast, keys):
    assert marco.post("/me/keys", status=422, keys=keys).one("#me-keys .error")
    assert cast.marco.uses_shortcuts is True


@pytest.mark.parametrize("who", ["dana", "rosa", "vera"])
def test_a_page_lists_the_keyboard_shortcuts(request, who):
    page = request.getfixturevalue(who).get("/keys")
    assert "Next row" in page.words("#keys-list")
    assert ("Go to" in page.text) is (who == "dana")
