"""Editors and forms made from the field definitions: a field's code, its value, and nothing of who asks for it."""
