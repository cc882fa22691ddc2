"""Queue, schedule and progress of long work; what a job does is its own package's matter."""
