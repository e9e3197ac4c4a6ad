"""What an operator runs: the server, setting up, migrations, checks, clearing the trash."""
