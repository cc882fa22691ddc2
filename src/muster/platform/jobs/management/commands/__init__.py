"""The worker and the scheduler."""
