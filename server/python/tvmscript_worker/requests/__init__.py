"""One request a module; each has ``answer(params, progress)``."""
