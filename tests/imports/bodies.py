"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.imports.upload": {"file": ("plan.csv", b"Goal,Task\nA goal,A task\n")},
}
