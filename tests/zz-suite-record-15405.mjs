#!/usr/bin/env node
// assent test --record: every play of flows/ is lived through in the served program, with canaries in whatever a person can
// be told by; what is recorded of it holds on its own, ends as the case did, is no longer than it, and no canary is in it.
// RECORD_ONLY=word: plays of that name.
// time limit: 1200 s
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { bird, forms, planted } from './canary/birds.mjs';
import { allPlays, isAct, readAll } from './crash/plays.mjs';
import { Stage, World } from './crash/world.mjs';
import { build, finish, root, tempDir, test } from './lib/assent.mjs';

const assent = path.join(build, 'assent'), out = tempDir();
const record = (data, id, ...more) => spawnSync(assent, ['test', '--record', id, '--data', data, '--flows', path.join(root, 'flows'), ...more], { encoding: 'utf8' });
const plays = allPlays(), world = new World();
let lives = 0;

/** The play on the served program, with canaries for its facts, numbers and what agents write; texts: for what customers
 * write, too. */
async function live(play, texts = false) {
  const b = bird(play.name);
  const stage = new Stage(world, play, { tolerant: true, prefix: `${play.name}-${++lives}` });
  const agent = [...b.name].reverse().join(''), typed = bird(`${play.name}, typed`).text; // what an agent types may hold nothing of the case
  Object.assign(stage.body.facts, { origin: `${b.name}역 ${b.token}`, destination: `${b.name} 앞`, agent_name: agent });
  planted.push({ where: play.name, what: 'agent', value: agent });
  Object.values(stage.body.parties).filter((p) => p.phone).forEach((party, n) => {
    party.phone = b.phone.replace(/\d$/, String(n));
    planted.push({ where: play.name, what: 'phone', value: party.phone });
  });
  const alter = (body) => {
    if (body.kind === 'message') return texts ? { ...body, text: `${body.text} ${b.token}` } : body;
    for (const key of ['text', 'reason', 'words']) if (body[key]) body = { ...body, [key]: `${body[key]} ${typed}` };
    return body.value ? { ...body, value: b.phone } : body;
  };
  await stage.open();
  while (await stage.step(alter));
  return { stage, view: await stage.view() };
}

function survivors(text) {
  return planted.flatMap(({ where, what, value }) => forms(value).filter((f) => text.includes(f)).map((f) => `${where}: ${what} ${f}`));
}

const state = { requested: '요청됨', granted: '동의', denied: '거절', unanswered: '무응답', withdrawn: '철회', expired: '만료' };
/** What the last lines of a play say of its end, and what the API says of a case. */
const endOf = (text) => text.trim().split('\n').filter((l) => /^(동의\(|종료|진행 중|멈춤)/.test(l)).sort().join(' ');
function endOfCase(view) {
  const file = path.join(world.data, 'consents', `${view.id}.json`);
  const all = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).consents : [];
  const lines = Object.entries({ delegation: '위임', collection: '수집', relay: '전달', reply: '답변' }).flatMap(([kind, word]) => {
    const last = all.findLast((c) => c.kind === kind);
    return last ? [`동의(${word}): ${state[last.history.at(-1).state]}`] : [];
  });
  return [...lines, view.status === 'closed' ? `종료: ${view.outcome}` : '진행 중'].sort().join(' ');
}

/** Records a case; what is left of it holds, and in it nothing of the case. Its file. */
function recorded(play, stage, view) {
  const made = record(world.data, stage.id);
  assert.equal(made.status, 0, `${play.name}: ${made.stderr}`);
  assert.deepEqual(survivors(made.stdout), [], `${play.name}\n${made.stdout}`);
  assert.equal(endOf(made.stdout), endOfCase(view), play.name);
  const file = path.join(out, `${stage.prefix.replaceAll('/', '-')}.play`);
  fs.writeFileSync(file, made.stdout);
  return file;
}

function hold(files) {
  const tested = spawnSync(assent, ['test', '--flows', path.join(root, 'flows'), ...files], { encoding: 'utf8' });
  assert.equal(tested.status, 0, tested.stdout);
}

