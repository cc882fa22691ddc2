"""Posts, when they are open and what they need; the planner's Instance built from them.

It does not say who is called up (`mobilise`), nor what happens at a gate (`gate`).
"""
