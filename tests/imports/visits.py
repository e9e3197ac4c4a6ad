"""The pages of an import and their states, for the browser tests."""

from itertools import count

from tests.browser.long_clients import CEO, LONG_TEXT, LONG_WORD
from tests.browser.page_states import Visit, click
from tests.browser.product import DANA

VISIT_NUMBERS = count(1)
CSV = f'Task,Goal,Owner,Status\n"{LONG_TEXT}",{LONG_WORD},{LONG_WORD},Done\n{LONG_WORD},"{LONG_TEXT}",,Waiting\n'


def upload(name, text, awaited="[id^=import-][id$=-apply]"):
    def act(page):
        page.locator("#upload-file").set_input_files(
            {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
        )
        click("#upload-send", awaited)(page)

    return act


def import_plan(page):
    plan = f"{CSV}{LONG_WORD},Visit {next(VISIT_NUMBERS)},,\n"  # each browser imports something new
    upload("a plan.csv", plan)(page)
    click("[id^=import-][id$=-apply]", "#toast")(page)


VISITS = [
    Visit("import", DANA, "{empty}import"),
    Visit("import, CEO", CEO, "{long}import"),
    Visit("import, looked at", DANA, "{empty}import", upload(f"{LONG_WORD}.csv", CSV)),
    Visit("import, brought in", DANA, "{other}import", import_plan),
    Visit(
        "import, refused",
        DANA,
        "{empty}import",
        upload(f"{LONG_WORD}.csv", "a,b\n1,2\n", "text=could not be imported"),
    ),
]
