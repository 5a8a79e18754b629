"""Calls functions of Python's library on files of all kinds; a case a line on stdin, what came of it a line on stdout."""
import importlib
import json
import os
import shutil
import stat
import sys
import tempfile


def prepare(base, pipe):
    def write(name, text, mode=0o640):
        with open(os.path.join(base, name), "w") as f:
            f.write(text)
        os.chmod(os.path.join(base, name), mode)

    write("file", "one")
    write("other", "two", 0o600)
    os.mkdir(os.path.join(base, "empty"))
    os.makedirs(os.path.join(base, "full", "inner"))
    write("full/file", "three")
    os.symlink(os.path.join(base, "other"), os.path.join(base, "full", "link"))
    os.symlink("file", os.path.join(base, "link-to-file"))
    os.symlink("full", os.path.join(base, "link-to-full"))
    os.symlink("empty", os.path.join(base, "link-to-empty"))
    os.symlink("nowhere", os.path.join(base, "dangling"))
    if pipe:
        os.mkfifo(os.path.join(base, "pipe"))


def seen(base, modes):
    entries = []
    for folder, folders, files in os.walk(base):
        for name in folders + files:
            path = os.path.join(folder, name)
            status = os.lstat(path)
            entry = os.path.relpath(path, base)
            if stat.S_ISLNK(status.st_mode):
                entry += " -> " + os.readlink(path).replace(base, "@")
            elif stat.S_ISDIR(status.st_mode):
                entry += "/"
            elif stat.S_ISFIFO(status.st_mode):
                entry += " (pipe)"
            else:
                with open(path) as f:
                    entry += " = " + f.read()
            if modes and not stat.S_ISLNK(status.st_mode) and not stat.S_ISFIFO(status.st_mode):
                entry += " " + oct(stat.S_IMODE(status.st_mode))
            entries.append(entry)
    return sorted(entries)


def main():
    for line in sys.stdin:
        case = json.loads(line)
        base = tempfile.mkdtemp()
        prepare(base, "pipe" in line)
        arguments = {
            name: value.replace("@", base) if isinstance(value, str) else value
            for name, value in case["arguments"].items()
        }
        function = getattr(importlib.import_module(case["module"]), case["func"])
        try:
            result = function(**arguments)
            if isinstance(result, list):
                result = sorted(result)
            outcome = {"result": json.loads(json.dumps(result).replace(base, "@"))}
        except Exception as e:
            outcome = {"raises": type(e).__name__, "errno": getattr(e, "errno", None)}
        outcome["files"] = seen(base, case.get("modes", False))
        print(json.dumps(outcome))
        shutil.rmtree(base)


main()
