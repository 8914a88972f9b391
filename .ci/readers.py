"""Reads the exports of a project with programs that are not this one: EXPORTS SHEETS SHAPES."""
import csv
import hashlib
import json
import pathlib
import shutil
import sys
import tempfile

import frictionless
import pyshacl
import rdflib

exports, sheets, shapes = map(pathlib.Path, sys.argv[1:])
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")
MARKS = {"..", "–"}


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def bare(text):
    """The text without the apostrophe that keeps a spreadsheet from running it."""
    return text[1:] if text[:2] in ("'=", "'+", "'-", "'@") else text


def manifest():
    listed = json.loads((exports / "manifest.json").read_text(encoding="utf-8"))
    for file in listed["files"]:
        content = (exports / file["path"]).read_bytes()
        assert len(content) == file["bytes"] and hashlib.sha256(content).hexdigest() == file["sha256"], file
    names = {file["path"] for file in listed["files"]} | {"manifest.json"}
    assert names == {path.name for path in exports.iterdir()}, names
    assert listed["snapshot"] in listed["cite"]["sv"], listed["cite"]
    print(f"manifest: {len(listed['files'])} files have their sums")


def workbook():
    numbers = 0
    rows, figures = table(exports / "metrics.csv"), table(sheets / "metrics-Resultat.csv")
    assert len(rows) == len(figures) > 1000, (len(rows), len(figures))
    for want, got in zip(rows, figures):
        for name, text in want.items():
            cell = got[name]
            if name in ("value", "low", "high", "persons", "target", "gap"):
                if text == "":
                    assert cell in MARKS | {""}, (name, cell, want)
                    continue
                assert abs(float(cell) - float(text)) <= 1e-14 * abs(float(text)), (name, cell, want)
                numbers += 1
            elif name == "synthetic":
                assert cell.lower() == text, (name, cell, want)
            else:
                assert cell == bare(text), (name, cell, want)
        if want["status"] == "suppressed":
            assert [got[name] for name in ("value", "low", "high", "persons")] == [".."] * 4, got
        elif want["value"] == "":
            assert got["value"] == "–", got
    codes = {row["municipality"] for row in figures}
    assert any(code.startswith("0") and len(code) == 4 for code in codes), codes
    headline, shown = table(exports / "headline.csv"), table(sheets / "metrics-Nyckeltal.csv")
    assert [(row["title_sv"], row["shown_sv"]) for row in headline] == [(row["Nyckeltal"], row["Visas som"]) for row in shown]
    for name in ("Definitioner", "Källor", "Varningar", "Om filen"):
        assert len(table(sheets / f"metrics-{name}.csv")) > 0, name
    print(f"LibreOffice: {len(figures)} rows with {numbers} numbers are those of metrics.csv; codes keep their zeros ({min(codes - {''})})")


def package():
    report = frictionless.validate(str(exports / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:5]
    assert len(report.tasks) == 3, report.tasks
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder)
        for path in exports.iterdir():
            shutil.copy(path, copy)
        content = (copy / "headline.csv").read_bytes()
        (copy / "headline.csv").write_bytes(content.replace(b"mvpf", b"mvpg", 1))
        assert not frictionless.validate(str(copy / "datapackage.json")).valid, "a changed file was not noticed"
    print(f"Frictionless {frictionless.__version__}: {len(report.tasks)} tables are valid, and a changed one is not")


def metadata():
    graph = rdflib.Graph().parse(exports / "dcat.rdf", format="xml")
    for name in ("shapes.ttl", "shapes_recommended.ttl"):
        found = violations(graph, shapes / name)
        # The Swedish profile wants a media type as text where the European one wants an address.
        assert found <= {(DCTERMS["format"], SH.NodeKindConstraintComponent)}, found
    graph.remove((None, DCTERMS.publisher, None))
    assert any(path == DCTERMS.publisher for path, _ in violations(graph, shapes / "shapes.ttl") | violations(graph, shapes / "shapes_recommended.ttl")), "a catalogue without publisher was not noticed"
    print(f"pySHACL {pyshacl.__version__}: the metadata keep the shapes of DCAT-AP 3.0.1, but that a format is a media type as text, as DCAT-AP-SE says")


def violations(graph, file):
    _, report, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(file, format="turtle"))
    return {(report.value(result, SH.resultPath), report.value(result, SH.sourceConstraintComponent)) for result in report.subjects(rdflib.RDF.type, SH.ValidationResult)}


manifest()
workbook()
package()
metadata()
