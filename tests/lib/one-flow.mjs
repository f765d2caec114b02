// A directory with one flow and the phrases that it says: all of its paths are checked in a second or two, those of the
// short one under the sanitizers too.
import fs from 'node:fs';
import path from 'node:path';
import { root } from './assent.mjs';

const SHORT = `return flow {
  title = "차주가 문의한 경우",
  opens = { inbound = "vehicle_owner" },

  run = function(case)
    local caller, owner = case.parties.caller, case.parties.vehicle_owner

    case:step "문의하신 분 응대"
    local back = owner:confirm(say.caller_only)
    if not back.yes then return case:close "no_call_back" end

    case:step "호출자 확인"
    caller:confirm(say.caller_identity)
    case:close "caller_reached"
  end,
}
`;

/** One of ours. text: what it is instead, with one play that fits both. */
export function oneFlow(dir, flow = 'vehicle_owner', text = null) {
  fs.cpSync(path.join(root, 'flows'), dir, { recursive: true });
  if (text) {
    for (const name of fs.readdirSync(path.join(dir, flow)).filter((one) => one !== 'no_call_back.play')) fs.rmSync(path.join(dir, flow, name), { recursive: true });
    fs.writeFileSync(path.join(dir, flow, 'flow.lua'), text);
  }
  for (const name of fs.readdirSync(dir).filter((one) => fs.existsSync(path.join(dir, one, 'flow.lua')) && one !== flow)) fs.rmSync(path.join(dir, name), { recursive: true });
  const said = new Set([...fs.readFileSync(path.join(dir, flow, 'flow.lua'), 'utf8').matchAll(/say\.(\w+)/g)].map((m) => m[1]));
  for (const words of ['ko', 'en'].map((language) => path.join(dir, `phrases/${language}.lua`)).filter(fs.existsSync)) {
    const text = fs.readFileSync(words, 'utf8');
    fs.writeFileSync(words, text.replace(/^  (\w+) = \{\n.*?^  \},\n/gms, (entry, name) => (said.has(name) || ['placeholders', 'words'].includes(name) ? entry : '')));
  }
  edit(dir, 'policy.lua', '{ "delegation", "delegation_requested" }', '{ "delegation" }');
}

/** Two questions in two steps, by the name of vehicle_owner. */
export const shortFlow = (dir) => oneFlow(dir, 'vehicle_owner', SHORT);

export function edit(dir, file, old, by) {
  const at = path.join(dir, file), text = fs.readFileSync(at, 'utf8');
  if (!text.includes(old)) throw new Error(`${file} has not: ${old}`);
  fs.writeFileSync(at, text.replaceAll(old, () => by));
}
