"""The road map: what a client has decided to achieve, and the work that gets it there.

Goal     an outcome for a quarter, with an owner, a status and a date that moves only in the open
Task     a piece of work under one goal, or in the client's inbox; strategy, build or routine
Step     one line of a task's checklist
Comment  what somebody said about a task

status.py    the six statuses, set by a person and never computed
progress.py  counting: done of all, parked ones left out (pure)
words.py     how a status, a name or a late date reads for this reader (pure)
quarters.py  quarters of the year, weeks in them (pure)
"""
