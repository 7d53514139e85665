"""Attempts kept on this computer."""
