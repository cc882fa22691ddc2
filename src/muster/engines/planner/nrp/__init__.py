"""The public roster set (Employee Shift Scheduling Benchmark, T. Curtois and R. Qu, 2014), solved.

Reads its text files, solves them by column generation over the diagrams of personal rules, and
checks rosters with a reader and a counter of its own. Owns nothing that the mobilisation planner
uses; it is where the planner's methods are measured against published results.
"""
