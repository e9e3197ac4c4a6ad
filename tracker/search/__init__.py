"""Search, and the list of keyboard shortcuts.

search        clients, goals, tasks, steps, people, comments and pages that hold every word typed, in whole or in part
results       one thing found
index         the words of goals, tasks, steps and comments, kept by the database itself
normalise     how words are folded and split, so that parts and other scripts are found
destinations  the pages that can be opened without knowing a name

Nobody finds what they may not read: the same rules as on the pages, a seat at a time.
"""
