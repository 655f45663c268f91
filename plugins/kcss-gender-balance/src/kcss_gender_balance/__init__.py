"""Figures, a directive and checks on women and men for kcss-core."""
