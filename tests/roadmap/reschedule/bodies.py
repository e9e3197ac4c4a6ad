"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.reschedule.apply": {"days": "14", "why": "A reason"},
}
