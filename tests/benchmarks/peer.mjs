// MJML and Email.md, asked by peers.py: a line {tool, content} on the standard input, a line {seconds, html} on the
// output: how long the tool took, and how long its HTML is. The folder that holds node_modules is the first argument.
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
const mjml = require('mjml');
const { render } = require('emailmd');
const tools = { mjml: mjml.default ?? mjml, emailmd: render };

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { tool, content } = JSON.parse(line);
  const begun = performance.now();
  const { html, errors } = await tools[tool](content);
  const seconds = (performance.now() - begun) / 1000;
  if (errors?.length) throw new Error(errors.map((error) => error.formattedMessage ?? error).join('\n'));
  console.log(JSON.stringify({ seconds, html: html.length }));
}
