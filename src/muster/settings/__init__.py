"""Settings: `base` for every installation, `test` for the suite; values are in the environment."""
