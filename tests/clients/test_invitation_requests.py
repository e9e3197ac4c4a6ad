"""A CEO's invitation is a request to the COO, who makes the link and passes it on. The CEO never sees the link."""

import re
import statistics
import time
from datetime import UTC, datetime

import pytest

from tests.world import a_goal, a_person, seat_of, set_columns
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db

PEOPLE = "/clients/fornello-pizza/people"
KIM = {"name": "Kim Doe", "email": "kim@whitlock.example", "role": "viewer"}
SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


def invite(visitor, status=303, **more):
    return visitor.post(f"{PEOPLE}/invite", status=status, **{**KIM, **more})


def the_invitation():
    return db.session.query(Invitation).one()


def request_invitation(cast, **more):
    told = {**KIM, **more}
    made = Invitation.ask(
        cast.fornello, told["email"], told["name"], Role(told["role"]), by=seat_of(cast.marco, cast.fornello)
    )
    db.session.commit()
    return made


def without_tokens(answer):
    """The answer, apart from what differs with every request."""
    html = answer.html
    for tag in answer.soup.select("[name=csrf_token], [name=form_key]"):
        html = html.replace(tag["value"], "")
    return re.sub(r"[0-9a-f]{16}", "PID", html)


def test_an_invitation_by_a_ceo_waits_for_the_coo(marco, cast):
    assert invite(marco).location == PEOPLE
    made = the_invitation()
    assert (made.token_hash, made.expires_at, made.invited_by_id) == (None, None, cast.marco.id)
    row = marco.get(PEOPLE).words(f"#invitation-{made.public_id}")
    assert "Kim Doe Invited" in row and "Waiting for Dana’s link" in row


@pytest.mark.parametrize("htmx", [False, True])
def test_no_answer_to_a_ceo_contains_a_secret(marco, cast, htmx):
    answer = marco.swap(f"{PEOPLE}/invite", **KIM) if htmx else invite(marco)
    pages = [answer, marco.get(PEOPLE), marco.get("/clients/fornello-pizza/history")]
    for each in pages:
        own = {tag["value"] for tag in each.soup.select("[name=csrf_token]")}
        text = each.html
        for token in own:
            text = text.replace(token, "")
        assert not each.soup.select("#one-time-link-address")
        assert not [
            found for found in re.findall(r"/(?:invite|invitation)[/#]\S+", text) if SECRET.search(found)
        ]


def test_only_the_clients_coo_can_make_the_link(marco, rosa, adaeze, cast):
    public_id = request_invitation(cast).public_id
    marco.post(f"{PEOPLE}/invitations/{public_id}/link", status=403)
    rosa.post(f"{PEOPLE}/invitations/{public_id}/link", status=403)
    adaeze.post(f"/clients/okafor-immigration-law/people/invitations/{public_id}/link", status=403)
    assert the_invitation().token_hash is None


def test_dana_makes_the_link_and_kim_accepts(dana, marco, visit, cast):
    public_id = request_invitation(cast).public_id
    assert "Kim Doe Invited" in dana.get(PEOPLE).words(f"#invitation-{public_id}")
    answer = dana.post(f"{PEOPLE}/invitations/{public_id}/link", status=200)
    link = answer.one("#one-time-link-address")["value"]
    assert "Invited" in marco.get(PEOPLE).words(f"#invitation-{public_id}")
    token = SECRET.search(link)[0]
    visit().post(f"/invite/{token}", password="four slow otters")
    assert "Kim Doe" in marco.get(PEOPLE).words("#people")
    assert not marco.get(PEOPLE).soup.select(f"#invitation-{public_id}")


def test_dana_sees_the_request_on_today(dana, ash, cast):
    made = request_invitation(cast)
    line = dana.get("/").one(f"#request-{made.public_id}")
    assert "Marco asked to invite Kim Doe as a viewer" in line.get_text()
    assert line.select_one("a")["href"] == f"{PEOPLE}#invitation-{made.public_id}"
    assert not ash.get("/").soup.select("[id^=request]:not(template)")
    made.make_link(seat_of(cast.dana, cast.fornello))
    db.session.commit()
    assert not dana.get("/").soup.select("[id^=request]:not(template)")


@pytest.mark.parametrize("who", ["dana", "marco"])
def test_the_ceo_and_the_coo_can_withdraw_it(request, cast, who):
    public_id = request_invitation(cast).public_id
    visitor = request.getfixturevalue(who)
    visitor.post(f"{PEOPLE}/invitations/{public_id}/revoke")
    assert the_invitation().revoked_at is not None
    assert "Kim Doe" not in visitor.get(PEOPLE).words("#people")


