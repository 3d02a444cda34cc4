"""卫片判读: the plugin's code. Each sub-package is a room; who may know whom is in pyproject.toml."""
