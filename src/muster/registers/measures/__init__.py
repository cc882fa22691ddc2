"""The incident everything hangs off: its periods, the commander's staff, liaison groups, its end.

Zones, protocol editions, measures, restrictions and appeals will live here too. It does not call
anybody up, and it does not say who is on duty when.
"""
