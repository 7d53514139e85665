"""Gamepads and MIDI pedals: what their sticks, buttons and pedals do, and where what they say comes from."""
