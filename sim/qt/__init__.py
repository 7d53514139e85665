"""How it looks: windows that show Observations and send Commands."""
