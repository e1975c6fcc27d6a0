"""Lighthouse's four marks for a page on a slow phone. https://developer.chrome.com/docs/lighthouse"""

import json
import os
import statistics
import subprocess

from tests.conftest import CHROMIUM, FLAGS

LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = 3  # the median counts: a busy machine spoils single runs


def judge(address, *, tools):
    """Every mark that is lower than it should be, with the audits that cost it."""
    reports = [report(address, tools=tools) for _ in range(TIMES)]
    for category, least in LEAST.items():
        marks = [round(r["categories"][category]["score"] * 100) for r in reports]
        mark = statistics.median(marks)
        if mark < least:
            yield f"{category} {mark}, should be {least}: {', '.join(lost(reports[-1], category))}"


def report(address, *, tools):
    cli = tools / "lighthouse" / "cli" / "index.js"
    flags = f"--chrome-flags={' '.join(FLAGS)}"
    command = ["node", cli, address, "--output=json", "--quiet", flags]
    environment = os.environ | {"CHROME_PATH": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return json.loads(done.stdout)


def lost(found, category):
    """The audits of a category that did not pass, by name."""
    for part in found["categories"][category]["auditRefs"]:
        score = found["audits"][part["id"]]["score"]
        if part["weight"] and score is not None and score < 1:
            yield f"{part['id']} {score:.2f}"