keepTest('all plays, with canaries: recorded, nothing of a person left, replayed to the same end', async () => {
  await world.begin();
  await world.start();
  let shorter = 0;
  const files = [];
  for (const play of allPlays({ outcomes: true }).filter((p, i) => p.name.includes(process.env.RECORD_ONLY ?? '') && (path.basename(build) !== 'san' || i % 20 === 0))) {
    const { stage, view } = await live(play), file = recorded(play, stage, view);
    const last = play.acts.at(-1);
    assert.equal(view.outcome ?? 'open', last.outcome ?? 'open', play.name);
    files.push(file);
    const [again] = readAll([file]), acts = (p) => p.acts.filter(isAct).length;
    assert.ok(acts(again) <= acts(play), `${play.name} grew from ${acts(play)} to ${acts(again)}`);
    shorter += acts(again) < acts(play);
  }
  hold(files);
  assert.ok(shorter > 0, 'none was shortened');
});

keepTest('canaries in what customers write, which may then mean something else', async () => {
  const files = [];
  for (const play of plays.filter((_, i) => i % 5 === 0)) {
    const { stage, view } = await live(play, true);
    files.push(recorded(play, stage, view));
  }
  hold(files);
});

const granted = plays.find((p) => p.name === 'spouse/granted.play');
async function post(id, body) {
  const answer = await world.call('POST', `/v1/cases/${id}/events`, { by: '김하나', ...body });
  assert.equal(answer.status, 200, answer.text);
}

keepTest('what the end does not need is dropped', async () => {
  const stage = new Stage(world, granted, { prefix: 'long' });
  await stage.open();
  const plain = record(world.data, stage.id);
  assert.equal(plain.status, 0, plain.stderr);
  for (let i = 0; i < 5; i++) {
    await post(stage.id, { id: `more-${i}`, kind: 'words', party: 'caller', text: `잠깐만요 ${i}` });
    await post(stage.id, { id: `more-note-${i}`, kind: 'note', text: '메모' });
    await post(stage.id, { id: `more-mark-${i}`, kind: 'mark', party: 'caller', mark: 'callback_request' });
  }
  const made = record(world.data, stage.id);
  assert.equal(made.status, 0, made.stderr);
  assert.equal(made.stdout, plain.stdout);
  while (await stage.step());
  const done = record(world.data, stage.id), whole = done.stdout;
  assert.equal(done.status, 0, done.stderr);
  assert.match(whole, /종료: consulted\n$/);
  assert.doesNotMatch(whole, /자기 말|재연락/);
});

keepTest('one person is one made-up number through the play, another is another', async () => {
  const { stage } = await live(plays.find((p) => p.name === 'vehicle_owner/granted.play'));
  const numbers = record(world.data, stage.id).stdout.match(/010-\d{4}-\d{4}/g);
  assert.deepEqual(new Set(numbers), new Set(['010-0000-0001', '010-0000-0002']));
});

