"""Pictures of every page, at a size, in a theme and a language: not a test, but what eyes judge."""
