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

# The same over HTTP by DuckDB itself, if its extension can be had.
QUERY = "SELECT count(*), sum(value), count(*) FILTER (status = 'suppressed') FROM {}metric.result"
expected = duckdb.connect(kept[0], read_only=True).sql(QUERY.format("")).fetchall()
connection = duckdb.connect()
try:
    connection.execute("INSTALL httpfs; LOAD httpfs")
except duckdb.Error as error:
    # Without the extension its own reader of a copy that came over HTTP shows that the bytes are a database.
    copy = os.path.join(project, "..", "copy.duckdb")
    with open(copy, "wb") as file:
        file.write(content)
    found = duckdb.connect(copy, read_only=True).sql(QUERY.format("")).fetchall()
    assert found == expected, (found, expected)
    print(f"DuckDB {duckdb.__version__}: httpfs cannot be installed here ({str(error).splitlines()[0]:.60}); what was read in ranges opens, with the same figures: {found[0]}")
else:
    connection.execute(f"CREATE SECRET (TYPE http, BEARER_TOKEN '{token}')")
    connection.execute(f"ATTACH '{url}{path}' AS served (READ_ONLY)")
    found = connection.sql(QUERY.format("served.")).fetchall()
    assert found == expected, (found, expected)
    print(f"DuckDB {duckdb.__version__}: ATTACH '{path}' over HTTP, with the same figures: {found[0]}")
