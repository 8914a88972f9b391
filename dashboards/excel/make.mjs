// Makes a workbook with a Power Query by Microsoft's own library, which
// .ci/dashboards installs: node make.mjs QUERY.pq NAME OUT.xlsx
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_MODULES + "/");
const { workbookManager } = require("@microsoft/connected-workbooks");
const { DOMParser, XMLSerializer } = require("@xmldom/xmldom");
Object.assign(globalThis, { DOMParser, XMLSerializer });

const [query, name, out] = process.argv.slice(2);
const blob = await workbookManager.generateSingleQueryWorkbook({
  queryMashup: readFileSync(query, "utf8"),
  queryName: name,
  refreshOnOpen: true,
});
writeFileSync(out, Buffer.from(await blob.arrayBuffer()));
