"""What happens beside the needle: the decision, the preparation, how the patient feels, and what comes afterwards."""
