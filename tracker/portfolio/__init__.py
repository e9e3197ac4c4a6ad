"""Over all clients: what the COO does today, what waits, which client needs her. Reads only.

shell      what stands around every page of the practice: its name, the clients, where one is
today      my due tasks, what waits on clients, the next days
ledger     the clients, one row each, by need
attention  what needs the COO at a client, in words (pure)
reading    the questions to the database: a fixed number, only through the reader's own seats
"""