/** Where a case stands, as the API and a play's last step show it. */
const standing = (v) => ({
  status: v.status, step: v.step, waits: v.waits.map((w) => [w.kind, w.party, w.phrase ?? null]),
  offered: v.suggestions.filter((s) => s.state === 'offered').map((s) => [s.party, s.phrase]), consents: v.consents.map((c) => [c.kind, c.state]),
});
for (const name of ['spouse/granted.play', 'customer_ob/granted.play', 'passenger/source_complaint.play']) {
  keepTest(`${name}: while it is open, it is a play that ends where it stands`, async () => {
    const stage = new Stage(world, plays.find((p) => p.name === name), { tolerant: true, prefix: `open-${name}` }), files = [];
    await stage.open();
    for (let view = await stage.view(), more = true; more && view.status === 'open'; view = await stage.view()) {
      const made = record(world.data, stage.id), file = path.join(out, `open-${files.length}.play`);
      assert.equal(made.status, 0, made.stderr);
      fs.writeFileSync(file, made.stdout);
      files.push(file);
      const played = JSON.parse(execFileSync(assent, ['play', '--json', file, '--flows', path.join(root, 'flows')], { encoding: 'utf8' }));
      assert.deepEqual(standing(played.steps.at(-1).state), standing(view), made.stdout);
      const offer = view.suggestions.findLast((s) => s.state === 'offered');
      assert.match(made.stdout, offer ? /\n상담사 제안\([^\n]*\n진행 중\n$/ : /\n진행 중\n$/);
      if (view.step) assert.match(made.stdout, new RegExp(`\\n단계: ${view.step}\\n(상담사 제안.*\\n)*진행 중\\n$`));
      more = await stage.step();
    }
    assert.ok(files.length > 3);
    hold(files);
  });
}

keepTest('closed by hand: the play ends before it, and that is said', async () => {
  const stage = new Stage(world, granted, { prefix: 'hand' });
  await stage.open();
  await post(stage.id, { id: 'hand-close', kind: 'close', outcome: '전화번호 010-7777-1234' });
  const made = record(world.data, stage.id);
  assert.equal(made.status, 0);
  assert.match(made.stderr, /closed by hand/);
  assert.match(made.stdout, /진행 중\n$/);
  assert.doesNotMatch(made.stdout, /7777/);
});

keepTest('no such case, an erased one, another bundle, no data: each says what to do', async () => {
  const unknown = record(world.data, 'nothing');
  assert.equal(unknown.status, 1);
  assert.match(unknown.stderr, /case 'nothing' is not known here/);
  const stage = new Stage(world, granted, { prefix: 'erased' });
  await stage.perform();
  const bundle = record(world.data, stage.id, '--flows', edited());
  assert.equal(bundle.status, 1);
  assert.match(bundle.stderr, /ran with another bundle .* of flow 'spouse'.*--flows DIR/);
  await post(stage.id, { id: 'erase', kind: 'erase', party: 'caller' });
  const erased = record(world.data, stage.id);
  assert.equal(erased.status, 1);
  assert.match(erased.stderr, /has been erased.*record another case/);
  assert.equal(erased.stdout, '');
  const nowhere = record(path.join(out, 'nowhere'), stage.id);
  assert.equal(nowhere.status, 1);
  assert.ok(nowhere.stderr.startsWith('assent: '), nowhere.stderr);
  assert.equal(spawnSync(assent, ['test', '--record']).status, 2);
  assert.equal(spawnSync(assent, ['test', '--record', 'x', '--dat', 'y']).status, 2);
});

/** Our flows with a mended word and, where wanted, a fault. */
function edited(file = 'spouse/flow.lua', from = '호출자 상담"', to = '호출자와 상담"') {
  const dir = path.join(tempDir(), 'flows'), at = path.join(dir, file);
  fs.cpSync(path.join(root, 'flows'), dir, { recursive: true });
  const text = fs.readFileSync(at, 'utf8');
  assert.ok(text.includes(from));
  fs.writeFileSync(at, text.replaceAll(from, to));
  return dir;
}

keepTest('a case that stopped is a play that stops', async () => {
  const flows = edited('spouse/flow.lua', 'case:step "호출자 상담"', 'case:step "호출자 상담" local x = talk.wrong');
  const other = new World({ flows });
  try {
    await other.begin();
    await other.start();
    const stage = new Stage(other, granted, { tolerant: true, prefix: 'parked' });
    await stage.open();
    while (stage.at < granted.acts.length && (await stage.view()).status === 'open') await stage.step();
    assert.equal((await stage.view()).status, 'parked');
    const made = record(other.data, stage.id, '--flows', flows);
    assert.equal(made.status, 0, made.stderr);
    assert.match(made.stdout, /\n멈춤: .*wrong.*\n$/);
    const file = path.join(out, 'parked.play');
    fs.writeFileSync(file, made.stdout);
    assert.equal(spawnSync(assent, ['test', '--flows', flows, file]).status, 0);
    assert.equal(spawnSync(assent, ['test', '--flows', path.join(root, 'flows'), file]).status, 1); // mended: it does not stop
  } finally {
    await other.end();
  }
});

keepTest('beside the running program, and behind it', async () => {
  const { stage } = await live(granted), running = record(world.data, stage.id).stdout;
  await world.kill();
  assert.equal(record(world.data, stage.id).stdout, running);
  assert.equal(execFileSync(assent, ['test', '--record', stage.id, '--data', world.data], { cwd: root, encoding: 'utf8' }), running);
  await world.end();
});

await finish();
function keepTest(n, f) { if (new RegExp(process.env.T).test(n)) test(n, f); }
