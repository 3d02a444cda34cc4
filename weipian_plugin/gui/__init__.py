"""Docks, map tools, models and dialogs. Shows and asks; decides nothing."""
