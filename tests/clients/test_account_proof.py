"""An account prepared under another person's address gains nothing when that person is hired or gets a seat."""

import pytest

from tests.world import PASSWORD, a_goal, a_person, seat_of
from tracker.accounts.models import AccountProof, Person, ResetLink
from tracker.accounts.passwords import matches
from tracker.clients.models import Invitation, Role, Seat
from tracker.foundation.database import db
from tracker.history.models import Event

STOLEN_PASSWORD, NEW_PASSWORD = "four slow otters", "five loud badgers"
KIM = "kim@whitlock.example"


def proofs(person):
    return {(proof.how, proof.by_id) for proof in AccountProof.of(person)}


def an_unproven_account(cast, client=None, by=None, email=KIM, role=Role.VIEWER):
    """An account under Kim's address whose password another person chose. `by` made the link; without it nobody did."""
    kim = a_person("Kim Doe", email, password=STOLEN_PASSWORD)
    AccountProof.forget(kim)
    if by is not None:
        kim.add_proof(by)
    if client is not None:
        Seat.give(client, kim, role, by=cast.dana)
    db.session.commit()
    return kim


def a_coo(cast, client, name="Noa Levi"):
    """Another COO of the practice, who is not its owner."""
    noa = a_person(name, f"{name.split()[0].lower()}@whitlock.example", staff_role="coo")
    Seat.give(client, noa, Role.COO, by=cast.dana)
    db.session.commit()
    return noa


def invite(client, by, email=KIM, role=Role.VIEWER):
    made, token = Invitation.make(client, email, "Kim Doe", role, by=seat_of(by, client))
    db.session.commit()
    return made, f"/invite/{token}"


def invite_by_form(visitor, slug, email=KIM, role="viewer"):
    form = {"name": "Kim Doe", "email": email, "role": role}
    answer = visitor.post(f"/clients/{slug}/people/invite", status=200, **form)
    secret = answer.one("#one-time-link-address")["value"].replace("#", "/").rsplit("/", 1)[1]
    return answer, f"/invite/{secret}"


def reset_secret(answer):
    return "/reset/" + answer.one("#one-time-link-address")["value"].replace("#", "/").rsplit("/", 1)[1]


def is_signed_out(visitor):
    return visitor.get("/me", status=303).location.startswith("/sign-in")


# Invite, then hire


def test_hiring_an_unproven_account_resets_it(dana, visit, cast):
    intruder = visit(an_unproven_account(cast, cast.fornello))
    answer = dana.post("/practice/staff", status=200, name="Kim Doe", email=KIM, role="coo")
    warning = answer.words("#one-time-link-warning")
    assert "already had an account that nobody had confirmed" in warning and "Fornello" not in warning
    assert "they choose a new password with this link" in warning
    assert is_signed_out(intruder)
    visit().post("/sign-in", status=422, email=KIM, password=STOLEN_PASSWORD)
    visit().post(reset_secret(answer), password=NEW_PASSWORD)
    visit().post("/sign-in", email=KIM, password=NEW_PASSWORD)
    assert proofs(Person.by_email(KIM)) == {("owner", cast.dana.id)}


def test_a_coos_proof_is_not_enough_to_be_hired(dana, visit, cast):
    intruder = visit(an_unproven_account(cast, cast.juniper, by=cast.ash))
    dana.post("/practice/staff", status=200, name="Kim Doe", email=KIM, role="coo")
    assert is_signed_out(intruder)


def test_a_proven_account_keeps_its_password_when_hired(dana, visit, cast):
    rosa = visit(cast.rosa)
    dana.post("/practice/staff", status=303, name="Rosa", email="rosa@fornello.example", role="coo")
    rosa.get("/me")
    visit().post("/sign-in", email="rosa@fornello.example", password=PASSWORD)


