"""Where jobs run. A new executor is one module and one line in the list."""

from regdash.executors.base import Executor
from regdash.executors.threads import ThreadExecutor
from regdash.settings.registry import Registry

EXECUTORS: Registry[type[Executor]] = Registry("executor", (ThreadExecutor,))
"""Classes that are built without arguments when chosen by key."""

__all__ = ["EXECUTORS", "Executor", "ThreadExecutor"]