def test_history_says_who_asked_and_who_made_the_link(dana, cast):
    made = request_invitation(cast)
    made.make_link(seat_of(cast.dana, cast.fornello))
    made.make_link(seat_of(cast.dana, cast.fornello))
    db.session.commit()
    told = dana.get("/clients/fornello-pizza/history").text
    assert "Marco asked to invite Kim Doe as a viewer" in told
    assert "Dana invited Kim Doe as a viewer" in told
    assert "made a new invitation link for Kim Doe" in told


def test_the_answer_states_what_was_requested(marco, dana):
    said = marco.swap(f"{PEOPLE}/invite", **KIM).text
    assert "Kim Doe is invited. Your request is with Dana, who can make the link." in said
    assert "Your request goes to Dana, who can make the link." in marco.get(PEOPLE).words("#invite-somebody")
    assert "Waiting for your link" in dana.get(PEOPLE).words("#people")


def test_the_form_says_what_each_role_can_do(marco, dana):
    each = "Team works on tasks. A viewer only reads."
    assert each in marco.get(PEOPLE).words("#invite")
    assert f"A CEO sees everything that is shared and agrees to goals. {each}" in dana.get(PEOPLE).words(
        "#invite"
    )


@pytest.mark.parametrize("has_link", [True, False])
def test_a_ceos_request_does_not_change_the_coos_invitation(marco, dana, visit, cast, has_link):
    dana_s = seat_of(cast.dana, cast.fornello)
    made = Invitation.ask(cast.fornello, KIM["email"], "Kim Doe", Role.TEAM, by=dana_s)
    token = made.make_link(dana_s) if has_link else ""
    db.session.commit()
    said = "has an invitation to the team already" if has_link else "Your request is with Dana"
    assert said in marco.swap(f"{PEOPLE}/invite", **KIM).text
    kept = the_invitation()
    assert (kept.role, kept.revoked_at, kept.token_hash is not None) == ("team", None, has_link)
    if has_link:
        visit().get(f"/invite/{token}")
    told = dana.get("/clients/fornello-pizza/history").text
    assert "Marco asked to invite Kim Doe as a viewer" in told
    assert "withdrew" not in told and "replaced" not in told


