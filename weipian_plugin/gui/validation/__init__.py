"""What the checks found: as a window, and before something is handed in."""
