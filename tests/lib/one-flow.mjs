// A directory with one of our flows and the phrases that it says: all of its paths are checked in a second or two.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './assent.mjs';

export function oneFlow(dir, flow = 'vehicle_owner') {
  fs.cpSync(path.join(root, 'flows'), dir, { recursive: true });
  for (const name of fs.readdirSync(dir).filter((one) => fs.existsSync(path.join(dir, one, 'flow.lua')) && one !== flow)) fs.rmSync(path.join(dir, name), { recursive: true });
  const said = new Set([...fs.readFileSync(path.join(dir, flow, 'flow.lua'), 'utf8').matchAll(/say\.(\w+)/g)].map((m) => m[1]));
  for (const words of ['ko', 'en'].map((language) => path.join(dir, `phrases/${language}.lua`)).filter(fs.existsSync)) {
    const text = fs.readFileSync(words, 'utf8');
    fs.writeFileSync(words, text.replace(/^  (\w+) = \{\n.*?^  \},\n/gms, (entry, name) => (said.has(name) || ['placeholders', 'words'].includes(name) ? entry : '')));
  }
  edit(dir, 'policy.lua', '{ "delegation", "delegation_requested" }', '{ "delegation" }');
}

export function edit(dir, file, old, by) {
  const at = path.join(dir, file), text = fs.readFileSync(at, 'utf8');
  if (!text.includes(old)) throw new Error(`${file} has not: ${old}`);
  fs.writeFileSync(at, text.replaceAll(old, () => by));
}
