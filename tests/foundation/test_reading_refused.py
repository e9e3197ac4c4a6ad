"""A page that is for others says so; only a change that is refused speaks of changing."""


def test_a_page_one_may_not_read_does_not_speak_of_changing(rosa):
    page = rosa.get("/clients/fornello-pizza/people", 403)
    assert page.one("h1").text == "You don’t have access to this page"
    assert "change" not in page.one("main").text


def test_a_change_one_may_not_make_does(vera):
    page = vera.post("/clients/fornello-pizza/people/invite", expect=403)
    assert page.one("h1").text == "You can’t change this"
