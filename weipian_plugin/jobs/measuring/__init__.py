"""Parcels measured in the reference layers: what is asked of the worker, what is used again, what is stored."""
