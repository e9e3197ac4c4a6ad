"""Find, and keys: from anywhere to anything of one's own, without looking for it.

Search      words typed into `/search`, or into the palette; every word must begin a word of what is found
Hit         one thing found: a client, a goal, a task, a person, a comment, or a page
Index       the words of goals, tasks and comments, kept by the database itself (`index.py`)

Nobody finds what they may not read: the same rules as the pages themselves, a seat at a time.
"""
