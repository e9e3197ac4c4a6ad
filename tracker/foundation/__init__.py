"""The base of every package.

database        the database, its column types and constraints
transactions    one transaction a request
access          who may use a view; a view that does not declare it is refused
htmx            pages, fragments and responses: what htmx sends and expects
forms           fields, and forms that check the shape of input
edit_forms      forms that change a record two people may edit
edit_conflicts  two people edit one field: merge, or show both texts
errors          refusals in words; typed text is never lost
clock           the time now and today's date; no other module asks the system
text            dates, names, Markdown and collation
"""
