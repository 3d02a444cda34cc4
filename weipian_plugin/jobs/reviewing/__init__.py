"""What a reviewer asks for: samples, blind files, comparisons, figures, returns, image checks."""
