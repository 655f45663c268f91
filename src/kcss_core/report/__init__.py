"""From chapters and an edition to a report: the format-neutral tree. Knows no output format."""
