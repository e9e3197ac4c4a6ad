"""What every room stands on. It knows no word of the business.

db          the database, its column types, one transaction a request
access      who may use a view; a view that does not say is refused
hypermedia  pages, parts and answers: the only Python file that knows htmx
conflicts   two people, one field: merge, or show both texts
clock       now and today; nothing else asks the system
errors      refusals in words; nothing typed is lost
"""
