"""All clients at once: the COO's day, what is waiting, and which client needs attention. Reads only.

navigation       the frame of every page of the practice: its name, the clients, the current page
today            the reader's due tasks, what is waiting on others, the next days
client_table     the clients, a row each, by need
attention        what needs the COO at a client, in sentences (pure)
queries          a fixed number of queries, only through the reader's own seats
work_summary     a goal or task as Today shows it (pure)
weekly_counts    tasks finished in each of the last weeks
misleading_names names that imitate a person with access
"""
