// Parses Power Query files by Microsoft's own parser, which .ci/dashboards
// installs, and lists the library functions that they use: node parse.mjs FILE...
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_MODULES + "/");
const { DefaultSettings, Language, TaskUtils } = require("@microsoft/powerquery-parser");

let bad = 0;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const task = await TaskUtils.tryLexParse(DefaultSettings, text);
  if (!TaskUtils.isParseStageOk(task)) {
    console.error(`${file}: ${task.error?.message ?? "does not parse"}`);
    bad++;
    continue;
  }
  const code = text.replace(/"(?:[^"]|"")*"/g, '""').replace(/\/\/.*$/gm, "");
  const used = [...new Set(code.match(/\b[A-Z]\w+\.[A-Z]\w+\b/g))].sort();
  console.log(`${file}: parses as ${task.ast.kind}; uses ${used.join(", ")}`);
}
process.exit(bad ? 1 : 0);
