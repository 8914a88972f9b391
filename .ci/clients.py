"""Opens a published project with the installed DuckDB and checks what an analyst would rely on."""
import csv
import json
import sys

import duckdb

folder = sys.argv[1]
db = duckdb.connect(f"{folder}/publish/impact.duckdb", read_only=True)
assert duckdb.__version__.startswith("1.1."), duckdb.__version__
schemas = {row[0] for row in db.sql("SELECT DISTINCT schema_name FROM duckdb_tables()").fetchall()}
assert {"core", "metric", "meta"} <= schemas, schemas
uncommented = db.sql(
    "SELECT schema_name, table_name FROM duckdb_tables() WHERE comment IS NULL OR comment = ''"
).fetchall()
assert not uncommented, uncommented
persons = db.sql("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type = 'BLOB'").fetchall()
assert not persons, persons
rows = db.sql("SELECT count(*) FROM metric.result").fetchone()[0]
parquet = duckdb.sql(f"SELECT count(*) FROM '{folder}/publish/exports/metrics.parquet'").fetchone()[0]
with open(f"{folder}/publish/exports/metrics.csv", encoding="utf-8-sig", newline="") as file:
    listed = sum(1 for _ in csv.DictReader(file))
with open(f"{folder}/publish/exports/metrics.json", encoding="utf-8") as file:
    document = json.load(file)
assert rows > 0 and rows == parquet == listed == len(document), (rows, parquet, listed)
print(f"DuckDB {duckdb.__version__}: {rows} result rows in the snapshot and in every export")
