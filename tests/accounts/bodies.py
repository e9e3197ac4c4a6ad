"""Valid form data for this feature, used by the isolation suite."""

BODIES = {
    "profile.change": {"name": "Renamed", "zone": "UTC"},
    "profile.change_theme": {"theme": "dark"},
    "profile.change_keys": {"keys": "off"},
    "profile.change_password": {"current": "wrong wrong wrong", "password": "three calm herons"},
    "sign_in.submit": {"email": "nobody@nowhere.example", "password": "wrong wrong wrong"},
}
