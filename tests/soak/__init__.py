"""The window at work for hours, by script and faster than the clock: does its memory stay, and are its pictures as quick at the end?"""
