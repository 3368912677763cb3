"""Measurements beside a peer, each a module that prints JSON."""
