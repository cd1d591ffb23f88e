import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { TOKEN_FIELD } from '../html/form.tsx';
import { addressKey, maskedAddress } from './address.ts';
import { openDoor } from './door.ts';
import type { DoorSettings } from './door-types.ts';
import { parseFields, textOf, textsOf } from './fields.ts';

const SECRET = 'x'.repeat(40);
beforeAll(async () => {
  await (await import('../../../build/style.mjs' as string)).buildStyle();
});

/** A door with one form and one broken page, and all it logged. */
async function door(settings: Partial<DoorSettings> = {}) {
  const lines: string[] = [];
  const logTo = new PassThrough();
  logTo.on('data', (chunk) => lines.push(String(chunk)));
  const opened = await openDoor({
    name: 'test',
    trustedProxies: [],
    secure: false,
    secret: SECRET,
    logLevel: 'info',
    logTo,
    ratePerMinute: 1000,
    problemPage: (problem) => `<p>${problem}</p>`,
    ready: async () => true,
    ...settings,
  });
  opened.app.get('/form', async (_request, reply) => reply.type('text/html').send(opened.formToken(reply)));
  opened.app.post('/form', async (request) => `got ${textOf(request.body, 'name')}`);
  opened.app.get('/links/:secret', async () => 'link');
  opened.app.get('/broken', async () => {
    throw Object.assign(new Error('duplicate key value (name)=(山田)'), { severity: 'ERROR', code: '23505' });
  });
  // As `pg` says it when a statement is given up (src/lib/db/db.db.test.ts).
  opened.app.all('/slow', async () => {
    throw new Error('Query read timeout');
  });
  return { ...opened, log: () => lines.join('') };
}

const form = (fields: Record<string, string>, more: InjectOptions = {}): InjectOptions => ({
  method: 'POST',
  url: '/form',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  payload: new URLSearchParams(fields).toString(),
  ...more,
});

describe('[8(3)⑭b] a form is taken only from our own page', () => {
  test('with the token and its cookie', async () => {
    const { app } = await door();
    const page = await app.inject('/form');
    const cookies = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]));
    const sent = await app.inject(form({ [TOKEN_FIELD]: page.body, name: 'よし' }, { cookies }));
    expect([sent.statusCode, sent.body]).toEqual([200, 'got よし']);
  });
  test.each([
    ['no token', {}, true],
    ['a made-up token', { [TOKEN_FIELD]: 'abc' }, true],
    ['no cookie', undefined, false],
  ])('not with %s', async (_what, fields, withCookie) => {
    const { app } = await door();
    const page = await app.inject('/form');
    const cookies = withCookie ? Object.fromEntries(page.cookies.map(({ name, value }) => [name, value])) : {};
    const sent = await app.inject(form({ ...(fields ?? { [TOKEN_FIELD]: page.body }), name: '<b>x' }, { cookies }));
    expect([sent.statusCode, sent.body]).toEqual([403, '<p>foreign-form</p>']);
  });
  test('nor with a form cookie that is not ours, however often it is sent and whatever was sent before', async () => {
    const { app } = await door();
    const page = await app.inject('/form');
    const mine = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]));
    const forged = { form: `${(mine['form'] ?? '').slice(0, -4)}AAAA` };
    const answers = [];
    for (const cookies of [forged, mine, forged, mine])
      answers.push((await app.inject(form({ [TOKEN_FIELD]: page.body, name: 'よし' }, { cookies }))).statusCode);
    expect(answers).toEqual([403, 200, 403, 200]);
  });
  test('nor with the token of another browser', async () => {
    const { app } = await door();
    const [mine, theirs] = [await app.inject('/form'), await app.inject('/form')];
    const cookies = Object.fromEntries(mine.cookies.map(({ name, value }) => [name, value]));
    expect((await app.inject(form({ [TOKEN_FIELD]: theirs.body }, { cookies }))).statusCode).toBe(403);
  });
});

describe('problems are said in words and reflect nothing', () => {
  test.each([
    ['an unknown address', { url: '/nothing/<script>' } as InjectOptions, 404, 'not-found'],
    ['an address that cannot be decoded', { url: '/%E0%A4%A' } as InjectOptions, 404, 'not-found'],
    ['a form too large', form({ name: 'あ'.repeat(100_000) }), 413, 'too-large'],
    [
      'a body of another kind',
      { method: 'POST', url: '/form', headers: { 'content-type': 'application/json' }, payload: '{' } as InjectOptions,
      400,
      'bad-request',
    ],
    ['a fault', { url: '/broken' } as InjectOptions, 500, 'fault'],
  ])('%s', async (_what, request, status, problem) => {
    const { app } = await door();
    const answer = await app.inject(request);
    expect([answer.statusCode, answer.body]).toEqual([status, `<p>${problem}</p>`]);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'");
  });
  test('whether what was sent is done is not known where the database did not answer; what only reads is asked again', async () => {
    const { app } = await door();
    const page = await app.inject('/form');
    const cookies = Object.fromEntries(page.cookies.map(({ name, value }) => [name, value]));
    const sent = await app.inject(form({ [TOKEN_FIELD]: page.body }, { url: '/slow', cookies }));
    expect([sent.statusCode, sent.body, sent.headers['retry-after']]).toEqual([503, '<p>unanswered</p>', '10']);
    const read = await app.inject('/slow');
    expect([read.statusCode, read.body, read.headers['retry-after']]).toEqual([503, '<p>busy</p>', '10']);
  });
  test('too many requests of one address', async () => {
    const { app } = await door({ ratePerMinute: 3 });
    const answers = [];
    for (let turn = 0; turn < 5; turn += 1) answers.push((await app.inject('/links/a')).statusCode);
    expect(answers).toEqual([200, 200, 200, 429, 429]);
    expect((await app.inject({ url: '/links/a', remoteAddress: '10.9.9.9' })).statusCode).toBe(200);
  });
});

