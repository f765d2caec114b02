// Chromium before the real program: pages that notice what must never happen (scripts that were not ours, CSP reports,
// errors on the console), and a server that is stopped and started again on its own port.
import path from 'node:path';
import { chromium } from 'playwright-core';
import { onEnd, PATIENCE_MS, serve, tempDir } from '../lib/assent.mjs';

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    timeout: PATIENCE_MS,
  });
  onEnd(() => browser.close());
  return browser;
}

/** One data directory and the program on it: { now (the server), stop(), start(), restart() }. */
export async function openHouse(opts = {}) {
  const data = path.join(tempDir(), 'data');
  const house = { data, now: await serve({ data, ...opts }) };
  house.stop = (signal) => house.now.stop(signal);
  house.start = async () => {
    house.now = await serve({ data, ...opts, listen: `127.0.0.1:${house.now.port}` });
    if (house.now.failed) throw new Error(`it did not start again: ${house.now.log()}`);
  };
  house.restart = async () => {
    await house.stop();
    await house.start();
  };
  return house;
}

/* What the API refuses is shown in the page; Chromium also writes it to its console, and a line that broke. */
const refused = /Failed to load resource: the server responded with a status of (400|401|404|409|422|503)/;
const broken = /net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|FAILED)/;

function isExpected(message) {
  return broken.test(message.text()) || (refused.test(message.text()) && /\/(v1|zendesk)\//.test(message.location().url));
}

/** A person's browser: { context, page(), faults }. faults gathers what no page may ever do. */
export async function person(browser, look = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ko-KR', timezoneId: 'Asia/Seoul', ...look });
  const faults = [];
  context.setDefaultTimeout(PATIENCE_MS);
  await context.exposeFunction('assentFault', (text) => faults.push(text));
  await context.addInitScript(() => {
    globalThis.pwn = (what) => globalThis.assentFault(`a foreign script ran: ${what}`);
    document.addEventListener('securitypolicyviolation', (e) => globalThis.assentFault(`CSP: ${e.violatedDirective} ${e.blockedURI}`));
  });
  context.on('page', (page) => {
    page.on('pageerror', (e) => faults.push(`page error: ${e.message}`));
    page.on('dialog', (d) => {
      faults.push(`a dialog opened: ${d.message()}`);
      d.dismiss();
    });
    page.on('console', (m) => {
      if (['error', 'warning'].includes(m.type()) && !isExpected(m)) faults.push(`console: ${m.text()}`);
    });
  });
  return { context, page: () => context.newPage(), faults };
}
