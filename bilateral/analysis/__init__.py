"""What follows from the tables: frames in, frames out, every derived figure with its bounds; no plotting."""
