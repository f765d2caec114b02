// The annotations that LuaLS reads (---@class, ---@param …), read strictly: what it would pass over in silence is a mistake
// here. Written from its documentation, since lua-language-server itself is in no package that tests can install.

const BUILT_IN = new Set(['any', 'nil', 'boolean', 'number', 'integer', 'string', 'table', 'function', 'true', 'false', 'unknown', 'self']);
const TOKEN = /\s*(\.\.\.|"[^"]*"|[A-Za-z_][\w.]*|-?\d+|\[\]|[|?,:<>(){}[\]])/y;

class Reader {
  constructor(text, names) { Object.assign(this, { text, names, at: 0 }); }
  peek() {
    TOKEN.lastIndex = this.at;
    return TOKEN.exec(this.text)?.[1];
  }
  next() {
    const token = this.peek();
    this.at = TOKEN.lastIndex;
    return token;
  }
  has(token) {
    if (this.peek() !== token) return false;
    this.next();
    return true;
  }
  need(token) { if (!this.has(token)) throw new Error(`expected ${token} before '${this.text.slice(this.at)}'`); }
  name(what) {
    if (!/^[A-Za-z_]/.test(this.peek() ?? '')) throw new Error(`expected ${what} before '${this.text.slice(this.at)}'`);
    return this.next();
  }
  /** Behind what was read: nothing, or a blank and what people read. */
  end() { if (this.at < this.text.length && !/^\s/.test(this.text.slice(this.at))) throw new Error(`'${this.text.slice(this.at)}' is stuck to what is before it`); }

  type() {
    do this.unit(); while (this.has('|'));
    this.has('?');
  }
  unit() {
    const token = this.peek();
    if (this.has('(')) { this.type(); this.need(')'); }
    else if (token === '{') this.table();
    else if (token === 'fun') this.fun();
    else if (/^("|-?\d)/.test(token ?? '')) this.next();
    else {
      const name = this.name('a type');
      this.names.push(name);
      if (this.has('<')) { do this.type(); while (this.has(',')); this.need('>'); }
    }
    while (this.has('[]'));
  }
  table() {
    this.need('{');
    while (!this.has('}')) {
      if (this.has('[')) { this.type(); this.need(']'); } else { this.name('a key'); this.has('?'); }
      this.need(':');
      this.type();
      if (!this.has(',') && this.peek() !== '}') throw new Error(`expected , or } before '${this.text.slice(this.at)}'`);
    }
  }
  fun() {
    this.need('fun');
    this.need('(');
    while (!this.has(')')) {
      if (!this.has('...')) this.name('an argument');
      this.has('?');
      if (this.has(':')) this.type();
      if (!this.has(',') && this.peek() !== ')') throw new Error(`expected , or ) before '${this.text.slice(this.at)}'`);
    }
    if (this.has(':')) do this.type(); while (this.has(','));
  }
}

const tags = {
  meta() {},
  type(r) { r.type(); },
  overload(r) { r.fun(); },
  class(r, doc) {
    if (r.has('(')) { if (r.name('exact') !== 'exact') throw new Error('expected (exact)'); r.need(')'); }
    doc.declares = r.name('a name');
    if (r.has(':')) do { if (r.peek() === '{') r.table(); else r.names.push(r.name('a parent')); } while (r.has(','));
  },
  alias(r, doc) {
    doc.declares = r.name('a name');
    if (r.at < r.text.length) r.type(); else doc.open = true; // its values stand below
  },
  field(r, doc) {
    doc.field = r.name('a name');
    r.has('?');
    r.type();
  },
  param(r, doc) {
    doc.param = r.has('...') ? '...' : r.name('a name');
    r.has('?');
    r.type();
  },
  return(r) {
    r.type();
    if (/^(\.\.\.|[a-z_]\w*)$/.test(r.peek() ?? '')) r.next();
  },
  generic(r, doc) {
    doc.generics = [];
    do { doc.generics.push(r.name('a name')); if (r.has(':')) r.type(); } while (r.has(','));
  },
};

function readLine(line) {
  const [, tag, rest] = line.match(/^---@(\w+)[ \t]?(.*)$/) ?? [];
  const doc = { tag, names: [] };
  if (!Object.hasOwn(tags, tag ?? '')) throw new Error(`no such tag: ${line}`);
  const r = new Reader(rest, doc.names);
  tags[tag](r, doc);
  r.end();
  return doc;
}

/** What is wrong in these texts { file: text }, as "file:line: why". */
export function mistakes(files) {
  const wrong = [], declared = new Map(), used = [];
  for (const [file, text] of Object.entries(files)) {
    const lines = text.split('\n');
    let block = [], generics = [], open = false;
    lines.forEach((line, i) => {
      const say = (why) => wrong.push(`${file}:${i + 1}: ${why}`);
      if (open && /^---\|/.test(line)) { if (!/^---\| "[^"]*"( # .*)?$/.test(line)) say(`expected ---| "value" # what it is`); return; }
      open = false;
      if (/^---@/.test(line)) {
        try {
          const doc = readLine(line);
          block.push(doc);
          open = doc.open;
          generics.push(...doc.generics ?? []);
          for (const name of doc.names) used.push([name, say, generics]);
          if (doc.declares && declared.has(doc.declares)) say(`${doc.declares} is declared twice`);
          if (doc.declares) declared.set(doc.declares, say);
          if (doc.field && block.filter((d) => d.field === doc.field).length > 1) say(`field ${doc.field} twice`);
        } catch (e) { say(e.message); }
      } else if (/^-- ?@/.test(line)) {
        say('two dashes: LuaLS reads three');
      } else if (!line.startsWith('---')) {
        const params = block.filter((d) => d.param).map((d) => d.param), [, , of] = line.match(/^(?:local )?function ([\w.:]+)\(([^)]*)\)/) ?? [];
        if (params.length && of === undefined) say('@param stands above no function');
        else if (params.join() !== (of ?? '').split(/,\s*/).slice(0, params.length).join()) say(`@param ${params.join()} above (${of})`);
        block = [];
        generics = [];
      }
    });
  }
  for (const [name, say, generics] of used) if (!BUILT_IN.has(name) && !declared.has(name) && !generics.includes(name)) say(`no type ${name}`);
  return wrong;
}
