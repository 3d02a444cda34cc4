"""The Interpretation dock: what was measured, what the rules suggest, what a person answers and signs."""
