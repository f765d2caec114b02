// A small internet on loopback for assent doctor: an authority, names, servers with TLS, and a name space in which the
// program trusts that authority and finds those names. Without the right to make one, there is none (`house.without`).
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import { build, onEnd, tempDir } from './assent.mjs';

const openssl = (args, input) => execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'ignore'] });

/** A free port of 127.0.0.1, for who must know it before he listens. */
export async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** names: hosts that lead to 127.0.0.1. */
export function house(names) {
  const dir = tempDir(), at = (file) => path.join(dir, file);
  openssl(['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=Test authority',
    '-keyout', at('ca.key'), '-out', at('ca.pem')]);

  /** { key, cert } as files: signed by the authority, or by itself; days may be gone. */
  function certificate(host, { self = false, days = 2 } = {}) {
    const key = at(`${host}-${days}-${self}.key`), cert = at(`${host}-${days}-${self}.pem`), ask = at('ask.pem');
    const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
    if (self) {
      openssl(['req', '-x509', ...fresh, '-days', '2', ...subject, '-out', cert]);
    } else {
      openssl(['req', ...fresh, ...subject, '-out', ask]);
      fs.writeFileSync(at('ext'), `subjectAltName=DNS:${host}\n`);
      openssl(['x509', '-req', '-in', ask, '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-set_serial', String(Date.now()), '-days', String(days), '-extfile', at('ext'), '-out', cert]);
    }
    return { key, cert };
  }

  /** A server with TLS: answer(req, body) -> { status, headers, body } | null: silence. { url, seen } */
  async function server(host, answer, how) {
    const seen = [], { key, cert } = certificate(host, how);
    const one = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(cert) }, (req, res) => {
      let body = '';
      req.on('data', (d) => { body += d; });
      req.on('end', () => {
        seen.push({ method: req.method, url: req.url, headers: req.headers, body });
        const said = answer(req, body);
        if (!said) return;
        setTimeout(() => {
          res.writeHead(said.status ?? 200, { 'content-type': 'application/json', ...said.headers });
          res.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body ?? {}));
        }, said.after ?? 0);
      });
    });
    one.listen(0, '127.0.0.1');
    await once(one, 'listening');
    onEnd(() => { one.closeAllConnections(); one.close(); });
    return { url: `https://${host}:${one.address().port}`, seen };
  }

  fs.writeFileSync(at('hosts'), `127.0.0.1 localhost ${names.join(' ')}\n`);
  const wrapper = at('in-the-house');
  fs.writeFileSync(wrapper, `#!/bin/sh
exec unshare -rm sh -c 'mount --bind ${at('ca.pem')} /etc/ssl/certs/ca-certificates.crt && mount --bind ${at('hosts')} /etc/hosts && exec "$@"' sh ${path.join(build, 'assent')} "$@"
`, { mode: 0o755 });
  const tried = spawnSync(wrapper, ['help'], { encoding: 'utf8' });
  return { certificate, server, ca: at('ca.pem'), without: tried.status === 0 ? null : 'no name space of its own can be made here',
    program: path.relative(build, wrapper), run: (args, options) => run(wrapper, args, options) };
}

/** A program to its end: { status, out, err, ms, lines: [{ text, at }] }, `at` in ms from its start. */
export async function run(program, args, { env = {}, cwd } = {}) {
  const begun = Date.now(), child = spawn(program, args, { env: { ...process.env, ...env }, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '', err = '';
  const lines = [];
  child.stdout.setEncoding('utf8').on('data', (d) => {
    out += d;
    const whole = out.split('\n').slice(0, -1);
    while (lines.length < whole.length) lines.push({ text: whole[lines.length], at: Date.now() - begun });
  });
  child.stderr.setEncoding('utf8').on('data', (d) => { err += d; });
  const [status] = await once(child, 'close');
  return { status, out, err, lines, ms: Date.now() - begun };
}
