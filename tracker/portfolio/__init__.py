"""All clients at once: the COO's day, what is waiting, and which client needs attention. Reads only.

navigation       the frame of every page of the practice: its name, the clients, the current page
today            the reader's due tasks, what is waiting on others, the next days
client_table     the clients, a row each, by need
attention        what needs the COO at a client, in sentences (pure)
own_seats        the reader's own seats, which are a part of each statement, with their clients' calendars
client_counts    the figures of each client, counted by one statement
kept_counts      the same, kept in the process until something changes at the client
client_revisions how the database says that something has changed at a client
task_lists       the first tasks of each list, and what waits, counted by person
goals            the goals, in full only if they ask for something
leftover_work    the work of people whose access ended
queries          people, invitations and proposals at the reader's clients
work_summary     a goal or task as Today shows it (pure)
weekly_counts    tasks finished in each of the last weeks
misleading_names names that imitate a person with access
"""
