"""A case in one file: a zip of data alone, with a manifest of sizes and hashes. Nothing in it is ever run."""
