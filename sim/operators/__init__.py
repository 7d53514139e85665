"""Hands other than the user's: they see Observations and give Commands, nothing else."""
