"""Delivery tier: how Muster reaches people; web pages, the API, the command line, replays."""
