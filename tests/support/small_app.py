"""The application with a case study that trains small networks, on few images."""

import streamlit as st

from regdash.content.case_study.methods import SIZES
from regdash.ui.server.options import app_options

SIZES["quick"] = {
    "data": {"train_size": 500, "validation_share": 0.1},
    "network": {"hidden_layers": [32]},
}

app = st.App(**app_options())
