"""A table as an Excel sheet: its template kept, its rows put in, its look checked, the same bytes again."""
