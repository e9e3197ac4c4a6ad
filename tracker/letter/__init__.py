"""The CEO's page, a short letter from a person, and the page of one's own tasks. Reads only.

addressee          who reads the letter; a COO may look at it as a CEO
queries            the rows and counts behind it, the same that the COO sees
compose            sorts them into the parts of the letter
lines              the parts, ready to be shown
sentence           the opening sentence and the count of the goals (pure)
phrases            days, dates and counts as a letter says them (pure)
my_tasks           the tasks of one person at one client
workload_sentence  the opening sentence of that page (pure)
"""
