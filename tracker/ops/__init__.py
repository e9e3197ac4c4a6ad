"""The operator's tools: the server, the first owner, migrations, checks, emptying the trash."""
