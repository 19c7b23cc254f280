"""What the scripts here share: their options, the timing, and the protocol of jx-bench.

Alone, a script times a few steps and prints one line of JSON. With --serve it warms up, prints a line, and then for
each line on standard input, a number of steps, does them and prints their durations; it ends with its input.
"""

import argparse
import json
import statistics
import sys
import time

WARM_UP = 2


def parser(description):
    options = argparse.ArgumentParser(description=description)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--steps", type=int, default=5, help="timed steps")
    options.add_argument("--serve", action="store_true", help="take orders from standard input")
    return options


def network_parser(description):
    options = parser(description)
    options.add_argument("--mode", choices=["train", "infer", "dense"], default="train")
    options.add_argument("--batch", type=int, default=32)
    options.add_argument("--classes", type=int, default=195)
    return options


def peak_memory():
    """The largest resident size so far, in bytes; None where there is no /proc."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))
    except OSError:
        return None


def timed(step, count):
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - start)
    return seconds


def run(step, options, framework, version, items):
    """Times `step`, which handles `items` examples or clips, as the options say."""
    timed(step, WARM_UP)
    if not options.serve:
        seconds = timed(step, options.steps)
        facts = {key: value for key, value in vars(options).items() if key not in ("serve", "steps")}
        print(json.dumps({
            "framework": framework,
            "version": version,
            **facts,
            "items_per_second": round(items / statistics.median(seconds), 2),
            "peak_memory_bytes": peak_memory(),
        }))
        return
    print(json.dumps({"version": version}), flush=True)
    for line in sys.stdin:
        seconds = timed(step, int(line))
        print(json.dumps({"seconds": seconds, "peak_memory_bytes": peak_memory()}), flush=True)
