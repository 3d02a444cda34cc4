"""外业核查表: the pages to take along."""
