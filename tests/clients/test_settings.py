"""A client's settings are for its COO; the vision is for its CEO too."""

from datetime import date

import pytest

from tests.world import set_columns
from tracker.clients.models import Span
from tracker.foundation.database import db
from tracker.history.models import Event

BASE = "/clients/fornello-pizza"
BUSINESS = {"name": "Fornello", "zone": "America/Chicago", "colour": "3"}


def actions():
    """Return the actions since everybody got a seat."""
    done = [event.action for event in db.session.query(Event).order_by(Event.id)]
    return [action for action in done if action not in ("client_added", "seat_given")]


def test_dana_sees_the_settings(dana):
    answer = dana.get(f"{BASE}/settings")
    assert answer.one("#business-name")["value"] == "Fornello Pizza"
    assert answer.one("#settings-span_3")["value"] == "Paperwork & money"


@pytest.mark.parametrize(
    "who, status", [("marco", 403), ("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)]
)
def test_nobody_else_sees_the_settings(request, who, status):
    visitor = request.getfixturevalue(who)
    visitor.get(f"{BASE}/settings", status=status)
    for path in ("settings/business", "settings/spans", "health"):
        visitor.post(f"{BASE}/{path}", status=status, **BUSINESS, health="steady")


def test_name_time_zone_and_colour_are_changed(dana, cast):
    parts = dana.swap(f"{BASE}/settings/business", **BUSINESS).parts
    assert (cast.fornello.name, cast.fornello.time_zone, cast.fornello.colour) == (
        "Fornello",
        "America/Chicago",
        3,
    )
    assert "Fornello" in parts["client-head"].get_text()
    assert {"client_name_changed", "client_time_zone_changed", "client_colour_changed"} <= set(actions())


def test_it_works_without_scripts(dana, cast):
    assert dana.post(f"{BASE}/settings/business", **BUSINESS).location == f"{BASE}/settings"
    assert cast.fornello.name == "Fornello"


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"zone": "x"}, {"colour": "5"}, {"colour": "red;background:url("}, {"name": "x" * 121}],
)
def test_invalid_values_are_refused(dana, cast, wrong):
    answer = dana.post(f"{BASE}/settings/business", status=422, **{**BUSINESS, **wrong})
    assert answer.soup.select("#settings-business .invalid")
    assert cast.fornello.name == "Fornello Pizza"


def test_changes_of_two_people_to_different_fields_merge(dana, cast):
    was = {
        "was_name": "Fornello Pizza",
        "was_zone": "America/New_York",
        "was_colour": str(cast.fornello.colour),
    }
    set_columns(cast.fornello, time_zone="Europe/Rome")
    form = {"name": "Fornello", "zone": "America/New_York", "colour": was["was_colour"]}
    dana.post(f"{BASE}/settings/business", **form, **was)
    assert (cast.fornello.name, cast.fornello.time_zone) == ("Fornello", "Europe/Rome")


def test_the_same_field_shows_both_texts(dana, cast):
    set_columns(cast.fornello, name="Fornello & Sons")
    form = {**BUSINESS, "was_name": "Fornello Pizza"}
    parts = dana.swap(f"{BASE}/settings/business", expect=409, **form).parts
    both = parts["settings-business"].select_one(".conflict").get_text(" ", strip=True)
    assert "Name of the business, theirs Fornello & Sons" in both and "yours Fornello" in both
    assert parts["settings-business"].select_one("#business-name")["value"] == "Fornello"
    form["was_name"] = parts["settings-business"].select_one("[name=was_name]")["value"]
    dana.swap(f"{BASE}/settings/business", **form)
    assert cast.fornello.name == "Fornello"


def test_keeping_the_other_value_saves_the_rest(dana, cast):
    set_columns(cast.fornello, name="Fornello & Sons")
    form = {**BUSINESS, "zone": "Europe/Rome", "was_name": "Fornello & Sons", "theirs": "name"}
    dana.post(f"{BASE}/settings/business", **form)
    assert (cast.fornello.name, cast.fornello.time_zone) == ("Fornello & Sons", "Europe/Rome")


def test_changing_a_health_that_another_person_changed_asks_which_to_keep(dana, cast):
    set_columns(cast.fornello, health="step_in")
    parts = dana.swap(f"{BASE}/health", expect=409, health="watch", was_health="steady").parts
    assert [each.get_text() for each in parts["toasts"].select("b")] == ["Watch", "Step in"]
    assert parts["client-health"].select_one("option[selected]")["value"] == "step_in"
    dana.swap(f"{BASE}/health", health="watch", was_health="step_in")
    assert cast.fornello.health == "watch"


def test_extra_fields_cannot_change_the_slug_or_the_client(dana, cast):
    dana.post(f"{BASE}/settings/business", **BUSINESS, slug="okafor", client_id="2", id="2", goal_count="99")
    assert (cast.fornello.slug, cast.fornello.goal_count) == ("fornello-pizza", 0)
    assert cast.okafor.name == "Okafor Immigration Law"


def test_renamed_spans_are_recorded_separately(dana, cast):
    names = ["Training", "Who", "Money", "Daily running", "Room"]
    dana.post(f"{BASE}/settings/spans", **{f"span_{number}": name for number, name in enumerate(names, 1)})
    kept = [
        span.name
        for span in db.session.query(Span).filter_by(client_id=cast.fornello.id).order_by(Span.number)
    ]
    assert kept == names
    assert actions().count("span_renamed") == 4


def test_a_span_needs_a_name(dana):
    names = {f"span_{number}": "x" for number in range(1, 5)} | {"span_5": " "}
    answer = dana.post(f"{BASE}/settings/spans", status=422, **names)
    assert "Every span needs a name." in answer.words("#settings-spans .invalid")


