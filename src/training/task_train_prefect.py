"""Train a classifier of clinical histories: ``python task_train_prefect.py``, in this folder.

With nothing configured it trains on an artificial clinic. It takes the options of ``epicrisis train``.
"""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

if find_spec("epicrisis") is None:  # a checkout that was not installed
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from epicrisis.cli.main import run
from epicrisis.flows.compare import compare_models_flow
from epicrisis.flows.door import furnish
from epicrisis.flows.tasks import (
    task_create_model_report,
    task_feature_engineering,
    task_generate_data,
    task_train_with_optuna,
)
from epicrisis.flows.train import train_model_flow

TASKS = (task_generate_data, task_feature_engineering, task_train_with_optuna, task_create_model_report)
FLOWS = (train_model_flow, compare_models_flow)

if __name__ == "__main__":
    furnish(os.environ, Path.cwd())
    sys.exit(run(["train", *sys.argv[1:]], os.environ))
