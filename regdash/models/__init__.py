"""The kinds of network. A new one is a module of its own and a line in the list."""

from regdash.models.base import Network
from regdash.models.mlp import MLP
from regdash.settings.messages import InputError, shorten

NETWORKS: tuple[type[Network], ...] = (MLP,)


def network_class(key: str) -> type[Network]:
    """Find a kind of network by its key.

    Raises:
        InputError: No kind has that key.
    """
    for cls in NETWORKS:
        if cls.key == key:
            return cls
    known = ", ".join(cls.key for cls in NETWORKS)
    raise InputError([f"Network (kind): received {shorten(key)}; allowed is one of {known}."])


__all__ = ["MLP", "NETWORKS", "Network", "network_class"]
