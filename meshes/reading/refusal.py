"""How it is said that somebody's data cannot be a patient."""


class ImportRefused(ValueError):
    """The data cannot be a patient; one sentence says why."""
