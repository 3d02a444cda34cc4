"""Every job as a Processing algorithm: toolbox, modeler, batch, qgis_process."""
