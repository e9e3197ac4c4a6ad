"""What others changed, brought into an open page."""
