"""The year in figures: tiles and a comparison with the previous period for kcss-core."""
