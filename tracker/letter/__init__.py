"""The CEO's page: a short letter from a person. Reads only.

sentence  how things stand, in one sentence; one pure function (DECISIONS 19)
reading   what the letter is told from: the same rows and counts the COO sees
"""
