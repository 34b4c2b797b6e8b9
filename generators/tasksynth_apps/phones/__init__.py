"""Devices with apps: what they hold, what their screens show, and what a touch does."""
