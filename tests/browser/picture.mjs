// docs/console.png: the page in the middle of the guide's case 2, from the running program. node tests/browser/picture.mjs
import fs from 'node:fs';
import path from 'node:path';
import { end, root } from '../lib/assent.mjs';
import { openBrowser, openHouse, person } from './browser.mjs';
import { desk, signIn } from './desk.mjs';

const PICTURE_MAX_BYTES = 300 * 1024;
const file = path.join(root, 'docs/console.png');

const house = await openHouse();
const page = await (await person(await openBrowser(), { viewport: { width: 1440, height: 900 } })).page();
const d = desk(page);
let status = 1;
try {
  await signIn(page, house.now.signIn);
  await d.start('case 2');
  await d.say('vehicle_owner', '어제 대리기사님이 제 차를 긁었다는데 보험 처리가 어떻게 되나요?');
  await d.ask('vehicle_owner', '네');
  await d.ask('vehicle_owner', '동의합니다');
  await d.ask('caller', '네');
  await d.ask('caller', '네');
  await d.offered().getByText('상담 위임 동의를 묻습니다').waitFor();
  await page.locator('.desk').evaluate((el) => el.scrollTo(0, 0));
  await page.evaluate(() => document.activeElement.blur());
  await page.screenshot({ path: file });
  const size = fs.statSync(file).size;
  console.log(`${file}: ${size} bytes`);
  status = size > PICTURE_MAX_BYTES ? 1 : 0;
} finally {
  await end(status);
}
