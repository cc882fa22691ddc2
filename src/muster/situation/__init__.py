"""Situation tier: what the registers and operations add up to; boards, returns and reports."""
