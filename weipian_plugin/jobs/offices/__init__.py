"""What goes between county, city and province: packages made, looked into, merged; keys."""
