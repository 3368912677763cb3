"""Widgets for the settings of a set-up, in the composer and in the dialog that changes it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import cycle, repeat
from typing import Any

import streamlit as st

from regdash.datasets.checks import complete_spec
from regdash.models import MLP
from regdash.settings.fields import Section
from regdash.spec import RunSpec
from regdash.spec.settings import Setting, all_settings, nest_settings
from regdash.ui.data_set import show_data_set
from regdash.ui.dials import has_changed, remember, set_value, show_dial, widget_value

SECTIONS: dict[Section, str] = {
    "data": "Data",
    "training": "Training",
    "split": "Split and label noise",
    "network": "Network and optimizer",
}
"""Titles of the sections, in their order."""


class SetupDials:
    """The widgets of one place, and the values of those that have been shown in this script run."""

    def __init__(self, prefix: str, *, seeds: bool) -> None:
        """Show nothing yet.

        Args:
            prefix: Prefix of the widgets' keys, different at each place.
            seeds: Whether settings that vary within methods (seeds) are shown.
        """
        self.prefix = prefix
        self.seeds = seeds
        self.values: dict[str, Any] = {}

    def fill(self, spec: RunSpec) -> None:
        """Set all widgets to the settings of a spec, before they are shown."""
        for setting in all_settings():
            if setting.value(spec) is not None:
                self.reset(setting, spec)

    def reset(self, setting: Setting, spec: RunSpec) -> None:
        """Set one widget to the setting of a spec, before it is shown."""
        value = setting.value(spec)
        set_value(self._key(setting), widget_value(setting.dial, value))
        if setting.name in ("dataset", "optimizer"):
            # The settings that follow from it are not to be replaced by the usual ones.
            remember(f"{self.prefix}{setting.name}_before", value)

    def show(self, section: Section, columns: int = 1) -> None:
        """Show the relevant settings of a section.

        Args:
            section: Which settings. Some are relevant only with certain values of earlier ones.
            columns: Number of settings per row.
        """
        places: Iterator[AbstractContextManager[Any]]
        places = cycle(st.columns(columns)) if columns > 1 else repeat(nullcontext())
        for setting in all_settings():
            if setting.dial.section == section and self._is_relevant(setting):
                with next(places):
                    self.values[setting.name] = self._show_setting(setting)
            if setting.name == "optimizer" and setting.name in self.values:
                self._follow_optimizer(self.values[setting.name])

    def show_rest(self, columns: int = 1) -> None:
        """Show all sections that have not been shown yet, with their titles."""
        for section, title in SECTIONS.items():
            if any(s.dial.section == section and s.name in self.values for s in all_settings()):
                continue
            st.markdown(f"**{title}**")
            self.show(section, columns)

    def spec(self, techniques: dict[str, Any]) -> RunSpec:
        """Return the chosen settings with some techniques as a spec that can be trained.

        Args:
            techniques: Settings of each technique by its key.

        Raises:
            InputError: One sentence per problem.
        """
        return complete_spec({**nest_settings(self.values), "techniques": techniques})

    def _is_relevant(self, setting: Setting) -> bool:
        """Return whether a setting is shown with the values chosen so far."""
        dial = setting.dial
        if dial.fairness == "repeats" and not self.seeds:
            return False
        if dial.only_with is not None and self.values.get(dial.only_with[0]) != dial.only_with[1]:
            return False
        kind = self.values.get("network", MLP.key)
        return len(dial.choices) != 1 and setting.network in ("", kind)

    def _key(self, setting: Setting) -> str:
        # Kinds of network may share names, but not limits and choices.
        kind = f"{setting.network}_" if setting.network not in ("", MLP.key) else ""
        return f"{self.prefix}{kind}{setting.name}"

    def _show_setting(self, setting: Setting) -> Any:
        if setting.name == "dataset":
            return show_data_set(setting.dial.default, self.prefix)
        return show_dial(setting.dial, self._key(setting), setting.dial.default)

    def _follow_optimizer(self, name: str) -> None:
        """Set the usual learning rate of the optimizer when that changes."""
        if has_changed(f"{self.prefix}optimizer_before", name):
            usual = RunSpec.from_dict({"optimizer": {"name": name}}).optimizer.learning_rate
            st.session_state[f"{self.prefix}learning_rate"] = usual
