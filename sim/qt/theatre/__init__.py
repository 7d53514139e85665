"""The room in three dimensions: what stands in it, where the eye stands, and how it is drawn. Only ``theatre_scene`` needs VTK."""