def test_health_is_saved_with_its_reason(dana, cast):
    dana.swap(f"{BASE}/health", health="watch", health_reason="The second oven is late")
    assert (cast.fornello.health, cast.fornello.health_reason) == ("watch", "The second oven is late")
    assert actions() == ["health_changed"]


def test_the_list_of_clients_shows_the_new_health_and_name_at_once(dana, cast):
    for sent in ({"health": "watch"}, {"health": "watch", "health_reason": "The oven is late"}):
        line = dana.swap(f"{BASE}/health", **sent).parts["nav-fornello-pizza"]
        assert line.select_one("[aria-label=Watch]") and line.a["aria-current"] == "page"
    parts = dana.swap(f"{BASE}/settings/business", **{**BUSINESS, "name": "Fornello and Sons"}).parts
    assert "Fornello and Sons" in parts["nav-fornello-pizza"].get_text()


def test_changing_health_in_the_header_keeps_the_reason_and_asks_whether_it_still_applies(dana, cast):
    set_columns(cast.fornello, health_reason="Marco is on holiday")
    part = dana.swap(f"{BASE}/health", health="step_in").parts["client-health"]
    assert part.select_one("option[selected]")["value"] == "step_in"
    assert cast.fornello.health_reason == "Marco is on holiday"
    told = db.session.scalars(db.select(Event).where(Event.action == "health_changed")).one()
    assert told.details["why"] == "", "the old reason is not the reason of the new health"
    form = part.select_one("#client-health-reason")
    sent = {field["name"]: field["value"] for field in form.select("input") if field["name"] != "csrf_token"}
    assert sent["health_reason"] == "Marco is on holiday"
    part = dana.swap(form["action"], **{**sent, "health_reason": "Marco is ill"}).parts["client-health"]
    assert (cast.fornello.health, cast.fornello.health_reason) == ("step_in", "Marco is ill")
    assert not part.select("#client-health-reason")


def test_a_reason_is_shown_only_with_the_health_it_was_given_for(dana, cast):
    dana.swap(f"{BASE}/health", health="watch", health_reason="The second oven is late")
    row = "#client-fornello-pizza .need"
    assert "The second oven is late." in dana.get("/").words(row)
    part = dana.swap(f"{BASE}/health", health="steady").parts["client-health"]
    assert "The second oven is late" not in dana.get("/").words(row)
    assert not part.select_one("select").get("title")
    form = part.select_one("#client-health-reason")
    sent = {field["name"]: field["value"] for field in form.select("input") if field["name"] != "csrf_token"}
    dana.swap(form["action"], **sent)
    assert "The second oven is late." in dana.get("/").words(row), "it is still true, Dana says"


def test_the_previous_health_and_undo_both_restore_the_reason(dana, cast):
    dana.swap(f"{BASE}/health", health="watch", health_reason="The second oven is late")
    for _ in range(2):
        dana.swap(f"{BASE}/health", health="steady")
    assert cast.fornello.current_reason == ""
    change = db.session.scalars(db.select(Event.change_set_id).order_by(Event.id.desc())).first()
    dana.post(f"{BASE}/undo/{change}")
    assert (cast.fornello.health, cast.fornello.current_reason) == ("watch", "The second oven is late")


def test_a_reason_that_is_too_long_stays_in_the_header_form(dana, cast):
    part = dana.swap(f"{BASE}/health", 422, health_reason="x" * 301, at="head").parts["client-health"]
    assert part.select_one("#client-health-why")["value"] == "x" * 301 and part.select_one(".error")


def test_without_scripts_the_settings_ask_for_the_reason(dana, cast):
    assert dana.post(f"{BASE}/health", health="steady").location == f"{BASE}/"
    set_columns(cast.fornello, health_reason="Marco is on holiday")
    assert dana.post(f"{BASE}/health", health="watch").location == f"{BASE}/settings#settings-health"


@pytest.mark.parametrize("wrong", [{"health": "doomed"}, {"health": "watch", "health_reason": "x" * 301}])
def test_an_unknown_health_is_refused(dana, cast, wrong):
    dana.post(f"{BASE}/health", status=422, **wrong)
    assert cast.fornello.health == "settling_in"


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_coo_and_ceo_can_write_the_vision(request, cast, who):
    visitor = request.getfixturevalue(who)
    visitor.get(f"{BASE}/vision")
    visitor.post(f"{BASE}/vision", vision="Two more by 2029.", vision_on="2026-11-02")
    assert (cast.fornello.vision, cast.fornello.vision_on) == ("Two more by 2029.", date(2026, 11, 2))
    assert actions() == ["vision_changed"]
    assert visitor.get(f"{BASE}/vision").one("#vision-on")["value"] == "2026-11-02"


@pytest.mark.parametrize("who, status", [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_nobody_else_can_write_the_vision(request, cast, who, status):
    visitor = request.getfixturevalue(who)
    visitor.get(f"{BASE}/vision", status=status)
    visitor.post(f"{BASE}/vision", status=status, vision="Sell up")
    assert cast.fornello.vision == ""


def test_a_vision_changed_by_two_people_shows_both_texts(marco, cast):
    set_columns(cast.fornello, vision="Every Saturday with my kids.")
    answer = marco.post(f"{BASE}/vision", status=409, vision="Two more by 2029.", was_vision="", vision_on="")
    assert "Every Saturday" in answer.words("#vision .conflict")
    assert answer.one("#vision-words").get_text().strip() == "Two more by 2029."
