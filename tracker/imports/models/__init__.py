"""An import from the file to the road map: its run, its staged rows, and what keeps it from doubling.

ImportRun   one file brought to one client: how far it is, what was said about it
ImportRow   one goal or task of that file, waiting for somebody's word
ImportLink  which row of which file a goal, task or step came from, and what the file said then
"""

from tracker.imports.models.link import ImportLink
from tracker.imports.models.row import ImportRow
from tracker.imports.models.run import ImportRun, State

__all__ = ["ImportLink", "ImportRow", "ImportRun", "State"]
