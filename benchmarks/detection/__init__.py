"""Detection, round by round: what a small detector learns from images that were chosen, and from images at random."""
