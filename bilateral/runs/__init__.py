"""Notebooks run with parameters: plan, execute, normalise, site, and what one run leaves behind."""
