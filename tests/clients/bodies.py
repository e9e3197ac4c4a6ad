"""Valid form data for this feature, used by the isolation suite."""

BODIES = {
    "client.people.invite": {"name": "New", "email": "new@new.example", "role": "viewer", "anyway": "yes"},
    "client.settings.change_business": {"name": "Renamed", "zone": "UTC", "colour": "2"},
    "client.settings.rename_spans": {f"span_{number}": f"Span {number}" for number in range(1, 6)},
    "client.settings.change_health": {"health": "steady", "health_reason": "Calm"},
    "client.settings.write_vision": {"vision": "Further", "vision_on": "2026-01-01"},
    "new_client.create": {"name": "New client", "slug": "new-client", "zone": "UTC"},
    "practice.rename": {"name": "Renamed"},
    "practice.give_seat": {},
    "practice.help_person": {"email": "ceo@a.example", "act": "link"},
    "practice.staff.add": {"name": "New", "email": "new@new.example", "role": "coo"},
}
