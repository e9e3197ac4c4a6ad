"""One-time links as they are shown, and as a visitor without scripts opens them."""

ADDRESSES = {"invitation": "invite", "reset": "reset"}


def secret_in(address):
    """The secret in the fragment, which no server sees."""
    return address.partition("#")[2]


def path_of(address):
    """The same link as it was handed out before, with the secret in its path."""
    page, _, secret = address.removeprefix("http://localhost/").partition("#")
    return f"/{ADDRESSES[page]}/{secret}"


def link_on(answer):
    """The path of the link an answer shows."""
    return path_of(answer.one("#one-time-link-address")["value"])
