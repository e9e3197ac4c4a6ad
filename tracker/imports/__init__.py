"""Exchange: bringing a plan in from somewhere else.

Plan     what a file says, before anything is stored: goals, tasks, steps, and remarks on what was left out
Refused  why a file was not taken, in words, with row numbers

A file is read in a confined child process (`child.run`), never in the process that serves people.
What comes out is a Plan or a Refused; reading touches no database and knows nothing of the web.

`read` recognises the file; `trello`, `asana` and `own` turn it into a Plan; `others` names the files that are
refused; `own_columns` documents the spreadsheet a person can make by hand.
"""
