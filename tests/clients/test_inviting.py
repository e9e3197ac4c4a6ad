"""Inviting a person as COO: the answer has a link to copy that works once, for one address."""

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


def test_with_htmx_the_answer_has_the_link_the_list_and_an_empty_form(dana):
    parts = dana.swap(f"{PEOPLE}/invite", **LUCA).parts
    assert parts["one-time-link"].select_one("input")["value"].startswith("http://localhost/invitation#")
    assert "Luca Ferri" in parts["people"].get_text()
    assert parts["invite"].select_one("#invite-name").get("value", "") == ""


def test_the_link_uses_the_configured_address(dana, app, monkeypatch):
    monkeypatch.setitem(app.config, "BASE_URL", "https://ops.whitlock.example")
    answer = invite(dana)
    assert link_in(answer).startswith("https://ops.whitlock.example/invitation#")


def test_a_forged_host_never_appears_in_a_link(dana, app):
    dana.http.get(PEOPLE, headers={"X-Forwarded-Host": "evil.example"})
    response = dana.http.post(
        f"{PEOPLE}/invite",
        data={**LUCA, "csrf_token": dana.csrf()},
        headers={"X-Forwarded-Host": "evil.example"},
    )
    assert b"evil.example" not in response.get_data()


@pytest.mark.parametrize("who, status", [("rosa", 403), ("vera", 403), ("adaeze", 404), ("ash", 404)])
def test_nobody_else_can_invite(request, cast, who, status):
    invite(request.getfixturevalue(who), status=status)
    assert invitations() == []


@pytest.mark.parametrize(
    "who, role, status",
    [("dana", "ceo", 200), ("dana", "coo", 422), ("dana", "owner", 422), ("marco", "ceo", 422),
     ("marco", "coo", 422), ("marco", "viewer", 200), ("marco", "", 422)],
)  # fmt: skip
def test_nobody_can_give_a_role_at_or_above_their_own(request, cast, who, role, status):
    a_goal(cast.fornello, by=cast.dana)
    status = 303 if (who, status) == ("marco", 200) else status
    invite(request.getfixturevalue(who), status=status, role=role)
    assert len(invitations()) == (status != 422)


def test_unexpected_fields_are_ignored(marco, cast):
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


def test_a_person_with_access_cannot_be_invited_again(dana):
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
def test_invalid_values_get_a_message(dana, wrong, words):
    answer = invite(dana, status=422, **wrong)
    assert words in answer.words("#invite .invalid")
    assert invitations() == []


def test_inviting_a_ceo_before_there_is_a_road_map_asks_first(dana):
    answer = invite(dana, status=422, role="ceo")
    assert "no road map" in answer.words("#invite-early") and invitations() == []
    assert answer.one("#invite-send").get_text() == "Invite anyway"
    again = {tag["name"]: tag["value"] for tag in answer.soup.select("#invite [name][value]")}
    invite(dana, role="ceo", anyway=again["anyway"], form_key=again["form_key"])
    assert len(invitations()) == 1


def test_with_a_road_map_a_ceo_is_invited_at_once(dana, cast):
    a_goal(cast.fornello, by=cast.dana)
    invite(dana, role="ceo")


def test_a_form_sent_five_times_makes_one_invitation_and_the_last_link_works(dana, visit):
    key = dana.get(PEOPLE).one("#invite [name=form_key]")["value"]
    links = [link_on(invite(dana, form_key=key)) for _ in range(5)]
    assert len(invitations()) == 1
    visit().get(links[-1])
    visit().get(links[0], status=410)


def test_inviting_again_revokes_the_older_link(dana, visit):
    older, newer = (link_on(invite(dana)) for _ in range(2))
    visit().get(older, status=410)
    visit().get(newer)
    assert len(dana.get(PEOPLE).soup.select("#people li[id^=invitation]")) == 1


def test_an_invitation_can_be_withdrawn(dana, visit):
    link = link_on(invite(dana))
    (made,) = invitations()
    parts = dana.swap(f"{PEOPLE}/invitations/{made.public_id}/revoke").parts
    assert "Luca" not in parts["people"].get_text()
    visit().get(link, status=410)
    visit().post(link, status=410, password="four slow otters")


def test_a_ceo_can_withdraw_only_roles_a_ceo_can_give(dana, marco, cast):
    a_goal(cast.fornello, by=cast.dana)
    invite(dana, role="ceo")
    (made,) = invitations()
    marco.post(f"{PEOPLE}/invitations/{made.public_id}/revoke", status=403)


def test_another_clients_invitation_is_a_404(dana, adaeze):
    invite(dana)
    (made,) = invitations()
    adaeze.post(f"/clients/okafor-immigration-law/people/invitations/{made.public_id}/revoke", status=404)
    assert invitations()[0].revoked_at is None
