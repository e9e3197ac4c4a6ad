"""People, their passwords and their sessions.

Person     somebody who signs in: one e-mail address, one password. Staff have a staff role; access to a
           client comes only from a seat, which the clients room knows
Practice   the COO's firm; there is one an installation
SignIn     a session, kept here and not in the cookie: it ends the moment its row says so
ResetLink  a one-time link that sets a new password
Throttle   how often something was tried, kept in the database so that every worker counts together
"""
