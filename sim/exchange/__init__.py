"""What goes out of Tuohy: reports, and scenes for other programs."""
