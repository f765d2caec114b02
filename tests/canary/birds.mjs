// Canaries: values that stand nowhere else, and the search for them in every form that a careless line could give them.

/** Everything that was planted: { where, what, value }. */
export const planted = [];
let count = 0;

function luhn(digits) {
  const sum = [...digits + '0'].reverse().reduce((s, c, i) => s + (i % 2 ? (c * 2 > 9 ? c * 2 - 9 : c * 2) : Number(c)), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

/** A new bird for that place, on the list: { name, phone, rrn, card, email, token, text }. All but the name and the
 * token are what `assent mask` must find; `ascii` is for where no Korean may stand. */
export function bird(where) {
  const n = ++count, four = String(1000 + ((n * 7919) % 9000)), six = String(100000 + ((n * 104729) % 900000));
  const own = {
    name: `뷁쒧${String.fromCharCode(0xac00 + (n % 97) * 29)}${String.fromCharCode(0xac00 + Math.floor(n / 97) * 37)}`,
    phone: `010-${8000 + n}-${four}`,
    rrn: `94${String((n % 12) + 1).padStart(2, '0')}${String((n % 28) + 1).padStart(2, '0')}-1${six}`,
    card: luhn(`45${String(n).padStart(4, '0')}${four}${six}`.slice(0, 15)).replace(/(....)(?=.)/g, '$1-'),
    email: `bird${n}.${four}@aviary${n}.example`,
    token: `tok${n}_${Buffer.from(`nest ${n * 977} of ${four}`).toString('base64url')}`,
  };
  for (const [what, value] of Object.entries(own)) planted.push({ where, what, value });
  const ascii = `${own.phone} ${own.rrn} ${own.card} ${own.email} ${own.token}`;
  return { ...own, ascii, text: `${own.name} 님, 전화 ${own.phone}, 주민번호 ${own.rrn}, 카드 ${own.card}, 메일 ${own.email}, 암호 ${own.token}.` };
}

/** A secret of the configuration, on the list. */
export function secret(where, value) {
  planted.push({ where, what: 'secret', value });
  return value;
}

const escaped = (text) => [...text].map((c) => (c < '\x7f' ? c : [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))).join('');

/** What base64 makes of the value wherever in a longer text it stands: without the letters that its neighbours share. */
function base64Cores(value) {
  const bytes = Buffer.from(value);
  return [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64').replace(/=+$/, '');
    const from = Math.ceil((before * 8) / 6), to = Math.floor(((before + bytes.length) * 8) / 6);
    return whole.slice(from, to);
  });
}

export function forms(value) {
  const all = new Set();
  for (const text of [value, value.normalize('NFC'), value.normalize('NFD')]) {
    all.add(text).add(escaped(text)).add(encodeURIComponent(text)).add(encodeURIComponent(text).toLowerCase());
    all.add(Buffer.from(text).toString('hex'));
    for (const core of base64Cores(text)) all.add(core).add(core.replaceAll('+', '-').replaceAll('/', '_'));
  }
  if (/^[\d-]+$/.test(value)) {
    const digits = value.replaceAll('-', '');
    all.add(digits).add(value.replaceAll('-', ' ')).add(value.replaceAll('-', '.'));
    for (const core of base64Cores(digits)) all.add(core);
  }
  return [...all].filter((form) => form.length >= 6 || /[^\x00-\x7f]/.test(form));
}

const KEY = 12; // forms are found by their beginning: there are some hundred thousand of them

function indexOf(list) {
  const index = { long: new Map(), short: [] };
  for (const { where, what, value } of list)
    for (const form of forms(value)) {
      const one = { form, hit: `${what} of ${where} as ${form}` };
      if (form.length < KEY) index.short.push(one);
      else if (index.long.has(form.slice(0, KEY))) index.long.get(form.slice(0, KEY)).push(one);
      else index.long.set(form.slice(0, KEY), [one]);
    }
  return index;
}

const indices = new Map();

/** Which of `list` an output gives away, in which form. */
export function found(output, list = planted) {
  if (!indices.has(list)) indices.set(list, indexOf(list));
  const { long, short } = indices.get(list), hits = new Set();
  for (const { form, hit } of short) if (output.includes(form)) hits.add(hit);
  for (let i = 0; i + KEY <= output.length; i++)
    for (const { form, hit } of long.get(output.slice(i, i + KEY)) ?? []) if (output.startsWith(form, i)) hits.add(hit);
  return [...hits];
}
