"""What happens, without judgement: needle, resistance, flow."""
