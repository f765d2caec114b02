// The clock of build/test/assent-driven: it stands still until a suite moves it.
import fs from 'node:fs';
import path from 'node:path';
import { onEnd, tempDir } from './assent.mjs';

/** { env (for serve), now() in milliseconds, later(ms) }. Whoever waits for a time looks at the clock with the next event. */
export function drivenClock(startsAt = Date.parse('2026-11-22T00:00:00Z')) {
  const file = path.join(tempDir(), 'clock'), bytes = Buffer.alloc(8);
  fs.writeFileSync(file, bytes);
  const fd = fs.openSync(file, 'r+');
  onEnd(() => fs.closeSync(fd));
  let now = startsAt;
  const later = (ms) => {
    now += ms;
    bytes.writeBigInt64LE(BigInt(now));
    fs.writeSync(fd, bytes, 0, 8, 0);
  };
  later(0);
  return { env: { ASSENT_CLOCK_FILE: file, ASSENT_RANDOM_SEED: '1' }, now: () => now, later };
}
