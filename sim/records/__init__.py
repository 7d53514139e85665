"""Attempts as they are kept: a header, the commands by step, what came of them."""
