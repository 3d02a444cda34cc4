"""Reference layers: choosing, preparing and telling what is wrong with them."""
