"""The figures a team lead answers for: ratio, what-if, counts, calculations handed on."""
