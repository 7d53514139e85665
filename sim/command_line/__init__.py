"""The command line: reads arguments, calls what does the work, prints. Nothing else happens here.

Each module adds its own commands and runs them.
"""
