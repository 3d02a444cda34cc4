"""Layers as maps on paper draw them: reference layers in their roles, outlines, points photos were taken from."""
