// A real nginx in front of the program, on loopback, as long as the suite runs.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { onEnd, tempDir, until } from './assent.mjs';

const listens = (port) => new Promise((done) => net.connect(port, '127.0.0.1', function () { this.destroy(); done(true); }).on('error', () => done(false)));

/** site: what stands in its http block; port: one on which it listens then; files: beside its configuration, by name.
 * { log(): its errors }. */
export async function nginx(site, port, files = {}) {
  const dir = tempDir(), log = path.join(dir, 'error.log');
  const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((t) => `${t}_temp_path ${dir}/${t};`).join(' ');
  const main = `${process.getuid() === 0 ? 'user root;' : ''} daemon off; pid ${dir}/pid; worker_processes 1; events { worker_connections 256; }`;
  for (const [name, text] of Object.entries({ ...files, 'nginx.conf': `${main}\nhttp { access_log off; ${temp}\n${site}\n}\n` })) fs.writeFileSync(path.join(dir, name), text);
  const args = ['-p', dir, '-e', log, '-c', path.join(dir, 'nginx.conf')], env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
  const checked = spawnSync('nginx', ['-t', ...args], { encoding: 'utf8', env });
  assert.equal(checked.status, 0, checked.stderr);
  assert.ok(!checked.stderr.includes('[warn]'), checked.stderr);
  const child = spawn('nginx', args, { stdio: 'ignore', env });
  onEnd(async () => { if (child.exitCode === null) { child.kill('SIGTERM'); await once(child, 'exit'); } });
  await until(() => listens(port), 'nginx listens');
  return { log: () => fs.readFileSync(log, 'utf8') };
}
