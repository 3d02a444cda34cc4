"""The upload package: tables as a platform names them, the list of everything with its digests, one zip."""