def test_today_shows_a_repeated_request_for_an_expired_link(marco, dana, ash, cast):
    dana_s = seat_of(cast.dana, cast.fornello)
    made = Invitation.ask(cast.fornello, KIM["email"], "Kim Doe", Role.TEAM, by=dana_s)
    made.make_link(dana_s)
    db.session.commit()
    invite(marco)
    assert not dana.get("/").soup.select("[id^=request]:not(template)"), "the link still works"
    set_columns(made, expires_at=datetime(2026, 11, 12, 12, tzinfo=UTC))
    line = dana.get("/").one(f"#request-{made.public_id} a")
    assert line.text == "Marco asked to invite Kim Doe, whose link expired 12 November"
    assert line["href"] == f"{PEOPLE}#invitation-{made.public_id}"
    assert not ash.get("/").soup.select("[id^=request]:not(template)")
    assert "Marco asked for a new one" in dana.get(PEOPLE).words(f"#invitation-{made.public_id}")
    dana.post(f"{PEOPLE}/invitations/{made.public_id}/link", status=200)
    set_columns(made, expires_at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert not dana.get("/").soup.select("[id^=request]:not(template)"), "the request is answered"


def test_a_request_ends_with_the_access_of_the_person_who_asked(marco, dana, cast):
    dana_s = seat_of(cast.dana, cast.fornello)
    made = Invitation.ask(cast.fornello, KIM["email"], "Kim Doe", Role.TEAM, by=dana_s)
    made.make_link(dana_s)
    set_columns(made, expires_at=datetime(2026, 11, 12, 12, tzinfo=UTC))
    invite(marco)
    assert dana.get("/").soup.select("[id^=request]:not(template)")
    seat_of(cast.marco, cast.fornello).end(by=cast.dana)
    db.session.commit()
    assert not dana.get("/").soup.select("[id^=request]:not(template)")
    assert the_invitation().revoked_at is None


def test_a_ceos_second_request_keeps_the_existing_link(marco, visit, cast):
    token = request_invitation(cast).make_link(seat_of(cast.dana, cast.fornello))
    db.session.commit()
    invite(marco, role="team")
    visit().get(f"/invite/{token}")
    assert the_invitation().role == "viewer"


@pytest.mark.parametrize("again_by", ["marco", "dana"])
def test_history_says_that_an_invitation_was_replaced(dana, marco, cast, again_by):
    earlier = request_invitation(cast, role="team")
    visitor = {"marco": marco, "dana": dana}[again_by]
    invite(visitor, status=303 if again_by == "marco" else 200)
    assert earlier.revoked_at is not None
    told = dana.get("/clients/fornello-pizza/history").text
    assert f"{again_by.capitalize()} replaced the earlier invitation of Kim Doe" in told
    assert "withdrew" not in told


def test_history_does_not_call_an_unneeded_invitation_withdrawn(dana, cast):
    request_invitation(cast, email=cast.ash.email, name="Ash Moreno")
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    db.session.commit()
    told = dana.get("/clients/fornello-pizza/history").text
    assert "Ash has access, so the invitation of Ash Moreno ended" in told and "withdrew" not in told


def test_a_new_link_revokes_the_older_one(dana, visit, cast):
    made, dana_s = request_invitation(cast), seat_of(cast.dana, cast.fornello)
    older, newer = made.make_link(dana_s), made.make_link(dana_s)
    db.session.commit()
    visit().get(f"/invite/{older}", status=410)
    visit().get(f"/invite/{newer}")


def test_a_request_cannot_be_accepted_before_there_is_a_link(visit, cast):
    request_invitation(cast)
    visit().post("/invite/" + "x" * 43, status=410, password="four slow otters")


def test_when_the_coo_leaves_the_link_ends_but_not_the_request(visit, cast):
    Seat.give(cast.fornello, cast.ash, Role.COO, by=cast.dana)
    made = request_invitation(cast)
    token = made.make_link(seat_of(cast.ash, cast.fornello))
    seat_of(cast.ash, cast.fornello).end(by=cast.dana)
    db.session.commit()
    visit().get(f"/invite/{token}", status=410)
    assert (the_invitation().revoked_at, the_invitation().token_hash) == (None, None)


def test_a_request_sent_twice_is_stored_once(marco, cast):
    key = marco.get(PEOPLE).one("#invite [name=form_key]")["value"]
    for _ in range(3):
        invite(marco, form_key=key)
    the_invitation()


ADDRESSES = {
    "elsewhere": "adaeze@okafor.example",
    "staff": "ash@whitlock.example",
    "nobody": "nobody@okafor.example",
}


def test_known_and_unknown_addresses_get_the_same_answers_and_pages(marco, cast):
    a_goal(cast.fornello, by=cast.dana)
    seen = set()
    for email in ADDRESSES.values():
        for answer in (
            marco.swap(f"{PEOPLE}/invite", **{**KIM, "email": email}),
            invite(marco, email=email),
        ):
            seen.add((answer.status, without_tokens(answer).replace(email, "ADDRESS")))
        seen.add((200, without_tokens(marco.get(PEOPLE)).replace(email, "ADDRESS")))
        db.session.query(Invitation).delete()
        db.session.commit()
    assert len(seen) == 3, "one htmx answer, one redirect, one page, whoever is invited"


def test_known_and_unknown_addresses_take_the_same_time(app, marco, cast, monkeypatch):
    """Measured in pairs after the same preparation, so that a busy machine slows both."""
    monkeypatch.setitem(app.config, "ALLOWANCES", {"invitation": 1000})
    took = {"known": [], "unknown": []}
    token = marco.csrf()
    for number in range(100):
        for kind in list(took) if number % 2 else list(took)[::-1]:
            email = f"p{number}@{kind}.example"
            a_person("Somebody", email if kind == "known" else f"p{number}@elsewhere.example")
            db.session.commit()
            form = {**KIM, "email": email, "csrf_token": token}
            start = time.perf_counter()
            response = marco.http.post(f"{PEOPLE}/invite", data=form)
            took[kind].append(time.perf_counter() - start)
            assert response.status_code == 303
    apart = statistics.median(known - unknown for known, unknown in zip(*took.values(), strict=True))
    assert abs(apart) < max(0.003, 0.1 * statistics.median(took["unknown"])), took


def test_the_answer_says_that_a_link_exists_already(marco, cast, friday):
    Invitation.make(
        cast.fornello, KIM["email"], KIM["name"], Role.VIEWER, by=seat_of(cast.dana, cast.fornello)
    )
    db.session.commit()
    parts = marco.swap(f"{PEOPLE}/invite", **KIM)
    assert "Kim Doe has an invitation as a viewer already; its link works until 4 Dec." in parts.text
    assert "Your request is with" not in parts.text
