"""What brings a database from one version of the tables to the next; each file is run once and never changed afterwards."""
