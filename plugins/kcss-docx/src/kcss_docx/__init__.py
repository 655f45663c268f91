"""Writes a report of kcss-core as a Word document."""
