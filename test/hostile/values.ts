import type { Random } from '../../src/demo/random.ts';

/** Stands in everything hostile: where it shows up in a page as markup, it was not escaped. */
export const MARK = 'h0st1le';

/** What nobody types, as the bytes of a form: percent-encoded already where characters could not say it. */
const RAW: readonly string[] = [
  '%00',
  `a%00${MARK}`,
  '%ED%A0%80', // a lone surrogate
  '%ED%BF%BF%ED%A0%80',
  '%FF%FE',
  '%C0%AF',
  '%zz',
  '%',
  '%0D%0ASet-Cookie%3A%20a%3Db',
  '%F4%90%80%80', // beyond Unicode
];

/** The same as characters. */
const TYPED: readonly string[] = [
  '',
  ' ',
  '　',
  'Ａ１Ｂ－１２３４５６',
  'A1Bー123456',
  'A1B‐123456',
  'A1B−123456',
  'a1b 123456',
  '１２',
  '一二三',
  '😀'.repeat(30),
  '👨‍👩‍👧‍👦',
  '\u202e\u200f\u2066',
  'e\u0301'.repeat(50),
  '葛\u{e0100}城',
  '\u{e000}\u{fffff}',
  "' OR 1=1 --",
  `'; DROP TABLE cards.cards; --${MARK}`,
  `$$; SELECT pg_sleep(60); $$`,
  `<script>${MARK}</script>`,
  `"><img src=x onerror="${MARK}">`,
  `'"${MARK}=`,
  `</textarea><${MARK}>`,
  `</title><${MARK}>`,
  `javascript:${MARK}`,
  `{{${MARK}}}`,
  `\${${MARK}}`,
  '../../../../etc/passwd',
  '//evil.example/',
  '/\\evil.example',
  'https://evil.example/',
  'a@b.example\r\nBcc: c@d.example',
  'a..b@docomo.ne.jp',
  '@',
  '-1',
  '0',
  '1',
  '2',
  '1e9',
  '0x10',
  '+1',
  ' 1',
  '1.5',
  'NaN',
  'Infinity',
  '2147483648',
  '9999999999',
  '9223372036854775808',
  '99999999999999999999999',
  '25:00',
  '2026-02-30',
  '2027-02-29',
  '0000-00-00',
  '9999-12-31',
  '10000-01-01',
  '-2026-01-01',
  '令和99年99月99日',
  '昭和64年1月8日',
  '明治45年',
  '00000000-0000-4000-8000-000000000000',
  'null',
  'undefined',
  '[]',
  '{"a":1}',
  '__proto__',
  'constructor',
];
const LONG: readonly string[] = ['あ'.repeat(5_000), 'x'.repeat(30_000), '𠮷'.repeat(400)];

const encode = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);

/** One hostile value as it stands in a form's body. */
export function hostileValue(random: Random): string {
  const kind = random.next();
  if (kind < 0.15) return RAW[random.below(RAW.length)] ?? '';
  const from = kind < 0.16 ? LONG : TYPED;
  return encode(from[random.below(from.length)] ?? '');
}

/** One as it can stand in an address. */
export const hostileSegment = (random: Random): string => {
  const value = hostileValue(random)
    .replaceAll('+', '%20')
    .slice(0, random.chance(0.1) ? 3_000 : 150);
  // An empty segment would be another address.
  return value === '' ? '%20' : value;
};

export type Body = { type: string; body: string | Uint8Array<ArrayBuffer> };

const FORM = 'application/x-www-form-urlencoded';
const bytes = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array(size).fill(0x41);

/** A body that is no form of ours at all: a PDF, JSON, two megabytes, nothing. */
export function strangeBody(random: Random, token: string): Body {
  const kinds: (() => Body)[] = [
    () => ({ type: 'application/pdf', body: `%PDF-1.7\n${MARK}` }),
    () => ({
      type: 'multipart/form-data; boundary=b',
      body: `--b\r\nContent-Disposition: form-data; name="file"; filename="${MARK}.csv"\r\nContent-Type: text/csv\r\n\r\n%PDF-1.7\r\n--b--\r\n`,
    }),
    () => ({ type: 'application/json', body: JSON.stringify({ form_token: token, id: { $gt: MARK } }) }),
    () => ({ type: 'application/json', body: '{' }),
    () => ({ type: FORM, body: bytes(2_000_000) }),
    () => ({ type: FORM, body: `form_token=${encodeURIComponent(token)}&name=${'あ'.repeat(700_000)}` }),
    () => ({ type: FORM, body: Array.from({ length: 5_000 }, (_, n) => `f${n}=${MARK}`).join('&') }),
    () => ({ type: 'text/plain', body: MARK }),
    () => ({ type: 'application/xml', body: `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>` }),
    () => ({ type: `${FORM}; charset=utf-16`, body: new Uint8Array([0xff, 0xfe, 0x61, 0x00]) }),
    () => ({ type: FORM, body: '' }),
    () => ({ type: FORM, body: '&&&===&%%%' }),
  ];
  return (kinds[random.below(kinds.length)] ?? kinds[0] ?? (() => ({ type: FORM, body: '' })))();
}

