// The corpus of strings that would be scripts if anybody took them for markup (tests/cases/xss), and flows that say them.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './assent.mjs';

const dir = path.join(root, 'tests/cases/xss');

/** Every string: a line each; in escaped.txt as JSON. "pwn(1)" in them would tell of itself. */
export function corpus() {
  return fs.readdirSync(dir).filter((file) => file.endsWith('.txt')).slice().sort().flatMap((file) =>
    fs.readFileSync(path.join(dir, file), 'utf8').split('\n').filter(Boolean).map((line) => (file === 'escaped.txt' ? JSON.parse(line) : line)));
}

const lua = (text) => `"${[...Buffer.from(text)].map((byte) => (byte < 32 || byte > 126 || byte === 34 || byte === 92 ? `\\${String(byte).padStart(3, '0')}` : String.fromCharCode(byte))).join('')}"`;
const placed = (text) => lua(text.replaceAll('{', '{{').replaceAll('}', '}}'));
const isPlain = (text) => !/[\u0000-\u001f\u007f]/.test(text);

const PIECE = 25; /* strings in one phrase */

/** A copy of the flows with two more: "xss" says all of the strings, "xss_one" what an agent must be able to answer. */
export function dangerousFlows(to, strings) {
  fs.cpSync(path.join(root, 'flows'), to, { recursive: true });
  const plain = strings.filter(isPlain), pieces = [];
  for (let i = 0; i < plain.length; i += PIECE) pieces.push(plain.slice(i, i + PIECE).join(' · '));
  const phrases = path.join(to, 'phrases/ko.lua');
  const own = [...pieces.map((text, i) => `  xss_${i} = { kind = "statement", to = { "caller" }, draft = true, text = ${placed(`${text}.`)} },`),
    `  xss_asked = { kind = "question", to = { "caller" }, draft = true, yes = ${placed(plain[0].slice(0, 14))}, no = ${placed('<b>no</b>')}, text = ${placed(`${plain[9]} 맞으실까요?`)} },`];
  fs.writeFileSync(phrases, fs.readFileSync(phrases, 'utf8').replace(/\n {2}caller_only = \{/, (first) => `\n${own.join('\n')}\n${first}`));
  const flow = (name, title, run) => {
    fs.mkdirSync(path.join(to, name));
    fs.writeFileSync(path.join(to, name, 'flow.lua'), `return flow {\n  title = ${lua(title)},\n  opens = { inbound = "other", topic = { "payment" } },\n  run = function(case)\n    local caller = case.parties.caller\n${run.map((line) => `    ${line}\n`).join('')}  end,\n}\n`);
  };
  flow('xss', plain[9], [...pieces.flatMap((_, i) => [...plain.slice(i * PIECE, (i + 1) * PIECE).flatMap((text) => [`case:step ${lua(text)}`, `case:note(${lua(text)})`]),
    `caller:suggest(say.xss_${i})`]), 'caller:confirm(say.xss_asked)', `case:close(${lua(plain[10])})`]);
  flow('xss_one', plain[11], ['case:step "동의"', 'caller:consent(say.delegation, { delegate = case.parties.vehicle_owner, about = case.topic })', 'caller:suggest(say.xss_0)', 'caller:suggest(say.xss_1)',
    `case:close(${lua(plain[12])})`]);
}
