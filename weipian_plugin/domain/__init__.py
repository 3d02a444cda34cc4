"""What the regulations say: units, land classes, zones, profiles, rules, deadlines. Plain Python, no QGIS."""
