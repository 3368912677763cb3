"""Where jobs run. A new place is a module of its own and a line in the list."""

from regdash.executors.base import Executor
from regdash.executors.threads import ThreadExecutor
from regdash.settings.registry import Registry

EXECUTORS: Registry[type[Executor]] = Registry("executor", (ThreadExecutor,))
"""Each is built without arguments when it is chosen by its key."""

__all__ = ["EXECUTORS", "Executor", "ThreadExecutor"]
