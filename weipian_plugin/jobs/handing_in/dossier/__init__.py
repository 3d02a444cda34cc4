"""Dossiers put together: what is in one, its pages and files, one after the other or by several processes."""
