"""The Patches dock: which parcels there are, which are shown, what is left to do."""
