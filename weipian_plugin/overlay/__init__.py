"""Areas of parcels in reference layers, on the ellipsoid; runs as a process of its own, knows no QGIS."""
