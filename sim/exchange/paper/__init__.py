"""What a programme files on paper: an attempt's report, a learner's log book, a certificate of a course. Drawn by whoever has a printer."""
