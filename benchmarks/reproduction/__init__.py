"""Published results run again: Lu, Li & Lin, "Re-benchmarking pool-based active learning for binary classification"."""
