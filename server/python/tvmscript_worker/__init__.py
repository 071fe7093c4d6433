"""Standard library and tvm only. A package of its own name, so that nothing of the user's can be shadowed by it."""
