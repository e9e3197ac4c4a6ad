def test_the_service_reports_that_it_is_healthy(visit):
    assert visit().get("/healthz").response.json["status"] == "ok"


def test_a_stranger_is_asked_to_sign_in(visit):
    assert visit().get("/", status=303).location.startswith("/sign-in")


def test_a_signed_in_person_gets_the_home_page(dana):
    assert dana.get("/").text
