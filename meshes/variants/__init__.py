"""What an author may change in a body: asked for by name, level, side and grade; done to the measures first, then to the bones."""

from meshes.variants.asked import KINDS, Variant, refuse_contradictions

__all__ = ["KINDS", "Variant", "refuse_contradictions"]
