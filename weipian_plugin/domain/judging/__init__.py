"""How a suggestion comes about: facts, the rules over them, the trace that explains it, profiles compared."""