export type Known = {
  /** Names of fields met in forms, and the values that stood in them. */
  values: Map<string, Set<string>>;
  /** Links as pages had them. */
  links: Set<string>;
};
const MOST_LINKS = 300;

/** Learns a page's links and the names and values of its fields, so that a new form is tried without anyone listing its fields. */
export function learn(known: Known, html: string): void {
  for (const [, href = ''] of html.matchAll(/href="(\/[^"#]*)/gu))
    if (known.links.size < MOST_LINKS && !href.startsWith('/assets/') && !href.includes(MARK))
      known.links.add(href.replaceAll('&amp;', '&'));
  for (const [, tag = ''] of html.matchAll(/<(?:input|select|textarea|button)\b([^>]*)>/gu)) {
    const name = /\bname="([^"]*)"/u.exec(tag)?.[1];
    if (name === undefined || name === 'form_token') continue;
    const value = /\bvalue="([^"]*)"/u.exec(tag)?.[1] ?? 'yes';
    const values = known.values.get(name) ?? new Set();
    if (values.size < 40 && value.length < 100 && !value.includes(MARK)) values.add(value);
    known.values.set(name, values);
  }
}

/** Buttons that send a form only to be shown otherwise: in another language, the page before, other papers. What is sent with them is not judged, so they are seldom pressed. */
const ELSEWHERE: ReadonlySet<string> = new Set(['only_speak', 'back', 'show']);
const pressed = (random: Random, name: string): boolean => !ELSEWHERE.has(name) || random.chance(0.1);

/** A form's body: some fields as they should be, some hostile, some missing, some twice; its token right, foreign or missing. */
export function hostileForm(random: Random, known: Known, token: string): Body {
  const names = [...known.values.keys()];
  const sane = random.next();
  const pairs = names.flatMap((name) => {
    if (random.chance(0.15) || !pressed(random, name)) return [];
    const seen = [...(known.values.get(name) ?? [])];
    const one = () =>
      seen.length > 0 && random.chance(sane) ? encode(seen[random.below(seen.length)] ?? '') : hostileValue(random);
    const field = encodeURIComponent(name);
    return random.chance(0.04) ? [`${field}=${one()}`, `${field}=${one()}`] : [`${field}=${one()}`];
  });
  const kind = random.next();
  if (kind > 0.04) pairs.push(`form_token=${encodeURIComponent(kind > 0.08 ? token : `${MARK}.${token.slice(3)}`)}`);
  // No door takes more than 64 KB: most bodies stay below, or nothing would be tried but that.
  let body = pairs.join('&');
  if (body.length > 60_000 && random.chance(0.9)) body = pairs.filter((pair) => pair.length < 1_000).join('&');
  return { type: FORM, body };
}

/** One of a page's own forms, but signing out, as somebody sends it who ticks every box and takes any choice; now and then with one field spoiled. Undefined where it has none. */
export function ownForm(random: Random, html: string): { action: string; body: string } | undefined {
  const forms = [...html.matchAll(/<form\b[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gsu)].concat([
    ...html.matchAll(/<form\b[^>]*action="([^"]*)"[^>]*method="post"[^>]*>(.*?)<\/form>/gsu),
  ]);
  const some = forms.filter(([, to]) => to !== '/sign-out');
  const [, action, inner = ''] = some[random.below(some.length)] ?? [];
  if (action === undefined) return undefined;
  const fields = new Map<string, string[]>();
  for (const [, tag = ''] of inner.matchAll(/<(?:input|button)\b([^>]*)>/gu)) {
    const name = /\bname="([^"]*)"/u.exec(tag)?.[1];
    if (name === undefined || /\bdisabled\b/u.test(tag)) continue;
    if (!pressed(random, name)) continue;
    fields.set(name, [...(fields.get(name) ?? []), /\bvalue="([^"]*)"/u.exec(tag)?.[1] ?? '']);
  }
  const spoiled = random.chance(0.3) ? random.below(fields.size) : -1;
  const pairs = [...fields].map(([name, values], n) => {
    const value = encode((values[random.below(values.length)] ?? '').replaceAll('&amp;', '&'));
    return `${encodeURIComponent(name)}=${n === spoiled ? hostileValue(random) : value}`;
  });
  return { action: action.replaceAll('&amp;', '&'), body: pairs.join('&') };
}
