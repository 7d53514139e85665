"""The patient as glass, drawn beside the window: bones, vessels and muscle, the needle, and contrast by the time at which it came."""
