"""Attacks what a project has published: attack_release.py PROJECT.

The attacker has every file under publish/ and knows the rules, and even which classes of
persons there are and in which sets each is (schema disclosure of the whole snapshot, from
which only that is read). For every number of persons that was suppressed for its own sake,
HiGHS looks for its smallest and largest value given all numbers that were released: they
must include 0 and reach the threshold. Every byte that was published is searched for
pseudonyms, and no suppressed group may have a number anywhere in the exports.
"""
import csv
import gzip
import pathlib
import sys

import duckdb
import highspy
import numpy as np

KEY = ["metric", "period_grain", "period", "grouping", "municipality", "dimensions"]


def solve(rows, totals, target, sense):
    """Returns the smallest (sense 1) or largest (-1) sum of target over classes >= 0."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    columns = max([max(s) for s in rows + [target] if s], default=-1) + 1
    cost = np.zeros(columns)
    cost[list(target)] = 1
    for c in range(columns):
        h.addCol(cost[c], 0, highspy.kHighsInf, 0, [], [])
    for s, total in zip(rows, totals):
        h.addRow(total, total, len(s), np.array(s, dtype=np.int32), np.ones(len(s)))
    h.changeObjectiveSense(highspy.ObjSense.kMinimize if sense > 0 else highspy.ObjSense.kMaximize)
    h.run()
    status = h.getModelStatus()
    if status == highspy.HighsModelStatus.kUnbounded or status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        return float("inf") * -sense
    assert status == highspy.HighsModelStatus.kOptimal, status
    return h.getInfo().objective_function_value


def main(folder):
    project = pathlib.Path(folder)
    snapshot = max((project / "var" / "snapshots").glob("*.duckdb"))
    whole = duckdb.connect(str(snapshot), read_only=True)
    threshold = whole.sql("SELECT threshold FROM disclosure.basis").fetchone()[0]
    persons = dict(whole.sql("SELECT class, count(*) FROM disclosure.person WHERE class IS NOT NULL GROUP BY class").fetchall())
    members = {}
    for number, no in whole.sql("SELECT class, unnest(sets) FROM disclosure.class").fetchall():
        members.setdefault(no, []).append(number - 1)
    # Classes that nobody is in, but somebody could be, as far as readers know.
    for number, (sets,) in enumerate(whole.sql("SELECT sets FROM disclosure.potential").fetchall(), max(persons)):
        persons[number + 1] = 0
        for no in sets:
            members.setdefault(no, []).append(number)
    cells = {}
    for no, cell, mark in whole.sql("SELECT s.no, s.cell, d.mark FROM disclosure.counted AS s JOIN disclosure.cell AS d USING (cell) ORDER BY no").fetchall():
        cells.setdefault((cell, mark), []).append(sorted(members[no]))
    size = lambda s: sum(persons[c + 1] for c in s)
    known = {tuple(s): size(s) for (_, mark), sets in cells.items() if mark == "released" for s in sets}
    rows, totals = [list(s) for s in known], list(known.values())
    primary = {tuple(s) for (_, mark), sets in cells.items() if mark == "suppressed" for s in sets if 0 < size(s) < threshold}
    exact = narrow = 0
    for target in sorted(primary):
        low, high = solve(rows, totals, target, 1), solve(rows, totals, target, -1)
        exact += high - low < 0.5
        if low > 1e-6 or high < threshold - 1e-6:
            narrow += 1
    marks = {mark: sum(1 for _, m in cells if m == mark) for mark in ("released", "suppressed")}
    print(f"attack on {folder}: {marks['released']} cells released, {marks['suppressed']} suppressed, "
          f"{len(persons)} classes; {len(primary)} protected numbers: {exact} exact, {narrow} bounded")
    assert primary, "nothing was suppressed: the attack had nothing to attack"
    assert exact == 0 and narrow == 0

    released = duckdb.connect(str(project / "publish" / "impact.duckdb"), read_only=True)
    columns = ", ".join(f'"{c}"' for c in KEY)
    hidden = set(whole.sql(f"SELECT {columns} FROM disclosure.cell WHERE mark = 'suppressed' AND metric NOT LIKE 'effect %'").fetchall())
    public = set(released.sql("SELECT metric, part FROM metric.part WHERE protect = 'none'").fetchall())
    shown = [r[:-1] for r in released.sql(f"SELECT {columns}, value, low, high, persons, gap, warnings, target_status, comments, part FROM metric.result").fetchall() if (r[0], r[-1]) not in public]
    told = [r for r in shown if r[:6] in hidden and (any(v is not None for v in r[6:11]) or any(r[11:]))]
    assert hidden and not told, told[:3]
    with open(project / "publish" / "exports" / "metrics.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            key = tuple(row[c] if c != "municipality" or row[c] else None for c in KEY)
            assert key not in hidden or (row["metric"], row["part"]) in public or "".join(row[c] for c in ("value", "low", "high", "persons", "gap", "target_status", "comments")) == "", row

    names = [row[0] for row in whole.sql("SELECT DISTINCT person FROM core.participant UNION SELECT DISTINCT person FROM core.outcome").fetchall()]
    files = [f for f in (project / "publish").rglob("*") if f.is_file() and f.name != "analyst.duckdb"]
    for file in files:
        content = file.read_bytes()
        if file.suffix == ".gz":
            content += gzip.decompress(content)
        lower = content.lower()
        for name in names:
            assert name not in content and name.hex().encode() not in lower, f"a pseudonym is in {file}"
    print(f"{len(names)} pseudonyms are in none of {len(files)} published files, {len(hidden)} suppressed groups have no number in the file and in the exports")


main(sys.argv[1])
