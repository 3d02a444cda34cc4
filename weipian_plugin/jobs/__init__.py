"""One function for each thing a person asks for; puts the rooms together, holds the worker's client."""
