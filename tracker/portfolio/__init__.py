"""Over all clients: what the COO does today, what waits, which client needs her. Reads only.

shell   what stands around every page of the practice: its name, the clients, where one is
today   my due tasks, what waits on clients, clients sorted by need
"""
