"""Series of many patients, beside published ones."""
