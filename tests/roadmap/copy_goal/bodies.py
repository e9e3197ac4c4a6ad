"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.copy_goal.create": {"title": "A copy", "steps": "y", "owners": "y"},
}
