"""The year's rules as files: profiles and holidays of the plugin and of the user, and what is wrong with them."""
