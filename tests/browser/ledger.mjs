// What the suites of the manager's pages share: data directories with the guide's cases in them, and a manager at a page.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { allPlays } from '../crash/plays.mjs';
import { Stage, World } from '../crash/world.mjs';
import { build, onEnd, root, secretFile, tempDir } from '../lib/assent.mjs';
import { person } from './browser.mjs';
import { signIn } from './desk.mjs';

export const TOKEN = 'client-token-'.repeat(3);
export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
export const config = {
  api_clients: [{ name: 'crm', speaks_for: ['console'], token_file: secretFile(TOKEN) }],
  controller: { name: '시험 센터', contact: '박관리', email: 'a@example.com', phone: '02-000-0000', address: { street: '길 1', country: 'KR' }, jurisdiction: 'KR',
    policy_url: 'https://example.com/p', service: '대리운전 상담', storage_country: 'KR', withdrawal: '상담에서 말하면 된다' },
};

/** A data directory with some plays of the guide's cases in it, and nobody at work on it. */
export async function played(...names) {
  const world = new World(), plays = allPlays();
  onEnd(() => world.end());
  await world.begin();
  await world.start();
  for (const name of names) {
    await new Stage(world, plays.find((p) => p.name === name), { prefix: name }).perform();
    world.later(3600e3);
  }
  world.child.kill('SIGTERM');
  await world.exited;
  return world.data;
}
export const copy = (data) => {
  const to = path.join(tempDir(), 'data');
  fs.cpSync(data, to, { recursive: true });
  return to;
};
export const sql = (data, text) => JSON.parse(execFileSync('sqlite3', ['-json', '-cmd', '.timeout 5000', path.join(data, 'assent.db'), text], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]');
export const assent = (...args) => execFileSync(path.join(build, 'assent'), args, { encoding: 'utf8', cwd: root });

/** What the guide's cases of both suites are made of. */
export const names = ['vehicle_owner/granted.play', 'spouse/withdrawn.play', 'passenger/collection_refused.play', 'booked_for_other/own_words.play',
  'vehicle_owner/unanswered.play', 'vehicle_owner/english.play', 'booked_for_other/bot.play'];

/** Somebody signed in on that server, at a page; what it may never do is gathered in faults. */
export async function manager(browser, server, faults) {
  const one = await person(browser, { acceptDownloads: true });
  faults.push(one.faults);
  const page = await one.page();
  await signIn(page, server.signIn, '박관리');
  return page;
}

/** That page of the console, from its beginning. */
export async function openAt(page, server, hash) {
  await page.goto('about:blank');
  await page.goto(`${server.origin}/console/#${hash}`);
}
