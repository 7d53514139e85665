"""How the tables of bones were made: limbs fitted to public surfaces, landmarks found on the fitted bones."""