describe('[11(12)d] the log holds no personal data', () => {
  test('neither secrets in paths, nor queries, bodies, addresses or what the database quotes', async () => {
    const { app, log } = await door();
    await app.inject('/links/5f0c-secret?name=yamada');
    await app.inject(form({ name: '山田太郎' }));
    await app.inject({ url: '/broken', remoteAddress: '203.0.113.77' });
    await app.inject('/nothing/A1B-123456');
    expect(log()).toContain('/links/:secret');
    for (const personal of ['5f0c-secret', 'yamada', '山田', '203.0.113.77', 'A1B-123456']) expect(log()).not.toContain(personal);
  });
  test('networks instead of addresses', () => {
    expect(maskedAddress('203.0.113.77')).toBe('203.0.113.0/24');
    expect(maskedAddress('::ffff:203.0.113.77')).toBe('203.0.113.0/24');
    expect(maskedAddress('2001:db8:1:2::5')).toBe('2001:db8:1::/48');
    expect(addressKey(SECRET, '2001:db8:1:2::5')).toBe(addressKey(SECRET, '2001:db8:1:2:9:9:9:9'));
    for (const same of ['203.0.113.77:80', '::ffff:203.0.113.77', '[::ffff:203.0.113.77]:4711'])
      expect(addressKey(SECRET, same)).toBe(addressKey(SECRET, '203.0.113.77'));
    expect(addressKey(SECRET, '203.0.113.77')).not.toBe(addressKey(SECRET, '203.0.113.78'));
  });
});

test('over TLS cookies are Secure, HttpOnly and bear the __Host- prefix', async () => {
  const { app } = await door({ secure: true });
  const [cookie] = (await app.inject('/form')).cookies;
  expect(cookie).toMatchObject({ name: '__Host-form', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' });
});

test('readyz answers this machine, not who comes through a proxy', async () => {
  const { app } = await door({ trustedProxies: ['10.0.0.0/8'], ready: async () => true });
  expect((await app.inject('/readyz')).statusCode).toBe(200);
  expect((await app.inject({ url: '/readyz', remoteAddress: '10.1.2.3' })).statusCode).toBe(200);
  expect(
    (await app.inject({ url: '/readyz', remoteAddress: '10.1.2.3', headers: { 'x-forwarded-for': '203.0.113.1' } })).statusCode,
  ).toBe(404);
  expect((await app.inject({ url: '/readyz', remoteAddress: '203.0.113.1' })).statusCode).toBe(404);
  // A proxy that says nothing but that it is one.
  for (const name of ['via', 'forwarded', 'x-real-ip', 'x-forwarded-proto'])
    expect((await app.inject({ url: '/readyz', remoteAddress: '10.1.2.3', headers: { [name]: 'x' } })).statusCode).toBe(404);
  // Where health has a port of its own, the site says nothing of it to anyone: a proxy may forward without a word.
  expect((await (await door({ tellsReady: false })).app.inject('/readyz')).statusCode).toBe(404);
  const broken = await door({ ready: async () => Promise.reject(new Error('no database')) });
  expect((await broken.app.inject('/readyz')).statusCode).toBe(503);
});

test('assets may be kept for ever, pages never', async () => {
  const { app } = await door();
  const { asset } = await import('../html/assets.ts');
  const sheet = await app.inject({ url: asset('citizen.css'), headers: { 'accept-encoding': 'br' } });
  expect(sheet.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(sheet.headers['content-encoding']).toBe('br');
  expect((await app.inject('/form')).headers['cache-control']).toBe('no-store');
});

describe('fields of a form', () => {
  test('repeated, missing, hostile', () => {
    const fields = parseFields('a=1&a=2&b=%00x%0d%0ay&__proto__=z&c=%ED%A0%80');
    expect([textOf(fields, 'a'), textsOf(fields, 'a'), textOf(fields, 'none'), textsOf(fields, 'none')]).toEqual([
      '2',
      ['1', '2'],
      '',
      [],
    ]);
    expect(textOf(fields, 'b')).toBe('x\ny');
    expect(textOf(fields, '__proto__')).toBe('z');
    expect(textOf(fields, 'constructor')).toBe('');
    expect(textOf(fields, 'c')).toMatch(/^\ufffd+$/);
  });
  test('whatever is sent is read as text PostgreSQL takes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sent) => {
        for (const value of Object.values(parseFields(sent)).flat())
          expect(value.isWellFormed() && !value.includes('\0')).toBe(true);
      }),
      { numRuns: 500 },
    ));
});

