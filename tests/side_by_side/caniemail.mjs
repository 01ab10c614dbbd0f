// What the npm package `caniemail` says of documents: {name: html} on the standard input, answers on the output.
// The package lies in the folder that is the first argument; the others are the clients to ask it about.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, ...clients] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(path.join(folder, 'node_modules/caniemail', file)));
const { caniemail, rawData } = await load('dist/index.js');
const maps = [...Object.values(await load('dist/css-titles.js')), ...Object.values(await load('dist/html-titles.js')), ...Object.values(await load('dist/selectors.js'))];
const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'node_modules/caniemail/package.json'), 'utf8'));

const answers = {};
for (const [name, html] of Object.entries(JSON.parse(fs.readFileSync(0, 'utf8')))) {
  answers[name] = {};
  for (const client of clients) {
    const told = (answers[name][client] = {});
    try {
      const { issues } = caniemail({ clients: [client], html });
      for (const { title } of issues.warnings.get(client) ?? []) told[title] = 'partly';
      for (const { title } of issues.errors.get(client) ?? []) told[title] = 'unknown';
    } catch (error) {
      told.error = String(error.message);
    }
  }
}
const own = (value) => value && typeof value === 'object' && !Array.isArray(value);
const looked = [...new Set(maps.filter(own).flatMap((map) => Object.keys(map)))].sort();
console.log(JSON.stringify({ tool: `caniemail ${version}`, date: rawData.last_update_date.slice(0, 10), looked, answers }));
