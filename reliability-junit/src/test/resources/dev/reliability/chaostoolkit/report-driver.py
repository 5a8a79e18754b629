"""Makes the Chaos Toolkit's report of journals, up to where a converter of documents takes over."""

import json
import sys
import traceback
import warnings

warnings.simplefilter("ignore")

from chaosreport import generate_report, generate_report_header

for path in sys.argv[1:]:
    try:
        generate_report_header([path], "html")
        with open(path) as file:
            text = generate_report(json.load(file), "html")
        print(path + ": " + str(len(text)) + " characters")
    except Exception:
        print(path + ": " + traceback.format_exc())
