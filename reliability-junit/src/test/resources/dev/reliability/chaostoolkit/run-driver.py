"""Runs whole experiments through the Chaos Toolkit: one JSON case per line in, one JSON outcome per line out."""

import json
import logging
import os
import shutil
import sys
import tempfile
import warnings

# the version notes of a parser generator go to standard output, which is for outcomes
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from chaoslib import convert_vars
from chaoslib.exceptions import ChaosException
from chaoslib.experiment import ensure_experiment_is_valid, run_experiment
from chaoslib.types import Dry, Schedule, Strategy

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")

STRATEGIES = {
    "default": Strategy.DEFAULT,
    "before-method-only": Strategy.BEFORE_METHOD,
    "after-method-only": Strategy.AFTER_METHOD,
    "during-method-only": Strategy.DURING_METHOD,
    "continuously": Strategy.CONTINUOUS,
    "skip": Strategy.SKIP,
}


def run(case, folder):
    """Does what the command "run" does, without its files and its console."""
    experiment = json.loads(json.dumps(case["experiment"]).replace("@FOLDER@", folder))
    options = case["options"]
    try:
        ensure_experiment_is_valid(experiment)
    except ChaosException:
        return {"exit": 1, "valid": False}
    experiment["dry"] = Dry.from_string(options.get("dry"))
    own = experiment.get("runtime") or {}
    rollbacks = own.get("rollbacks", {}).get("strategy", "default")
    hypothesis = own.get("hypothesis", {}).get("strategy", "default")
    rollbacks = options.get("rollbacks", rollbacks)
    hypothesis = options.get("hypothesis", hypothesis)
    try:
        journal = run_experiment(
            experiment,
            settings={"runtime": {"rollbacks": {"strategy": rollbacks}}},
            strategy=STRATEGIES[hypothesis],
            schedule=Schedule(
                continuous_hypothesis_frequency=options.get("frequency", 1.0),
                fail_fast=options.get("fail-fast", False),
            ),
            experiment_vars=(convert_vars(options.get("var", [])), {}),
        )
    except Exception as x:
        return {"exit": 1, "valid": True, "traceback": type(x).__name__}
    journal["experiment"]["dry"] = options.get("dry")
    failed = journal["status"] != "completed" or journal["deviated"]
    return {"exit": 1 if failed else 0, "valid": True, "journal": journal}


cases = sys.stdin.readlines()
# processes inherit the standard input
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

for line in cases:
    case = json.loads(line)
    folder = tempfile.mkdtemp()
    try:
        for name in case.get("files", []):
            open(os.path.join(folder, name), "w").close()
        outcome = run(case, folder)
        marks = os.path.join(folder, "marks")
        outcome["marks"] = open(marks).read().split() if os.path.exists(marks) else []
    finally:
        shutil.rmtree(folder)
    text = json.dumps(outcome, default=str).replace(folder, "@FOLDER@")
    answers.write(text + "\n")
    answers.flush()
