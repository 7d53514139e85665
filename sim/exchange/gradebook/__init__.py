"""The gradebook: every finished attempt of a department's learners, in SQLite or PostgreSQL.

The recording on disk stays the journal of an attempt; what lies here was replayed when it was filed, and says so. Journals are never
taken away, so that a database that is lost or away is filled again from them.
"""
