// The cases of tests/cases/language as flows directories, and their plays.
import fs from 'node:fs';
import path from 'node:path';
import { root, tempDir } from './assent.mjs';

export const home = path.join(root, 'tests/cases/language');

/** The names of all cases, in order. */
export const names = fs.readdirSync(home, { withFileTypes: true })
  .filter((d) => d.isDirectory() && d.name !== 'base').map((d) => d.name).sort();

const has = (name, file) => fs.existsSync(path.join(home, name, file));
export const plays = (name) => fs.readdirSync(path.join(home, name)).filter((f) => f.endsWith('.play')).sort();
export const expected = (name) => (has(name, 'expect.txt')
  ? fs.readFileSync(path.join(home, name, 'expect.txt'), 'utf8').trim().split('\n') : null);

/** A flows directory of these cases: base/, each flow in a folder of its name, and what a single one brings of its own. */
export function flowsOf(...cases) {
  const dir = path.join(tempDir(), 'flows');
  fs.cpSync(path.join(home, 'base'), dir, { recursive: true });
  for (const name of cases) {
    for (const own of ['policy.lua', 'phrases'])
      if (has(name, own)) fs.cpSync(path.join(home, name, own), path.join(dir, own), { recursive: true });
    fs.cpSync(path.join(home, name), path.join(dir, name), { recursive: true, filter: (f) => !/\/(policy\.lua|phrases|expect\.txt)$/.test(f) });
  }
  return dir;
}

/** The line of its flow that a case blames. */
export const blamed = (name) => fs.readFileSync(path.join(home, name, 'flow.lua'), 'utf8').split('\n').findIndex((l) => l.endsWith('-- here')) + 1;
