"""Layers made ready once: the copy, its stamp, its reading back, and the report on the layer."""
