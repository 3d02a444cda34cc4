"""The county's ratio with its lines, what would change it, and the calculators."""
