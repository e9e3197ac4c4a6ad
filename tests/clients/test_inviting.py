"""Inviting somebody as COO: a link to copy, once, for one address."""

import pytest

from tests.links import link_on, secret_in
from tests.world import a_goal
from tracker.accounts.models import fingerprint
from tracker.clients.models import Invitation
from tracker.foundation.database import db

PEOPLE = "/clients/fornello-pizza/people"
LUCA = {"name": "Luca Ferri", "email": "Luca@Fornello.example ", "role": "team"}


def invite(visitor, status=200, **more):
    return visitor.post(f"{PEOPLE}/invite", status=status, **{**LUCA, **more})


def link_in(answer):
    return answer.one("#one-time-link-address")["value"]


def invitations():
    return db.session.query(Invitation).order_by(Invitation.id).all()


def test_a_coo_gets_a_link_to_copy(dana, cast):
    answer = invite(dana)
    token = secret_in(link_in(answer))
    (made,) = invitations()
    assert (made.email, made.role, made.client_id) == ("luca@fornello.example", "team", cast.fornello.id)
    assert made.token_hash == fingerprint(token)
    assert token not in str(vars(made))
    assert "7 days, once" in answer.text


def test_with_htmx_link_list_and_a_fresh_form(dana):
    parts = dana.swap(f"{PEOPLE}/invite", **LUCA).parts
    assert parts["one-time-link"].select_one("input")["value"].startswith("http://localhost/invitation#")
    assert "Luca Ferri" in parts["people"].get_text()
    assert parts["invite"].select_one("#invite-name").get("value", "") == ""


def test_the_link_is_written_with_the_name_people_type(dana, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://ops.whitlock.example")
    answer = invite(dana)
    assert link_in(answer).startswith("https://ops.whitlock.example/invitation#")


def test_a_forged_host_reaches_no_link(dana, app):
    dana.http.get(PEOPLE, headers={"X-Forwarded-Host": "evil.example"})
    response = dana.http.post(
        f"{PEOPLE}/invite",
        data={**LUCA, "csrf_token": dana.csrf()},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    assert b"evil.example" not in response.get_data()


@pytest.mark.parametrize("who, status", [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_nobody_else_invites(request, cast, who, status):
    invite(request.getfixturevalue(who), status=status)
    assert invitations() == []


@pytest.mark.parametrize(
    "who, role, status",
    [("dana", "ceo", 200), ("dana", "coo", 422), ("dana", "owner", 422), ("marco", "ceo", 422),
     ("marco", "coo", 422), ("marco", "viewer", 200), ("marco", "", 422)],
)  # fmt: skip
def test_nobody_gives_a_seat_at_or_above_their_own(request, cast, who, role, status):
    a_goal(cast.fornello, by=cast.dana)
    status = 303 if (who, status) == ("marco", 200) else status
    invite(request.getfixturevalue(who), status=status, role=role)
    assert len(invitations()) == (status != 422)


def test_fields_that_are_not_asked_for_are_not_read(marco, cast):
    invite(
        marco,
        status=303,
        client_id=cast.okafor.id,
        staff_role="owner",
        invited_by_id=cast.dana.id,
        is_private="0",
    )
    (made,) = invitations()
    assert (made.client_id, made.invited_by_id) == (cast.fornello.id, cast.marco.id)


def test_somebody_who_sits_here_is_not_asked_again(dana):
    answer = invite(dana, status=422, email="ROSA@fornello.example")
    assert "Rosa Delgado already has access." in answer.words("#invite .invalid")


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"name": ""}, "Write their name."),
        ({"email": ""}, "Write an e-mail address."),
        ({"email": "luca"}, "name@business.com"),
        ({"email": "luca@fornello.example\nBcc: all@x.example"}, "name@business.com"),
        ({"name": "x" * 121}, "120"),
        ({"email": ["a@b.example", "c@d.example"]}, "twice"),
    ],
)
def test_what_cannot_be_comes_back_with_words(dana, wrong, words):
    answer = invite(dana, status=422, **wrong)
    assert words in answer.words("#invite .invalid")
    assert invitations() == []


def test_a_ceo_before_the_road_map_is_a_question_first(dana):
    answer = invite(dana, status=422, role="ceo")
    assert "no road map" in answer.words("#invite-early") and invitations() == []
    assert answer.one("#invite-send").get_text() == "Invite anyway"
    again = {tag["name"]: tag["value"] for tag in answer.soup.select("#invite [name][value]")}
    invite(dana, role="ceo", anyway=again["anyway"], form_key=again["form_key"])
    assert len(invitations()) == 1


def test_a_ceo_with_a_road_map_is_asked_at_once(dana, cast):
    a_goal(cast.fornello, by=cast.dana)
    invite(dana, role="ceo")


def test_sent_five_times_there_is_one_and_the_last_link_works(dana, visit):
    key = dana.get(PEOPLE).one("#invite [name=form_key]")["value"]
    links = [link_on(invite(dana, form_key=key)) for _ in range(5)]
    assert len(invitations()) == 1
    visit().get(links[-1])
    visit().get(links[0], status=410)


def test_asking_again_ends_the_older_link(dana, visit):
    older, newer = (link_on(invite(dana)) for _ in range(2))
    visit().get(older, status=410)
    visit().get(newer)
    assert len(dana.get(PEOPLE).soup.select("#people li[id^=invitation]")) == 1


def test_a_link_is_taken_back(dana, visit):
    link = link_on(invite(dana))
    (made,) = invitations()
    parts = dana.swap(f"{PEOPLE}/invitations/{made.public_id}/revoke").parts
    assert "Luca" not in parts["people"].get_text()
    visit().get(link, status=410)
    visit().post(link, status=410, password="four slow otters")


def test_a_ceo_takes_back_only_what_a_ceo_may_give(dana, marco, cast):
    a_goal(cast.fornello, by=cast.dana)
    invite(dana, role="ceo")
    (made,) = invitations()
    marco.post(f"{PEOPLE}/invitations/{made.public_id}/revoke", status=403)


def test_another_client_s_invitation_is_not_there(dana, adaeze):
    invite(dana)
    (made,) = invitations()
    adaeze.post(f"/clients/okafor-immigration-law/people/invitations/{made.public_id}/revoke", status=404)
    assert invitations()[0].revoked_at is None
