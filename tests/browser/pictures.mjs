// The pictures of the README and the manuals, from the running product: node tests/browser/pictures.mjs [NAME...]
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, client, end, root, secretFile, tempDir } from '../lib/assent.mjs';
import { openBrowser, openHouse, person } from './browser.mjs';
import { desk, signIn } from './desk.mjs';
import { delegated, fillQueue } from './queue.mjs';

const PICTURE_MAX_BYTES = 300 * 1024, TOKEN = 'client-token-'.repeat(3);

/** docs/<name>.png is what the page shows when take({page, d, call, at}) is done; at(hash): goes there. A new picture is an
 * entry here. size: of the window; 'graph' makes its own. */
const pictures = [
  { name: 'console', size: [1440, 900], async take({ page, d }) {
    await d.start('case 2');
    await d.say('vehicle_owner', '어제 대리기사님이 제 차를 긁었다는데 보험 처리가 어떻게 되나요?');
    await d.ask('vehicle_owner', '네');
    await d.ask('vehicle_owner', '동의합니다');
    await d.ask('caller', '네');
    await d.ask('caller', '네');
    await d.offered().getByText('상담 위임 동의를 묻습니다').waitFor();
    await page.locator('.desk').getByText('제3자 상담').waitFor({ timeout: 60_000 });
    await page.locator('.desk').evaluate((el) => el.scrollTo(0, 0));
  } },
  { name: 'queue', size: [1280, 720], async take({ page, call, at }) {
    await fillQueue(call, 40);
    const { id } = await delegated(call);
    await call('POST', `/v1/cases/${id}/events`, { kind: 'mark', party: 'caller', mark: 'withdrawal' });
    await at('#/');
    await page.locator('tr[data-case]').nth(39).waitFor();
  } },
  { name: 'ledger', size: [1280, 720], async take({ page, call, at }) {
    await fillQueue(call, 12);
    for (let i = 0; i < 6; i++) await delegated(call);
    const { id } = await delegated(call);
    await call('POST', `/v1/cases/${id}/events`, { kind: 'mark', party: 'caller', mark: 'withdrawal' });
    await at('#/ledger');
    await page.locator('table.ledger tbody tr').nth(6).waitFor();
  } },
  { name: 'flow', size: [1440, 900], async take({ page, at }) {
    await at('#/flows/passenger');
    await page.locator('.flow-graph .node').first().waitFor({ timeout: 60_000 });
  } },
  { name: 'graph', size: [800, 600], async take({ page }) {
    const svg = path.join(tempDir(), 'passenger.svg');
    execFileSync(path.join(build, 'assent'), ['graph', 'passenger', '--language', 'ko', '--flows', path.join(root, 'flows'), '-o', svg]);
    await page.goto(`file://${svg}`);
    const [width, height] = await page.evaluate(() => ['width', 'height'].map((of) => document.documentElement[of].baseVal.value));
    await page.setViewportSize({ width, height });
  } },
];

/** Each on a data directory of its own, so that none stands on another. */
async function take(browser, { name, size: [width, height], take: show }) {
  const house = await openHouse({ config: { api_clients: [{ name: 'crm', speaks_for: ['console'], token_file: secretFile(TOKEN) }] } });
  const { context, page: open } = await person(browser, { viewport: { width, height }, colorScheme: 'light' });
  const page = await open();
  await signIn(page, house.now.signIn);
  await show({ page, d: desk(page), call: client(house.now, TOKEN), at: (hash) => page.goto(`${house.now.origin}/console/${hash}`) });
  await page.mouse.move(0, 0);
  await page.evaluate(() => document.activeElement?.blur?.());
  const file = path.join(root, `docs/${name}.png`);
  await page.screenshot({ path: file });
  await context.close();
  await house.stop();
  const bytes = fs.statSync(file).size;
  console.log(`docs/${name}.png: ${bytes} bytes${bytes > PICTURE_MAX_BYTES ? ', too many' : ''}`);
  return bytes <= PICTURE_MAX_BYTES;
}

let status = 1;
try {
  const browser = await openBrowser(), wanted = process.argv.slice(2), results = [];
  for (const one of pictures.filter(({ name }) => !wanted.length || wanted.includes(name))) results.push(await take(browser, one));
  status = results.length && results.every(Boolean) ? 0 : 1;
} finally {
  await end(status);
}
