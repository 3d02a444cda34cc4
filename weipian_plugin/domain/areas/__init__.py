"""Areas as forms show them: land classes, units, areas inside areas, parts that add up, zones of the plane."""