def test_a_reset_link_made_before_hiring_does_not_work(dana, ash, visit, cast):
    """A COO makes a reset link for a viewer of his client, and then the practice hires her."""
    an_unproven_account(cast, cast.juniper)
    number = seat_of(Person.by_email(KIM), cast.juniper).number
    link = reset_secret(ash.post(f"/clients/juniper-catering/people/{number}/reset-link", status=200))
    answer = dana.post("/practice/staff", status=200, name="Kim Doe", email=KIM, role="coo")
    visit().post(link, status=410, password=NEW_PASSWORD)
    visit().post(reset_secret(answer), password=NEW_PASSWORD)


def test_an_open_invitation_cannot_set_the_password_of_a_new_colleague(dana, visit, cast):
    _, link = invite(cast.juniper, cast.ash)
    dana.post("/practice/staff", status=200, name="Kim Doe", email=KIM, role="coo")
    visit().post(link, status=422, password=STOLEN_PASSWORD)
    assert Person.by_email(KIM).password_hash is None


# Invite, then give access elsewhere


def test_inviting_an_unproven_account_resets_it(dana, visit, cast):
    intruder = visit(an_unproven_account(cast, cast.juniper, by=cast.ash))
    answer, link = invite_by_form(dana, "fornello-pizza")
    warning = answer.words("#one-time-link-warning")
    assert "nobody had confirmed" in warning and "Juniper" not in answer.words("#one-time-link")
    assert is_signed_out(intruder)
    visit().post(link, password=NEW_PASSWORD)
    kim = Person.by_email(KIM)
    assert matches(kim.password_hash, NEW_PASSWORD) and seat_of(kim, cast.fornello).role == "viewer"
    assert proofs(kim) == {("owner", cast.dana.id)}


def test_a_proven_account_is_not_touched_by_an_invitation(dana, visit, cast):
    adaeze = visit(cast.adaeze)
    answer, link = invite_by_form(dana, "fornello-pizza", email="adaeze@okafor.example")
    assert not answer.soup.select("#one-time-link-warning")
    adaeze.get("/me")
    visit().post(link, status=422, password=NEW_PASSWORD)
    visit().post(link, password=PASSWORD)


def test_a_coo_cannot_take_over_access_at_another_coos_client(visit, cast):
    """Noa looks after Okafor. Her link for Kim, who is at Juniper with Ash, must not open Juniper."""
    noa = visit(a_coo(cast, cast.okafor))
    kim = visit(an_unproven_account(cast, cast.juniper, by=cast.ash))
    answer, link = invite_by_form(noa, "okafor-immigration-law")
    assert "keeps its password" in answer.words("#one-time-link-warning")
    assert "Juniper" not in answer.text
    kim.get("/clients/juniper-catering/")
    visit().post(link, status=422, password=NEW_PASSWORD)
    assert matches(Person.by_email(KIM).password_hash, STOLEN_PASSWORD)
    visit().post(
        link, password=STOLEN_PASSWORD
    )  # a person with both the link and the password is confirmed at both
    both = Person.by_email(KIM)
    assert proofs(both) == {("coo", cast.ash.id), ("coo", Person.by_email("noa@whitlock.example").id)}


def test_only_the_owner_can_reset_an_unproven_account_at_another_coos_client(dana, visit, cast):
    noa = visit(a_coo(cast, cast.okafor))
    kim = visit(an_unproven_account(cast, cast.juniper))
    _, link = invite_by_form(noa, "okafor-immigration-law")
    visit().post(link, status=422, password=NEW_PASSWORD)
    kim.get("/clients/juniper-catering/")
    fresh = reset_secret(dana.post("/practice/people", status=200, email=KIM, act="link"))
    visit().post(fresh, password=NEW_PASSWORD)
    assert is_signed_out(kim)
    assert proofs(Person.by_email(KIM)) == {("owner", cast.dana.id)}


