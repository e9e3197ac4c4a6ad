"""What the forms of this feature send when everything is as it should be, for the isolation suite."""

BODIES = {
    "profile.change": {"name": "Renamed", "zone": "UTC"},
    "profile.change_theme": {"theme": "dark"},
    "profile.change_keys": {"keys": "off"},
    "profile.change_password": {"current": "wrong wrong wrong", "password": "three calm herons"},
    "sign_in.submit": {"email": "nobody@nowhere.example", "password": "wrong wrong wrong"},
}
