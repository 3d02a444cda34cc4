"""Help where it is needed: the guide at its chapter, the first keys, and what each control is for."""
