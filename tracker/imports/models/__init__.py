"""An import from the file to the road map: its run, its staged rows, and the links that prevent duplicates.

ImportRun   a file imported for one client: its state, and the messages about it
ImportRow   a goal or task of that file, staged until a person confirms the import
ImportLink  which row of which file a goal, task or step came from, and the file's values at that time
"""

from tracker.imports.models.link import ImportLink
from tracker.imports.models.row import ImportRow
from tracker.imports.models.run import ImportRun, State

__all__ = ["ImportLink", "ImportRow", "ImportRun", "State"]
