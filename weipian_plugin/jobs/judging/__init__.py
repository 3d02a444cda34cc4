"""Suggestions, signatures, what is due: from what was measured to what a person answers for."""
