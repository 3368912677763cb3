"""The kinds of network. A new one is a module of its own and a line in the list."""

from regdash.models.base import Network
from regdash.models.mlp import MLP
from regdash.settings.registry import Registry

NETWORKS: Registry[type[Network]] = Registry("kind of network", (MLP,))

__all__ = ["MLP", "NETWORKS", "Network"]
