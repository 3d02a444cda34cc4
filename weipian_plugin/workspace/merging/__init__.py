"""How the states of several offices become one: a union of events, and conflicts where two say different things."""
