"""The review window: what offices hand over, samples, blind readings, comparison, figures, returns, image checks."""
