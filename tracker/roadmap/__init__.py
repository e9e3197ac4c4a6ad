"""The road map: what a client has decided to achieve, and the work that gets it there.

models        goals, tasks, steps and comments; their statuses, progress, quarters, order and dependencies
presentation  what several pages share: queries, filters, wording, fragments, who may see what

Every other package is one capability with its own views, forms and responses: `goals`, `tasks`, `board` and so on.
"""
