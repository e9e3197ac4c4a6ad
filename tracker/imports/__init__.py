"""Importing a plan from somewhere else.

parsers   turn a file into a `Plan` in a confined child process, with no database and no web; a file that cannot be
          read raises `ImportRefused` with the reason and the row numbers
uploads   check and keep the file that was sent; `queue` lets two be read at a time
staging   keeps what was read until somebody confirms it
preview   what the import would add and change
apply     adds and changes it, in one transaction that can be undone
report    what it did
models    the run of an import, and which row became which record
"""
