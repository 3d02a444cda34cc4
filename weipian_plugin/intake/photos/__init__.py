"""Photos as they come from cameras, phones and drones: what their files say of time, place and direction."""