describe('a door that was kept waiting', () => {
  /** Nothing else runs meanwhile, as on a machine that is short of processors. */
  const standStill = async (ms: number) => {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    await new Promise((resolve) => setTimeout(resolve, 1));
  };
  test('while it opened answers all the same; one that is late by seconds says that it is busy', async () => {
    const { app } = await door();
    await app.ready();
    await standStill(1_100);
    expect((await app.inject('/readyz')).statusCode).toBe(200);
    // Past the time of opening, without waiting for it. Twice, so that the second that is measured holds no quick turn of the loop.
    const opened = performance.now() + 20_000;
    vi.spyOn(performance, 'now').mockReturnValue(opened);
    await standStill(1_500);
    await standStill(2_200);
    const busy = await app.inject('/readyz');
    vi.restoreAllMocks();
    expect([busy.statusCode, busy.headers['retry-after'], busy.body]).toEqual([503, '10', '<p>busy</p>']);
    await app.close();
  });
});

describe('X-Forwarded-For of a peer that nobody trusts', () => {
  const from = (remoteAddress: string): InjectOptions => ({
    url: '/links/a',
    remoteAddress,
    headers: { 'x-forwarded-for': '203.0.113.1' },
  });
  async function asked(settings: Partial<DoorSettings>, ...peers: string[]) {
    const told = vi.fn(async () => {});
    const opened = await door({ proxyIgnored: told, ...settings });
    for (const peer of peers) await opened.app.inject(from(peer));
    return { ignored: told.mock.calls.length, warned: opened.log().split('"level":40').length - 1, log: opened.log() };
  }

  test('is warned of once in a while, without the address', async () => {
    const { warned, ignored, log } = await asked({}, '198.51.100.7', '198.51.100.8', '198.51.100.9');
    expect([warned, ignored]).toEqual([1, 0]);
    expect(log).toContain('TRUSTED_PROXIES');
    expect(log).not.toContain('198.51.100.7');
  });
  test.each(['127.0.0.1', '10.0.0.1', '::ffff:192.168.1.1', 'fd00::1'])(
    'of %s, where proxies stand: the desk is told too',
    async (peer) => {
      expect(await asked({}, peer, peer)).toMatchObject({ warned: 1, ignored: 1 });
    },
  );
  test('of a trusted one there is nothing to warn of; another one beside it is no proxy of ours', async () => {
    expect(await asked({ trustedProxies: ['10.0.0.0/8'] }, '10.0.0.1')).toMatchObject({ warned: 0, ignored: 0 });
    expect(await asked({ trustedProxies: ['10.0.0.1'] }, '10.0.0.2')).toMatchObject({ warned: 1, ignored: 0 });
  });
});

test('[8(3)⑭b] an address that cannot be read gets a page with every header that another one has', async () => {
  const { app } = await door({ secure: true });
  const names = async (url: string) => {
    const { statusCode, headers } = await app.inject(url);
    const kept = ['content-length', 'date', 'connection'];
    return { statusCode, headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !kept.includes(name))) };
  };
  const nowhere = await names('/nowhere');
  expect(nowhere).toMatchObject({ statusCode: 404, headers: { 'x-content-type-options': 'nosniff' } });
  expect(nowhere.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(nowhere.headers['strict-transport-security']).toBeDefined();
  for (const url of ['/%zz', '/%E0%A4%A', '/a/%ff?x=1', `/${'x'.repeat(300)}`, '/%'])
    expect([url, await names(url)]).toEqual([url, nowhere]);
});

test('[8(3)⑭b] who leaves while sending a form fills no log: one line, no fault, no stack', async () => {
  const opened = await door();
  await opened.app.listen({ host: '127.0.0.1', port: 0 });
  const address = opened.app.server.address();
  if (address === null || typeof address !== 'object') throw new Error('no port');
  let arrived = 0;
  opened.app.server.on('request', () => {
    arrived += 1;
  });
  for (let n = 0; n < 5; n += 1) {
    const socket = connect(address.port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      'POST /form HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nname=a',
    );
    // Its head has arrived: the door has a connection that it reads.
    await expect.poll(() => arrived).toBe(n + 1);
    socket.destroy();
    await once(socket, 'close');
  }
  await expect.poll(() => opened.log().split('left while sending').length - 1).toBe(5);
  await opened.app.close();
  expect(opened.log()).not.toMatch(/"level":(?:40|50|60)|"stack"/u);
});
