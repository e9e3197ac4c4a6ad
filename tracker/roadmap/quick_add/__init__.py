"""A line typed in one go becomes a task: parser, preview, and the form behind it."""
