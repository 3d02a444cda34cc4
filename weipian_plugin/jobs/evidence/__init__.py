"""Photos and 举证 packages: which patch each belongs to, how they are kept, what is told of them."""
