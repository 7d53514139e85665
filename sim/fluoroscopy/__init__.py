"""The C-arm: where it stands, what its beam crosses, what the detector makes of it, what it costs in dose."""
