"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.sharing.share": {"visibility": "leads"},
    "client.tasks.update": {"title": "Another title"},
    "client.tasks.change_status": {"status": "done"},
    "client.tasks.change_due": {"due": "2026-12-04", "why": "A reason"},
    "client.tasks.assign": {"owner_outsider": "An outsider"},
    "client.tasks.change_kind": {"kind": "routine"},
    "client.tasks.change_goal": {"goal": ""},
    "client.tasks.move": {"direction": "down"},
    "client.ordering.task": {"after": "", "goal": ""},
    "client.ordering.goal": {"after": ""},
    "client.discussion.add_comment": {"body": "A thought"},
    "client.discussion.add_step": {"title": "A step"},
    "client.discussion.rename_step": {"title": "Another step"},
    "client.discussion.tick_step": {"done": "yes"},
}
