"""Dates and what is due: kinds of deadlines, the profile's time limits, holidays, the calendar file."""
