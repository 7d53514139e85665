"""The one door to an attempt: commands in, observations out, events behind."""
