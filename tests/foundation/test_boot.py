def test_the_service_says_it_is_well(visit):
    assert visit().get("/healthz").response.json["status"] == "ok"


def test_a_stranger_is_asked_to_sign_in(visit):
    assert visit().get("/", status=303).location.startswith("/sign-in")


def test_dana_is_at_home(dana):
    assert dana.get("/").text
