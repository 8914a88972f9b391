"""Opens a published project with the installed DuckDB, checks what an analyst would rely on,
runs every query of a page and writes the answers: clients.py PROJECT PAGE ANSWERS."""
import csv
import json
import re
import sys

import duckdb

folder, page, answers = sys.argv[1:]
db = duckdb.connect(f"{folder}/publish/impact.duckdb", read_only=True)
schemas = {row[0] for row in db.sql("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()}
assert {"core", "metric", "meta"} <= schemas, schemas
uncommented = db.sql(
    "SELECT schema_name, table_name FROM duckdb_tables() WHERE comment IS NULL OR comment = ''"
    " UNION ALL SELECT schema_name, view_name FROM duckdb_views() WHERE NOT internal AND (comment IS NULL OR comment = '')"
).fetchall()
assert not uncommented, uncommented
persons = db.sql("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type = 'BLOB'").fetchall()
assert not persons, persons
rows = db.sql("SELECT count(*) FROM metric.result").fetchall()[0][0]
parquet = duckdb.sql(f"SELECT count(*) FROM '{folder}/publish/exports/metrics.parquet'").fetchall()[0][0]
with open(f"{folder}/publish/exports/metrics.csv", encoding="utf-8-sig", newline="") as file:
    listed = sum(1 for _ in csv.DictReader(file))
with open(f"{folder}/publish/exports/metrics.json", encoding="utf-8") as file:
    document = json.load(file)
assert rows > 0 and rows == parquet == listed == len(document), (rows, parquet, listed)
print(f"DuckDB {duckdb.__version__}: {rows} result rows in the snapshot and in every export")

with open(page, encoding="utf-8") as file:
    queries = re.findall(r"^```sql\n(.*?)^```", file.read(), re.S | re.M)
assert len(queries) >= 15, len(queries)
# Every view, also those that the page does not name.
queries += [
    f"SELECT * FROM {name} ORDER BY ALL"
    for (name,) in db.sql("SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main' ORDER BY 1").fetchall()
]
# The example has no data for some metrics, such as comparable municipalities.
empty = {
    f"SELECT * FROM {name} ORDER BY ALL"
    for (name,) in db.sql("SELECT name FROM metric.definition WHERE name NOT IN (SELECT metric FROM metric.result)").fetchall()
}
assert len(empty) <= 2, empty
db.close()
given = []
for query in queries:
    with duckdb.connect() as client:
        if not query.startswith("ATTACH"):
            client.execute(f"ATTACH '{folder}/publish/impact.duckdb' AS impact (READ_ONLY)")
            client.execute("USE impact")
        rows = client.execute(query.replace("publish/impact.duckdb", f"{folder}/publish/impact.duckdb")).fetchall()
        assert (not rows) == (query in empty), query
        given.append({"query": query, "rows": rows})
with open(answers, "w", encoding="utf-8") as file:
    json.dump(given, file, default=str, ensure_ascii=False, indent=1)
print(f"DuckDB {duckdb.__version__}: {len(queries)} queries, {sum(len(g['rows']) for g in given)} rows")
