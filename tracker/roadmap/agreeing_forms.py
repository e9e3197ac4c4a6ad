"""The small forms around agreeing: how far a goal is, a wish to talk, who sees a task."""

from __future__ import annotations

from tracker.foundation.forms import LINE, Form, choice, line
from tracker.roadmap.status import Life, Visibility

BACK_AND_FORTH = [(str(Life.DRAFT), "Draft"), (str(Life.PROPOSED), "Proposed")]
SEEN_BY = [(str(Visibility.ALL), "Everybody"), (str(Visibility.LEADS), "CEO and COO")]


WRONG_READERS = "Share it with all, or keep it between CEO and COO."
SHARE_COMMENTS = [("", "No"), ("yes", "Yes")]


class LifeForm(Form):
    life = choice("Is it agreed?", BACK_AND_FORTH, wrong="Draft it or propose it: agreeing is the CEO’s.")


class TalkForm(Form):
    """What to talk about may be left empty."""

    why = line("What about?", at_most=LINE)


class SharingForm(Form):
    visibility = choice("Who sees it", SEEN_BY, wrong=WRONG_READERS)
    comments = choice("Show its comments, too", SHARE_COMMENTS, default="")
    """Whether those written while it was for CEO and COO only are shared with it."""
