"""The road map: the outcomes a client has decided to achieve, and the work towards them.

models        goals, tasks, steps and comments; their statuses, progress, quarters, order and dependencies
presentation  code that several pages share: queries, filters, wording, fragments, visibility

Every other package is one capability with its own views, forms and responses: `goals`, `tasks`, `board` …
"""
