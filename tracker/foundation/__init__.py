"""What every package is built on.

database        the database, its column types and constraints
transactions    one transaction a request
access          who may use a view; a view that does not say is refused
htmx            pages, fragments and answers: the only module that knows htmx
forms           fields, and forms that check shape
edit_forms      forms that change a record two people may edit
edit_conflicts  two people, one field: merge, or show both texts
errors          refusals in words; nothing typed is lost
clock           now and today; no other module asks the system
text            dates, names, Markdown and collation
"""
