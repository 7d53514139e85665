"""The parts of the room: each shows its share of an Observation and emits Commands."""
