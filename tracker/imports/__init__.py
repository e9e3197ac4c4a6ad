"""Importing a plan from another tool.

parsers   turn a file into a `Plan` in a confined child process without database or web; `ImportRefused` gives
          the reason and the row numbers
uploads   check and read the file that was sent; `queue` lets two be read at a time
staging   keeps the plan until a person confirms it
preview   shows the changes the import would make
apply     makes them, in one transaction that can be undone, and reports the result
models    the run of an import, and which row became which record
"""
