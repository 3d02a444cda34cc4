"""Training: scenarios, tests, and the guard that keeps them apart from real work."""
