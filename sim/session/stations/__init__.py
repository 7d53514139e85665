"""The things under the operator's hands: each does its commands to the state, lets time pass, and says what is perceived of it."""
