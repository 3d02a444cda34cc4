"""What a period adds up to: counts, areas and shares of parcels and records, each with what was counted in words."""
