"""Writing cases in the window: the case as text and as a form, tried, checked and packed."""
