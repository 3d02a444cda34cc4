"""Photos and evidence in the window: imported, shown on the map as points with views, looked at."""
