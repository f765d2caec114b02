// A data directory with many cases out of one with a few: each copy is a case of its own, moved in time, chained behind
// all that is there as src/chain.h says, so that the audit finds it whole.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const quoted = (text) => `'${String(text).replaceAll("'", "''")}'`;
const TIME = /\b1[78]\d{11}\b/g; // milliseconds of these years
const ZEROS = '0'.repeat(64);

/** The program must not run. spread_ms: so far behind the first stands the last. Each copy's values keep their salts. */
export function multiply(data, copies, spread_ms = 300 * 86400e3) {
  const db = path.join(data, 'assent.db');
  const ask = (sql) => JSON.parse(execFileSync('sqlite3', ['-json', db, sql], { encoding: 'utf8', maxBuffer: 1 << 28 }) || '[]');
  const cases = ask('SELECT * FROM head ORDER BY case_id');
  const of = (table, columns) => ask(`SELECT ${columns} FROM ${table}`).reduce((all, row) => ((all[row.case_id] ??= []).push(row), all), {});
  const journal = of('journal', 'case_id, turn, at_ms, records'), values = of('value', 'case_id, id, party, quote(salt) AS salt, quote(text) AS text'), consents = of('consent', '*');
  let [{ n, log }] = ask('SELECT n, lower(hex(log)) AS log FROM journal ORDER BY n DESC LIMIT 1');
  const file = path.join(data, 'many.sql'), out = fs.openSync(file, 'w');
  const put = (line) => fs.writeSync(out, line + '\n');
  put('PRAGMA synchronous=OFF; BEGIN;');
  for (let copy = 0; copy < copies; copy++) {
    const was = cases[copy % cases.length], id = `c${sha256(`copy ${copy}`).slice(0, 20)}`, shift = Math.floor(spread_ms * copy / copies);
    const moved = (text) => text.replaceAll(was.case_id, id).replace(TIME, (ms) => String(Number(ms) + shift));
    let prev = ZEROS;
    for (const t of journal[was.case_id]) {
      const records = moved(t.records), at = t.at_ms + shift;
      prev = sha256(`{"at":${at},"case":"${id}","prev":"${prev}","records":${records},"turn":${t.turn}}`);
      log = sha256(`${log} ${prev}\n`);
      put(`INSERT INTO journal(n,case_id,turn,at_ms,link,log,records) VALUES(${++n},'${id}',${t.turn},${at},x'${prev}',x'${log}',${quoted(records)});`);
    }
    for (const v of values[was.case_id] ?? [])
      put(`INSERT INTO value(case_id,id,party,salt,text) VALUES('${id}',${v.id},'${v.party}',${v.salt},${v.text});`);
    for (const k of consents[was.case_id] ?? [])
      put(`INSERT INTO consent(case_id,id,kind,subject,delegate,state,at_ms) VALUES('${id}','${k.id}','${k.kind}','${k.subject}','${k.delegate}','${k.state}',${k.at_ms + shift});`);
    put(`INSERT INTO head(case_id,status,opened_at_ms,flow,bundle,step,outcome,updated_at_ms,wake_at_ms) VALUES('${id}','${was.status}',${was.opened_at_ms + shift},'${was.flow}','${was.bundle}',${quoted(was.step)},${quoted(was.outcome)},${was.updated_at_ms + shift},${was.wake_at_ms ? was.wake_at_ms + shift : 0});`);
  }
  put('COMMIT;');
  fs.closeSync(out);
  execFileSync('sqlite3', [db, `.read ${file}`]);
  fs.rmSync(file);
}
