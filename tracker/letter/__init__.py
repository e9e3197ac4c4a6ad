"""The CEO's page: a short letter from a person. Reads only.

sentence  how things stand, in one sentence; one pure function
phrases   days, dates and counts as a letter says them (pure)
reader    whose eyes it is read with; the COO may look with a CEO's
reading   what the letter is told from: the same rows and counts the COO sees
writing   sorts what was read into the letter's parts

Beside it the same for somebody of the team, one reader and one client: their own tasks (mine, mine_sentence).
"""
