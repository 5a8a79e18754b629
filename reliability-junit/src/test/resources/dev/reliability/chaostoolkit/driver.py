"""Answers questions about the Chaos Toolkit: one JSON case per line in, one JSON outcome per line out."""

import json
import logging
import os
import sys
import tempfile
import warnings

# the version notes of a parser generator go to standard output, which is for outcomes
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

from chaoslib import convert_vars, substitute
from chaoslib.activity import execute_activity
from chaoslib.configuration import load_configuration, load_dynamic_configuration
from chaoslib.exceptions import ActivityFailed
from chaoslib.experiment import ensure_experiment_is_valid, load_experiment
from chaoslib.hypothesis import ensure_hypothesis_tolerance_is_valid, within_tolerance
from chaoslib.secret import load_secrets

logging.disable(logging.CRITICAL)
warnings.simplefilter("ignore")


def answer(case):
    kind = case["kind"]
    configuration = case.get("configuration", {})
    secrets = case.get("secrets", {})
    if kind == "substitute":
        return substitute(case["data"], configuration, secrets)
    if kind == "tolerance":
        tolerance = case["tolerance"]
        ensure_hypothesis_tolerance_is_valid(tolerance)
        if isinstance(tolerance, str):
            tolerance = substitute(tolerance, configuration, secrets)
        try:
            met = within_tolerance(tolerance, case["value"], configuration=configuration, secrets=secrets)
        except Exception as x:
            return "crash " + type(x).__name__
        return bool(met)
    if kind == "activity":
        try:
            run = execute_activity({}, case["activity"], configuration, secrets, None)
        except Exception as x:
            return {"crash": type(x).__name__}
        return {"status": run["status"], "output": run["output"]}
    if kind == "configuration":
        os.environ.update(case.get("environment", {}))
        try:
            extra = convert_vars(case.get("var", []))
            loaded = load_configuration(configuration, extra)
            loaded_secrets = load_secrets(secrets, loaded)
            return {"configuration": load_dynamic_configuration(loaded, loaded_secrets), "secrets": loaded_secrets}
        finally:
            for name in case.get("environment", {}):
                os.environ.pop(name, None)
    if kind == "file":
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, case["name"])
            with open(path, "w", encoding="utf-8") as file:
                file.write(case["content"])
            return load_experiment(path)
    if kind == "validate":
        ensure_experiment_is_valid(case["experiment"])
        return "valid"
    raise NotImplementedError(kind)


cases = sys.stdin.readlines()
# processes inherit the standard input
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

for line in cases:
    try:
        outcome = {"value": answer(json.loads(line))}
    except Exception as x:
        outcome = {"raises": type(x).__name__, "message": str(x)[:200]}
    answers.write(json.dumps(outcome, default=str) + "\n")
    answers.flush()
