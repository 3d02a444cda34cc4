"""The window 导回: what comes back, cell by cell, to be accepted or refused."""