def test_a_reset_before_a_new_seat_gains_nothing(dana, ash, visit, cast):
    """Ash resets Kim's password at his client and uses the link himself; Kim is then invited by Dana."""
    an_unproven_account(cast, cast.juniper, by=cast.dana)
    number = seat_of(Person.by_email(KIM), cast.juniper).number
    link = reset_secret(ash.post(f"/clients/juniper-catering/people/{number}/reset-link", status=200))
    visit().post(link, password=NEW_PASSWORD)
    kim = Person.by_email(KIM)
    assert proofs(kim) == {("coo", cast.ash.id)}
    intruder = visit(kim)
    invite_by_form(dana, "fornello-pizza")
    assert is_signed_out(intruder)


def test_an_ended_seat_leaves_no_proof(visit, cast):
    """Kim's seat ends and she is invited again. Ash, no longer her COO, vouched once and knows the password."""
    noa = a_coo(cast, cast.juniper)
    kim = an_unproven_account(cast, cast.juniper, by=cast.ash)
    seat_of(kim, cast.juniper).end(by=cast.dana)
    seat_of(cast.ash, cast.juniper).end(by=cast.dana)
    db.session.commit()
    answer, link = invite_by_form(visit(noa), "juniper-catering")
    assert "nobody had confirmed" in answer.words("#one-time-link-warning")
    visit().post("/sign-in", status=422, email=KIM, password=STOLEN_PASSWORD)
    visit().post(link, password=NEW_PASSWORD)
    assert matches(Person.by_email(KIM).password_hash, NEW_PASSWORD)


def test_two_open_invitations_can_both_be_accepted(visit, cast):
    """Both links were made before the account. The second needs the password chosen with the first."""
    noa = a_coo(cast, cast.okafor)
    _, by_ash = invite(cast.juniper, cast.ash)
    _, by_noa = invite(cast.okafor, noa)
    visit().post(by_ash, password=STOLEN_PASSWORD)
    visit().post(by_noa, status=422, password=NEW_PASSWORD)
    assert [seat.client.slug for seat in db.session.scalars(Seat.live_of(Person.by_email(KIM)))] == [
        "juniper-catering"
    ]
    visit().post(by_noa, password=STOLEN_PASSWORD)


def test_an_unproven_account_cannot_accept_without_the_link(visit, cast):
    kim = visit(an_unproven_account(cast, cast.juniper, by=cast.ash))
    noa = a_coo(cast, cast.okafor)
    made, _ = invite(cast.okafor, noa)
    Person.by_email(KIM).call_attention()
    db.session.commit()
    assert not kim.get("/clients/juniper-catering/").soup.select("[id^=notice-invitation]")
    kim.post(f"/me/invitations/{made.public_id}/accept", status=422)
    assert not Seat.find_live(cast.okafor, Person.by_email(KIM))


def test_an_unproven_account_that_gets_a_coo_seat_is_reset(dana, visit, cast):
    kim = an_unproven_account(cast)
    kim.staff_role = "coo"
    db.session.commit()
    intruder = visit(kim)
    answer = dana.post("/practice/clients/fornello-pizza/seats", status=200, person=kim.public_id)
    assert "nobody had confirmed" in answer.words("#one-time-link-warning")
    assert is_signed_out(intruder)
    visit().post(reset_secret(answer), password=NEW_PASSWORD)
    assert seat_of(Person.by_email(KIM), cast.fornello).role == "coo"


def test_a_new_client_needs_a_proven_coo(dana, cast):
    kim = an_unproven_account(cast)
    kim.staff_role = "coo"
    db.session.commit()
    answer = dana.post("/clients", status=422, name="Harbour Bakery", zone="UTC", coo=kim.public_id)
    assert "Nobody has confirmed Kim Doe’s account" in answer.text


# The next page of a proven account


