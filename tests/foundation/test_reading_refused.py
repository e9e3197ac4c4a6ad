"""A refused page says that access is missing, and only a refused change mentions changing."""


def test_a_refused_page_does_not_mention_changing(rosa):
    page = rosa.get("/clients/fornello-pizza/people", 403)
    assert page.one("h1").text == "You don’t have access to this page"
    assert "change" not in page.one("main").text


def test_a_refused_change_mentions_changing(vera):
    page = vera.post("/clients/fornello-pizza/people/invite", expect=403)
    assert page.one("h1").text == "You can’t change this"
