"""The names of roles, as views declare them: those of a seat at a client, and those of the practice's own people."""

COO, CEO, TEAM, VIEWER = "coo", "ceo", "team", "viewer"
SEATED = (COO, CEO, TEAM, VIEWER)
"""All roles at a client."""
OWNER = "owner"
STAFF = (OWNER, COO)
"""All roles in the practice."""
