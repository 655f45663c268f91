"""The smallest plugin of kcss-core."""
