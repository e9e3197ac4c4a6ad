"""Search, and the list of keyboard shortcuts.

search        what the features' sources find for every word typed, and pages
results       the groups of hits
index         the words of the tables that features declare, kept by the database itself
normalise     how text is folded and split into words, also in scripts that write without spaces
destinations  the pages that can be opened without knowing a name

People find only what they may read: each seat is searched with the same rules as on its pages.
"""
