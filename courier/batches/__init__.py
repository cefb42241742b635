"""Turns a checked sheet into files for delivery."""
