"""From an issued package (zip, folder, shapefile, gdb, gpkg, xlsx) to what the workspace takes in."""
