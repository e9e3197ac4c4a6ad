"""The clients, and who has access to them.

models         Client, Span, Seat and Invitation; a seat is the only source of access
scope          turns the slug in an address into a client and the reader's seat, or a 404
invitations    inviting, accepting and proving an account
account_proof  at which clients an account counts as confirmed
staff          the people of the practice
names          names that imitate another
short_names    first names, made longer where two people share one
slugs          a client's address from its name
search         what the search finds of clients and of the people with access
"""
