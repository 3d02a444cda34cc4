"""Tables and reviewers' lists that come back, read as they are: what they are, row by row, and what cannot be read."""
