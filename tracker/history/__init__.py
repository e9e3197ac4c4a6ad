"""History: every method that changes a record also records an event, in the same transaction.

Event           one event at one client: the actor, the action, its subject and the time
PracticeEvent   one event of the practice itself: staff, deactivations, new clients
RecordsHistory  mixin for records that record their own history
Action          what a feature declares: sentence, plural sentence, readers and undo
"""
