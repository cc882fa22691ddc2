"""Purposes, clocks, destruction and its certificates; packages register what they hold."""
