"""Figures of the analyses: frames in, matplotlib figures out; no arithmetic."""
