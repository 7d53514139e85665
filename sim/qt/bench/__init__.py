"""Programs that ``bench`` runs to time the windows, each in a process of its own."""
