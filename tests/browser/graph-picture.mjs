// docs/graph.png: a flow's picture, from the running program, for flows/README.md. node tests/browser/graph-picture.mjs
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, end, root, tempDir } from '../lib/assent.mjs';
import { openBrowser } from './browser.mjs';

const PICTURE_MAX_BYTES = 300 * 1024;
const file = path.join(root, 'docs/graph.png'), svg = path.join(tempDir(), 'passenger.svg');

execFileSync(path.join(build, 'assent'), ['graph', 'passenger', '--flows', path.join(root, 'flows'), '-o', svg]);
const browser = await openBrowser();
let status = 1;
try {
  const page = await browser.newPage({ colorScheme: 'light' });
  await page.goto(`file://${svg}`);
  const [width, height] = await page.evaluate(() => ['width', 'height'].map((of) => document.documentElement[of].baseVal.value));
  await page.setViewportSize({ width, height });
  await page.screenshot({ path: file });
  const size = fs.statSync(file).size;
  console.log(`${file}: ${size} bytes`);
  status = size > PICTURE_MAX_BYTES ? 1 : 0;
} finally {
  await end(status);
}
