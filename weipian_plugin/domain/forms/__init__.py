"""What forms are made of: fields, code lists, terms, the kinds of records, rows of tables."""