def test_a_proven_account_accepts_on_its_next_page(dana, adaeze, marco, cast):
    invite_by_form(dana, "fornello-pizza", email="adaeze@okafor.example", role="team")
    made = db.session.query(Invitation).one()
    assert "Invited" in marco.get("/clients/fornello-pizza/people").words(f"#invitation-{made.public_id}")
    notice = adaeze.get("/clients/okafor-immigration-law/letter").one(f"#notice-invitation-{made.public_id}")
    assert "Dana Whitlock invites you to the team of Fornello Pizza." in " ".join(
        notice.get_text(" ").split()
    )
    assert adaeze.post(notice["action"]).location == "/clients/fornello-pizza/mine"
    adaeze.get("/clients/fornello-pizza/")
    assert seat_of(cast.adaeze, cast.fornello).role == "team"
    assert not adaeze.get("/clients/okafor-immigration-law/letter").soup.select("#notices")


def test_a_ceo_who_accepts_is_taken_to_the_letter(dana, adaeze, cast):
    a_goal(cast.fornello, cast.dana)
    invite_by_form(dana, "fornello-pizza", email="adaeze@okafor.example", role="ceo")
    made = db.session.query(Invitation).one()
    accepted = adaeze.post(f"/me/invitations/{made.public_id}/accept")
    assert accepted.location == "/clients/fornello-pizza/letter"


def test_a_request_cannot_be_accepted_before_the_coo_makes_the_link(marco, adaeze, cast):
    form = {"name": "Ada", "email": "adaeze@okafor.example", "role": "viewer"}
    marco.post("/clients/fornello-pizza/people/invite", **form)
    made = db.session.query(Invitation).one()
    assert not adaeze.get("/clients/okafor-immigration-law/letter").soup.select("#notices")
    adaeze.post(f"/me/invitations/{made.public_id}/accept", status=404)


def test_nobody_can_accept_or_decline_for_another_person(rosa, cast):
    made, _ = invite(cast.juniper, cast.ash, email="adaeze@okafor.example")
    for answer in ("accept", "decline"):
        rosa.post(f"/me/invitations/{made.public_id}/{answer}", status=404)


def test_an_invitation_can_be_declined_on_the_next_page(adaeze, dana, marco):
    invite_by_form(dana, "fornello-pizza", email="adaeze@okafor.example")
    made = db.session.query(Invitation).one()
    letter = "/clients/okafor-immigration-law/letter"
    decline = adaeze.get(letter).one(f"#notice-invitation-{made.public_id} [formaction]")["formaction"]
    answer = adaeze.swap(decline)
    assert "Invitation declined" in answer.text and not answer.soup.select(".notice")
    assert not adaeze.get(letter).soup.select(".notice")
    adaeze.post(decline, status=404)
    adaeze.get("/clients/fornello-pizza/", 404)
    assert "Adaeze declined the invitation" in dana.get("/clients/fornello-pizza/history").text
    assert "declined" not in marco.get("/clients/fornello-pizza/history").text
    assert (made.revoked_at, made.declined_at is None) == (None, False)


def invite_and_decline(dana, adaeze):
    invite_by_form(dana, "fornello-pizza", email="adaeze@okafor.example")
    made = db.session.query(Invitation).one()
    adaeze.swap(f"/me/invitations/{made.public_id}/decline")
    return made


def test_the_ceo_sees_a_declined_invitation_as_open_and_the_coo_as_declined(adaeze, dana, marco):
    row = f"#invitation-{invite_and_decline(dana, adaeze).public_id}"
    people = "/clients/fornello-pizza/people"
    assert "Invited" in marco.get(people).words(row) and "works until" in marco.get(people).words(row)
    assert "Declined" in dana.get(people).words(row) and "works until" not in dana.get(people).words(row)


