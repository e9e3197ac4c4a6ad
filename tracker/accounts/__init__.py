"""People, their passwords and their sessions.

models      Person, Practice, SignIn (a session, which ends when its row is ended) and ResetLink
roles       the names of roles, at a client and in the practice
passwords   hashes, and the rules for a new password
sessions    how a session begins and ends
attempts    the log of sign-ins, without passwords or addresses in clear
guessing    how long to wait after wrong passwords
devices     devices that signed in before, which strangers cannot lock out
rate_limit  how often a costly action is allowed, counted for all workers

Access to a client comes only from a seat, which the package `clients` knows.
"""
