"""At home in QGIS: the locator, expression functions and map themes."""
