"""Harmful and careless acts, each one change of a competent script, and what a case makes of them."""
