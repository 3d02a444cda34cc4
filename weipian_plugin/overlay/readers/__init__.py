"""Reading reference layers: one reader for each kind of source, all giving the same: what is near, or everything."""
