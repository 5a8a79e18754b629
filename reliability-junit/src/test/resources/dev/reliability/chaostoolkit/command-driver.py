"""Calls the Chaos Toolkit's own command: one JSON case per line in, one JSON outcome per line out."""

import json
import logging
import os
import signal
import sys
import tempfile
import time
import warnings

warnings.simplefilter("ignore")
answers = os.fdopen(os.dup(1), "w")
log = os.dup(2)
os.dup2(2, 1)

import chaoslib.run
from chaostoolkit.__main__ import cli

PATIENCE = 15


def call(case, arguments):
    """Runs the command in this process, which is a child made for it."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = os.open(case["folder"] + "/output", os.O_WRONLY | os.O_CREAT)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(case.get("environment", {}))
    os.environ.pop("CHAOS_NOT_THERE", None)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings = case["folder"] + "/settings.yaml"
    common = ["--no-version-check", "--no-log-file", "--settings", settings, "run"]
    try:
        cli(common + arguments, standalone_mode=True)
    except SystemExit as x:
        return x.code if isinstance(x.code, int) else (0 if x.code is None else 1)
    except BaseException as x:
        import traceback

        traceback.print_exc()
        return 1
    return 0


def ended(child, case):
    began = time.monotonic()
    asked = "signal" not in case
    while time.monotonic() - began < PATIENCE:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            # as a shell sees it
            return 128 - code if code < 0 else code
        if not asked and os.path.exists(case["folder"] + "/started"):
            time.sleep(0.2)
            os.kill(child, getattr(signal, "SIG" + case["signal"]))
            asked = True
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "hangs"


for line in sys.stdin:
    case = json.loads(line)
    journal = case["folder"] + "/journal.json"
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = call(case, ["--journal-path", journal] + case["arguments"])
        finally:
            os._exit(code)
    outcome = {"exit": ended(child, case)}
    if os.path.exists(journal):
        try:
            with open(journal) as file:
                outcome["journal"] = json.load(file)
        except ValueError:
            # it broke off in the middle: something in it was not to be written
            os.remove(journal)
    answers.write(json.dumps(outcome) + "\n")
    answers.flush()
