"""Causes and findings: networks with exact posteriors, how they are drawn, told and read."""
