"""Imagery of a patch: scenes of its dates, their layers, clips, map services, brightness matched."""
