"""Judging a recording: measures of what happened, a rubric's marks for them, remarks in a teacher's words."""
