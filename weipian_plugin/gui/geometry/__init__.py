"""Drawing on the map: splitting, merging, boundaries, 实际地块, patches of one's own, sketches, measuring."""
