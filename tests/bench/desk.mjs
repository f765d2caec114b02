// What agents wait for, in real Chromium: how long after a withdrawal its suggestion can still be sent, and whether a queue of
// 200 cases stays smooth while events stream in. node tests/bench/desk.mjs [ROUNDS]
import { openBrowser, openHouse, person } from '../browser/browser.mjs';
import { signIn } from '../browser/desk.mjs';
import { delegated, fillQueue } from '../browser/queue.mjs';
import { client, end, secretFile, until } from '../lib/assent.mjs';

const ROUNDS = Number(process.argv[2] ?? 200), CASES = 200, QUEUE_MS = 10_000, EVENT_EVERY_MS = 20, TOKEN = 'client-token-'.repeat(3);
const now = () => performance.timeOrigin + performance.now();

function line(name, all, unit = 'ms') {
  const sorted = all.slice().sort((a, b) => a - b), at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1);
  console.log(`${name.padEnd(52)} ${[0.5, 0.95, 0.99].map((part) => `p${part * 100} ${at(part)}`).join('  ')}  max ${sorted.at(-1).toFixed(1)} ${unit}  (${all.length})`);
}

/** In the page: when the button that sends this suggestion was there no more, or could not be pressed. */
function watchButton(suggestion) {
  const canSend = () => {
    const button = document.querySelector(`[data-suggestion="${suggestion}"] [data-act="send"]`);
    return Boolean(button && !button.disabled && button.checkVisibility());
  };
  globalThis.deadAt = 0;
  new MutationObserver((_, observer) => {
    if (canSend()) return;
    globalThis.deadAt = performance.timeOrigin + performance.now();
    observer.disconnect();
  }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  return canSend();
}

async function withdrawals(page, call, origin) {
  const fromSent = [], fromTaken = [];
  for (let i = 0; i < ROUNDS; i++) {
    const { id, suggestion } = await delegated(call);
    await page.goto(`${origin}/console/#/case/${id}`);
    await page.locator(`[data-suggestion="${suggestion}"] [data-act="send"]`).waitFor();
    if (!await page.evaluate(watchButton, suggestion)) throw new Error('it cannot be sent to begin with');
    const sent = now();
    const answer = await call('POST', `/v1/cases/${id}/events`, { kind: 'mark', party: 'caller', mark: 'withdrawal' });
    const taken = now();
    if (answer.status !== 200) throw new Error(answer.text);
    const dead = await until(() => page.evaluate(() => globalThis.deadAt), 'the end of the button');
    fromSent.push(dead - sent);
    fromTaken.push(Math.max(0, dead - taken));
  }
  line('withdrawal sent -> its suggestion cannot be sent', fromSent);
  line('withdrawal accepted (200) -> it cannot be sent', fromTaken);
}

/** In the page: how long frames took, and tasks of more than 50 ms, while it is scrolled up and down. */
function watchFrames(ms) {
  const frames = [], long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ type: 'longtask' });
  return new Promise((done) => {
    const from = performance.now(), page = document.getElementById('page');
    let last = from;
    requestAnimationFrame(function frame(at) {
      frames.push(at - last);
      last = at;
      page.scrollTop = (page.scrollHeight - page.clientHeight) * (0.5 + 0.5 * Math.sin((at - from) / 700));
      if (at - from < ms) requestAnimationFrame(frame);
      else done({ frames: frames.slice(1), long });
    });
  });
}

async function queue(page, call, origin) {
  const ids = await fillQueue(call, CASES);
  await page.goto('about:blank');
  await page.goto(`${origin}/console/#/`);
  await until(async () => await page.locator('tr[data-case]').count() >= CASES, 'the rows');
  let going = true, events = 0;
  const load = (async () => {
    for (let i = 0; going; i++) {
      const id = ids[(i * 37) % ids.length];
      await call('POST', `/v1/cases/${id}/events`, i % 3 ? { kind: 'message', party: 'caller', text: '글쎄요' } : { kind: 'mode', party: 'caller', mode: i % 2 ? 'bot' : 'assist' });
      events++;
      await new Promise((later) => setTimeout(later, EVENT_EVERY_MS));
    }
  })();
  const { frames, long } = await page.evaluate(watchFrames, QUEUE_MS);
  going = false;
  await load;
  line(`a frame of the queue, ${await page.locator('tr[data-case]').count()} rows, ${Math.round(events / QUEUE_MS * 1000)} events/s`, frames);
  console.log(`tasks of more than 50 ms in ${QUEUE_MS / 1000} s: ${long.length}${long.length ? `, the longest ${Math.max(...long).toFixed(0)} ms` : ''}`);
}

const house = await openHouse({ config: { api_clients: [{ name: 'crm', speaks_for: ['console'], token_file: secretFile(TOKEN) }] } });
let status = 1;
try {
  const page = await (await person(await openBrowser())).page(), call = client(house.now, TOKEN);
  await signIn(page, house.now.signIn);
  await queue(page, call, house.now.origin);
  await withdrawals(page, call, house.now.origin);
  status = 0;
} finally {
  await end(status);
}
