#!/usr/bin/env python3
"""An attacker on what the package disclosure releases, by linear programming.

Reads problems as lines of JSON from the files named, or standard input:

    {"name": …,
     "threshold": T,
     "persons": [number of persons of each class],
     "cells": [{"key": …, "rank": …, "sets": [[class, …], …], "sensitive": bool}],
     "known": [[class, …], …],     sums that readers have from earlier releases
     "hidden": [[class, …], …],    further sums that must not become known
     "marks": ["released" | "primary" | "secondary", one for each cell]}

An attacker knows the sum of each set of the released cells and of the known ones, and
that no class has a negative number of persons. HiGHS finds the smallest and largest
value that each protected number could have: a set of a suppressed cell, or a
difference between two of them, of 1 to T-1 persons, and the hidden ones. Attackers:

    outsider     knows what is released: the number must be able to be 0 and T
    two releases knows "known" besides (the same, if there is any)
    insider      is a person of some class, so it has at least one; if a protected
                 number is of that person alone, knows it. No other protected number
                 may be exact.

Exits with 1 if any number is exact or bounded more closely than that.
"""
import argparse
import json
import random
import sys

import highspy
import numpy as np

NEAR = 1e-6


class Attacker:
    """Bounds of sums over classes, given the sums of some sets."""

    def __init__(self, persons, sets):
        self.persons = persons
        self.h = highspy.Highs()
        self.h.silent()
        n = len(persons)
        self.n = n
        lp = highspy.HighsLp()
        lp.num_col_ = n
        lp.num_row_ = len(sets)
        lp.col_cost_ = np.zeros(n)
        lp.col_lower_ = np.zeros(n)
        lp.col_upper_ = np.full(n, highspy.kHighsInf)
        sums = np.array([sum(persons[c] for c in s) for s in sets], dtype=float)
        lp.row_lower_ = sums
        lp.row_upper_ = sums
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum([len(s) for s in sets])]).astype(np.int32)
        lp.a_matrix_.index_ = np.array([c for s in sets for c in s], dtype=np.int32)
        lp.a_matrix_.value_ = np.ones(len(lp.a_matrix_.index_))
        self.h.passModel(lp)

    def assume(self, cls, lower, upper):
        self.h.changeColBounds(cls, lower, upper)

    def bound(self, s, sense):
        """The smallest (sense 1) or largest (-1) value of the sum of a set."""
        idx = np.array(s, dtype=np.int32)
        self.h.changeColsCost(len(idx), idx, np.full(len(idx), float(sense)))
        self.h.run()
        status = self.h.getModelStatus()
        value = self.h.getInfo().objective_function_value * sense
        self.h.changeColsCost(len(idx), idx, np.zeros(len(idx)))
        if status == highspy.HighsModelStatus.kOptimal:
            return value
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible) and sense < 0:
            return float("inf")
        raise RuntimeError(f"HiGHS: {status}")


def protected(p):
    """The numbers of 1 to T-1 persons of each suppressed cell, and the hidden ones."""
    found = {}

    def consider(s, name):
        n = sum(p["persons"][c] for c in s)
        if 1 <= n < p["threshold"]:
            found.setdefault(frozenset(s), (name, n))

    for cell, mark in zip(p["cells"], p["marks"]):
        sets = [frozenset(s) for s in cell["sets"]]
        derived = set(sets) | {a - b for a in sets for b in sets if b < a}
        small = [s for s in derived if 1 <= sum(p["persons"][c] for c in s) < p["threshold"]]
        if mark == "released" and small:
            sys.exit(f"{p['name']}: {cell['key']} is released though it tells of {len(small)} small numbers")
        for s in small:
            consider(s, cell["key"])
    for s in p.get("hidden") or []:
        consider(frozenset(s), "hidden")
    return found


def lost(p, s):
    """Whether earlier releases alone bound the number too closely: nothing can be done."""
    a = Attacker(p["persons"], [k for k in p["known"] if k])
    return a.bound(sorted(s), 1) > NEAR or a.bound(sorted(s), -1) < p["threshold"] - NEAR


def attack(p, verbose, insiders):
    released = {tuple(s) for c, m in zip(p["cells"], p["marks"]) if m == "released" for s in c["sets"] if s}
    known = {tuple(s) for s in p.get("known") or [] if s}
    a = Attacker(p["persons"], sorted(released | known))
    secrets = protected(p)
    result = dict(exact=0, narrow=0, insider=0, checked=0, lost=0)
    for s, (name, n) in secrets.items():
        low, high = a.bound(sorted(s), 1), a.bound(sorted(s), -1)
        result["checked"] += 1
        if low <= NEAR and high >= p["threshold"] - NEAR:
            continue
        if known and lost(p, s):
            result["lost"] += 1
            continue
        result["exact" if high - low < NEAR else "narrow"] += 1
        if verbose:
            print(f"{p['name']}: {name}: {n} persons are within {low:g} to {high:g}", file=sys.stderr)
    result["insider"] = inside(p, a, secrets, insiders, verbose)
    return result


def inside(p, a, secrets, most, verbose):
    """How many numbers somebody who knows their own record finds exactly."""
    exact = 0
    rng = random.Random(1)
    people = [c for c, n in enumerate(p["persons"]) if n > 0]
    alone = {c: s for s, (_, n) in secrets.items() if n == 1 for c in s if p["persons"][c] > 0}
    chosen = sorted(alone)
    rest = [c for c in people if c not in alone]
    chosen += rng.sample(rest, min(len(rest), max(0, most - len(chosen))))
    for c in chosen[:most]:
        a.assume(c, 1, highspy.kHighsInf)
        own = [s for s, (_, n) in secrets.items() if n == 1 and c in s]
        for s in own:
            for other in s:
                a.assume(other, p["persons"][other], p["persons"][other])
        for s, (name, n) in secrets.items():
            if s in own:
                continue
            low, high = a.bound(sorted(s), 1), a.bound(sorted(s), -1)
            if high - low < NEAR and not (p.get("known") and lost(p, s)):
                exact += 1
                if verbose:
                    print(f"{p['name']}: {name}: {n} persons, as a person of class {c} can tell", file=sys.stderr)
        for other in {c} | {o for s in own for o in s}:
            a.assume(other, 0, highspy.kHighsInf)
    return exact


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="*")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--insiders", type=int, default=8, help="persons of each problem who attack")
    args = parser.parse_args()
    total = dict(exact=0, narrow=0, insider=0, checked=0, lost=0)
    problems = cells = primary = secondary = 0
    for f in [open(f) for f in args.files] or [sys.stdin]:
        for line in f:
            p = json.loads(line)
            for cell in p["cells"]:
                cell["sets"] = [s or [] for s in cell["sets"] or []]
            r = attack(p, args.verbose, args.insiders)
            for k in total:
                total[k] += r[k]
            problems += 1
            cells += len(p["marks"])
            primary += p["marks"].count("primary")
            secondary += p["marks"].count("secondary")
    print(f"{problems} problems, {cells} cells: {primary / max(1, cells):.1%} primary, {secondary / max(1, cells):.1%} secondary")
    print(f"{total['checked']} protected numbers: {total['exact']} exact, {total['narrow']} too narrow, "
          f"{total['insider']} exact to an insider, {total['lost']} known from earlier releases alone")
    sys.exit(1 if problems == 0 or total["exact"] or total["narrow"] or total["insider"] else 0)


if __name__ == "__main__":
    main()
