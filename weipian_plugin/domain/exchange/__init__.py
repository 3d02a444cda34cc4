"""Layouts and names of what comes from outside: dBASE, encodings, paths, clips, connection strings."""
