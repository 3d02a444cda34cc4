"""Charts of figures: what is compared, how it is painted, and as PNG or SVG."""
