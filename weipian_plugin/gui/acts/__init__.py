"""Illegal acts and the other records that belong to several parcels."""
