"""The small forms around agreeing: how far a goal is, a wish to talk, who sees a task."""

from __future__ import annotations

from tracker.foundation.forms import LINE, Form, choice, line
from tracker.roadmap.models import Task
from tracker.roadmap.status import Life, Visibility

BACK_AND_FORTH = [(str(Life.DRAFT), "Draft"), (str(Life.PROPOSED), "Proposed")]
SEEN_BY = [(str(Visibility.ALL), "Everybody"), (str(Visibility.LEADS), "CEO and COO")]


WRONG_READERS = "Share it with all, or keep it between CEO and COO."
MORE_COMMENTS = "The comments changed meanwhile, so nothing was shared. Read them, then choose again."


class LifeForm(Form):
    life = choice("Is it agreed?", BACK_AND_FORTH, wrong="Draft it or propose it: agreeing is the CEO’s.")


class TalkForm(Form):
    """What to talk about may be left empty."""

    why = line("What about?", at_most=LINE)


class SharingForm(Form):
    visibility = choice("Who sees it", SEEN_BY, wrong=WRONG_READERS)
    comments = line("Show its comments, too", at_most=9)
    """How many comments the form offered to share along, if that was chosen."""

    def fits(self, task: Task) -> bool:
        """Whether the comments that would be shared are those the form told of."""
        return not self.comments.data or self.comments.data == str(task.comments_for_leads)
