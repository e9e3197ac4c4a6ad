"""Small readings that several tests share."""


def cookie_of(visitor):
    found = visitor.http.get_cookie(visitor.app.config["SESSION_COOKIE_NAME"])
    return found.value if found else ""
