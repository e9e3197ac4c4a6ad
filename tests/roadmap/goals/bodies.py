"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.goals.add": {"title": "A new goal", "span": "", "quarter": ""},
    "client.goals.update": {"title": "Another title"},
    "client.goals.change_status": {"status": "watch"},
    "client.goals.move": {"direction": "down"},
    "client.approval.request_discussion": {"why": "A thought"},
    "client.approval.change_state": {"life": "proposed"},
    "client.approval.measure_now": {"measure_now": "3"},
    "client.goals.add_task": {"title": "A new task"},
}
