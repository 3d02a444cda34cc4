"""The window 上报: what is handed in, the check before it leaves, and what was made."""
