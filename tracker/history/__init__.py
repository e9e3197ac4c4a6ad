"""History: every change leaves one line, written by the method that made it, in the same transaction.

Event           one line at one client: who did what to what, when
PracticeEvent   one line of the practice itself: staff, deactivations, new clients
RecordsHistory  what a record is that writes lines about itself
Action          what a feature declares: how a line is told, alone and many, who may read it, how it is undone
"""
