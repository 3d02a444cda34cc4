"""Before and after: what is rendered, where, and how two dates are compared."""