def test_today_shows_a_declined_invitation_until_it_is_renewed_or_withdrawn(adaeze, dana, ash, visit):
    made = invite_and_decline(dana, adaeze)
    row, people = f"#request-{made.public_id}", "/clients/fornello-pizza/people"
    said = dana.get("/").one(f"{row} a")
    assert said.text == f"{made.name} declined the invitation"
    assert said["href"] == f"{people}#invitation-{made.public_id}"
    assert not ash.get("/").soup.select(row)
    link = dana.post(f"{people}/invitations/{made.public_id}/link", status=200)
    assert not dana.get("/").soup.select(row)
    assert "Invited" in dana.get(people).words(f"#invitation-{made.public_id}")
    notice = adaeze.get("/clients/okafor-immigration-law/letter").one(f"#notice-invitation-{made.public_id}")
    adaeze.swap(notice.select_one("[formaction]")["formaction"])
    secret = link.one("#one-time-link-address")["value"].rsplit("#", 1)[1]
    visit().get(f"/invite/{secret}", status=410)
    assert dana.get("/").soup.select(row)
    dana.post(f"{people}/invitations/{made.public_id}/revoke")
    assert not dana.get("/").soup.select(row)


def test_a_ceo_who_invites_a_declined_address_again_reads_that_it_is_open(adaeze, dana, marco):
    made = invite_and_decline(dana, adaeze)
    invite_by_form(dana, "fornello-pizza", email="unknown@okafor.example")
    said = []
    for email in made.email, "unknown@okafor.example":
        form = {"name": "Kim Doe", "email": email, "role": "viewer"}
        answer = marco.swap("/clients/fornello-pizza/people/invite", **form)
        said.append(answer.one("#toast").get_text())
    assert said[0] == said[1] and "already; its link works until" in said[0]
    assert made.declined_at is not None and made.revoked_at is None


# Roles


def test_acceptance_never_lowers_a_role(visit, cast):
    """The role was raised while an invitation to a lower one was open."""
    made, link = invite(cast.fornello, cast.dana, email="adaeze@okafor.example", role=Role.VIEWER)
    Seat.give(cast.fornello, cast.adaeze, Role.CEO, by=cast.dana)
    made.revoked_at = None  # as if both happened at once
    db.session.commit()
    visit().post(link, password=PASSWORD)
    assert seat_of(cast.adaeze, cast.fornello).role == "ceo"


def test_accepting_an_invitation_never_removes_the_only_coo(visit, cast):
    made, link = invite(cast.juniper, cast.ash, email="someone@whitlock.example", role=Role.CEO)
    made.email = cast.ash.email
    db.session.commit()
    visit().post(link, password=PASSWORD)
    assert seat_of(cast.ash, cast.juniper).role == "coo"
    with pytest.raises(Exception, match=r"Juniper Catering would have no COO\. Add another COO first"):
        Seat.give(cast.juniper, cast.ash, Role.VIEWER, by=cast.dana)


def test_giving_a_seat_ends_open_invitations_for_that_address(visit, cast):
    _, here = invite(cast.fornello, cast.dana, email="adaeze@okafor.example", role=Role.TEAM)
    _, elsewhere = invite(cast.juniper, cast.ash, email="adaeze@okafor.example")
    Seat.give(cast.fornello, cast.adaeze, Role.VIEWER, by=cast.dana)
    db.session.commit()
    visit().get(here, status=410)
    visit().get(elsewhere)


# Closed accounts


def test_a_coo_reads_that_the_invited_account_is_closed(dana, ash, marco, cast):
    cast.adaeze.deactivate(by=cast.dana)
    db.session.commit()
    for visitor, slug, opens in (
        (ash, "juniper-catering", "The practice’s owner has to open it before the link works."),
        (dana, "fornello-pizza", "Open it under Practice before the link works."),
    ):
        answer, _ = invite_by_form(visitor, slug, email="adaeze@okafor.example")
        assert answer.words("#one-time-link-warning") == f"This account is closed. {opens}"
    assert "closed" not in marco.get("/clients/fornello-pizza/people").words("#people")


# What a notice about links says


def reset_link_notice(visitor, path="/clients/juniper-catering/"):
    return visitor.get(path).words("#notice-links")


