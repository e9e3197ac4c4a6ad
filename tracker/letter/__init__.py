"""The CEO's page, a short letter, and each person's page of their own tasks. Reads only.

addressee          who reads the letter; a COO may view it as a CEO
queries            its rows and counts, the same that the COO sees
compose            sorts them into the parts of the letter
lines              the parts, ready to be shown
sentence           the opening sentence and the count of the goals (pure)
phrases            days, dates and counts in the letter's wording (pure)
my_tasks           the tasks of one person at one client
workload_sentence  the opening sentence of that page (pure)
"""
