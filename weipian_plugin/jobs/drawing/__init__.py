"""What is drawn on the map: parcels split, merged and reshaped, sketches for a remark."""
