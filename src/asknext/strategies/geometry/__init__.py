"""Algorithms on embeddings that several families of strategies stand on. No strategies here."""
