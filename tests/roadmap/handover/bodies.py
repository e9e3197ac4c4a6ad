"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "client.handover.hand_over_all": {"owner_outsider": "An outsider"},
}