def test_several_reset_links_are_one_notice_that_names_the_owner(ash, visit, cast):
    kim = an_unproven_account(cast, cast.juniper, by=cast.ash)
    for _ in range(3):
        ResetLink.make(kim, by=cast.ash)
    db.session.commit()
    said = reset_link_notice(visit(kim))
    assert said.count("Ash Moreno made links for a new password") == 1
    assert said.count("the newest on") == 1
    assert "Tell Dana Whitlock, the practice’s owner." in said


def test_a_link_made_by_the_owner_names_only_the_owner(visit, cast):
    kim = an_unproven_account(cast, cast.juniper, by=cast.ash)
    ResetLink.make(kim, by=cast.dana)
    db.session.commit()
    assert "Dana Whitlock made a link for a new password" in reset_link_notice(visit(kim))
    assert "You didn’t ask for one? Ask Dana." in reset_link_notice(visit(kim))


def test_the_notice_names_every_active_owner(visit, cast):
    kim = an_unproven_account(cast, cast.juniper, by=cast.ash)
    a_person("Noa Levi", "noa@whitlock.example", staff_role="owner")
    a_person("Gone Owner", "gone@whitlock.example", staff_role="owner").deactivate(by=cast.dana)
    ResetLink.make(kim, by=cast.ash)
    db.session.commit()
    assert "Tell Dana Whitlock or Noa Levi, who own the practice." in reset_link_notice(visit(kim))


# Links to a new password


def test_a_reset_link_is_in_the_history_of_every_client_for_the_practice_only(dana, ash, marco, cast):
    Seat.give(cast.juniper, cast.marco, Role.CEO, by=cast.dana)
    db.session.commit()
    dana.post("/practice/people", status=200, email=cast.marco.email, act="link")
    lines = db.session.query(Event).filter_by(action="reset_link_made").all()
    assert {line.client_id for line in lines} == {cast.fornello.id, cast.juniper.id}
    marco.post("/me/notices/read")
    for coo, slug in ((dana, "fornello-pizza"), (ash, "juniper-catering")):
        assert "Dana made Marco Bellini a link" in coo.get(f"/clients/{slug}/history").text
        assert "a link for a new password" not in marco.get(f"/clients/{slug}/history").text


def test_the_person_sees_the_notice_at_the_next_sign_in(dana, visit, cast):
    number = seat_of(cast.rosa, cast.fornello).number
    link = reset_secret(dana.post(f"/clients/fornello-pizza/people/{number}/reset-link", status=200))
    visit().post(link, password=NEW_PASSWORD)
    rosa = visit()
    rosa.post("/sign-in", email="rosa@fornello.example", password=NEW_PASSWORD)
    page = rosa.get("/clients/fornello-pizza/mine")
    assert "Dana Whitlock made a link for a new password for your account" in page.words("#notices")
    rosa.post("/me/notices/read")
    assert not rosa.get("/clients/fornello-pizza/mine").soup.select("#notices")


def test_the_first_link_of_a_new_account_gets_no_notice(dana, visit, cast):
    answer = dana.post(
        "/practice/staff", status=200, name="Noa Levi", email="noa@whitlock.example", role="coo"
    )
    noa = visit()
    noa.post(reset_secret(answer), password=NEW_PASSWORD)
    noa.post("/sign-in", email="noa@whitlock.example", password=NEW_PASSWORD)
    assert not noa.get("/").soup.select("#notices")


def test_changing_the_own_password_keeps_the_proofs(marco, cast):
    before = proofs(cast.marco)
    marco.post("/me/password", current=PASSWORD, password=NEW_PASSWORD)
    assert proofs(cast.marco) == before and before


def test_a_link_from_the_console_proves_the_account_everywhere(visit, cast):
    kim, token = an_unproven_account(cast, cast.juniper, by=cast.ash), None
    token = ResetLink.make(kim)
    db.session.commit()
    visit().post(f"/reset/{token}", password=NEW_PASSWORD)
    assert proofs(Person.by_email(KIM)) == {("console", None)}
