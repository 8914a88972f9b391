"""Checks of a running server: .ci/api.py URL TOKEN PROJECT. Says what it has checked."""
import glob
import hashlib
import json
import os
import sys
import urllib.request

import duckdb
from openapi_spec_validator import validate

url, token, project = sys.argv[1:]


def get(path, **headers):
    request = urllib.request.Request(url + path, headers={"Authorization": "Bearer " + token, **headers})
    with urllib.request.urlopen(request) as answer:
        return answer, answer.read()


# The description.
description = json.loads(get("/api/v1/openapi.json")[1])
validate(description)
print(f"openapi-spec-validator: OpenAPI {description['openapi']} with {len(description['paths'])} paths is valid")

# The snapshot, read in ranges of a size that DuckDB's blocks do not have.
answer, _ = get("/snapshot", Range="bytes=0-0")
path = answer.url.removeprefix(url)
kept = glob.glob(os.path.join(project, "var", "released", "*.duckdb"))
assert len(kept) == 1 and path == "/snapshot/" + os.path.basename(kept[0]), (path, kept)
size = int(answer.headers["Content-Range"].split("/")[1])
content = b""
while len(content) < size:
    answer, part = get(path, Range=f"bytes={len(content)}-{len(content) + 99_999}")
    assert answer.status == 206 and part, answer.status
    content += part
with open(kept[0], "rb") as file:
    assert hashlib.sha256(content).digest() == hashlib.sha256(file.read()).digest()
print(f"a reader of ranges: {size} bytes in {-(-size // 100_000)} ranges are the released copy")

# The same over HTTP by DuckDB itself, under both addresses and with the token, and an export.
FIGURES = "SELECT count(*), sum(value), count(*) FILTER (status = 'suppressed') FROM "
copy = duckdb.connect(kept[0], read_only=True)
expected = copy.sql(FIGURES + "metric.result").fetchall()
(extension,) = glob.glob(os.path.join(os.path.dirname(duckdb.__file__), "..", "duckdb_ext", "extensions", "*", "*", "httpfs.duckdb_extension"))
connection = duckdb.connect()
connection.execute(f"LOAD '{extension}'")
try:
    connection.execute(f"ATTACH '{url}{path}' AS closed (READ_ONLY)")
    sys.exit("the snapshot is attached without a token")
except duckdb.Error as error:
    print(f"without a token: {str(error):.60}…")
connection.execute(f"CREATE SECRET (TYPE http, BEARER_TOKEN '{token}')")
for at in (path, "/snapshot"):
    connection.execute(f"ATTACH '{url}{at}' AS served (READ_ONLY)")
    found = connection.sql(FIGURES + "served.metric.result").fetchall()
    assert found == expected, (found, expected)
    connection.execute("DETACH served")
    print(f"DuckDB {duckdb.__version__}: ATTACH '{at}' over HTTP has the same figures: {found[0]}")
found = connection.sql(FIGURES + f"'{url}/exports/metrics.parquet'").fetchall()
assert found == expected, (found, expected)
print(f"DuckDB {duckdb.__version__}: FROM '/exports/metrics.parquet' over HTTP has the same figures")
