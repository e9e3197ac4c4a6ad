"""History: every change records one event, in the same transaction, by the method that makes the change.

Event           one event at one client: who did what to what, and when
PracticeEvent   one event of the practice itself: staff, deactivations, new clients
RecordsHistory  mixin for records that write their own history
Action          what a feature declares: sentence, plural sentence, readers and undo
"""
