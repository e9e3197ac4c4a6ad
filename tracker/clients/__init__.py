"""The businesses served, and who may sit at them.

Client      a business: name, time zone, colour, vision, health, five spans
Span        one of its five parts of running the business; renamable, always five
Seat        who sits at this client, as what: the only source of access
Invitation  a link that gives one address one seat, once, within seven days
door        turns the slug in the address into the reader's seat, or a 404
"""
