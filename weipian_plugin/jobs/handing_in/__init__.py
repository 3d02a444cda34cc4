"""What is handed in: which batches, as of which state, and each of its products."""
