"""What the variants that an author asks for do to a body: to the measures first, then to the bones."""
