"""Running the programs of the benchmarks in turns, and the rows that come of it."""

import json
import pathlib
import statistics
import subprocess

PROGRAM_TIMEOUT_S = 60


class MeasurementFailed(Exception):
    pass


def run(command):
    """The standard output of a program that must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=PROGRAM_TIMEOUT_S)
    if done.returncode != 0:
        raise MeasurementFailed(f"{pathlib.Path(command[0]).name} failed: {done.stderr.strip() or done.returncode}")
    return done.stdout


def run_json(command):
    return json.loads(run(command))


def in_turns(rounds, *measures):
    """The answers of each over `rounds` rounds, after one round each that does not count."""
    for measure in measures:
        measure()
    turn = [([], measure) for measure in measures]
    answers = [each for each, _ in turn]
    for _ in range(rounds):
        for mine, measure in turn:
            mine.append(measure())
        turn.reverse()
    return answers


def median_of(answers, key):
    return statistics.median(answer[key] for answer in answers)


def result(name, unit, ours, theirs=None, peer=None, goal=None):
    ratio = round(ours / theirs, 3) if theirs else None
    theirs = None if theirs is None else round(theirs, 2)
    return {"name": name, "ours": round(ours, 2), "theirs": theirs, "peer": peer, "unit": unit, "ratio": ratio,
            "goal": goal}


def require_same_work(answers, keys):
    seen = {tuple(answer[key] for key in keys) for answer in answers}
    if len(seen) != 1:
        raise MeasurementFailed(f"the programs did not do the same work: {keys} {sorted(seen)}")
    return seen.pop()
