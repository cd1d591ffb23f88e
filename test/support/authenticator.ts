import { Secret } from 'otpauth';
import { sql } from '../../src/lib/db/sql.ts';
import { codeAt } from '../../src/staff/second/totp.ts';
import { type Visitor, visitor } from './browse.ts';
import type { FreshDatabase } from './database.ts';
import { PASSWORD } from './desk.ts';

/** The time of the city, and of everybody's telephone: it stands still and goes on by steps, so that a code is known. */
export type Telephone = {
  /** What the app shows of a secret. */
  code(secret: Buffer): string;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
};

export async function telephone(fresh: FreshDatabase): Promise<Telephone> {
  const began = await fresh.db.one<{ at: number }>(
    sql`SELECT extract(epoch FROM date_trunc('minute', lib.now()))::integer AS at`,
  );
  let at = began.at + 5;
  const stop = () =>
    fresh.db.pool.query(
      `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT to_timestamp(${at}) $$`,
    );
  await stop();
  return {
    code: (secret) => codeAt(secret, at),
    pass: async (seconds) => {
      at += seconds;
      await stop();
    },
  };
}

/** What stands on the page to be typed into an app. */
export const secretOn = (html: string): Buffer => {
  const typed = /<p class="hand-over code">([A-Z2-7 ]+)<\/p>/u.exec(html)?.[1];
  if (typed === undefined) throw new Error('no key stands on the page');
  return Buffer.from(Secret.fromBase32(typed.replaceAll(' ', '')).bytes);
};

export const codesOn = (html: string): string[] =>
  [...html.matchAll(/<li>((?:[a-z2-9]{4}-){3}[a-z2-9]{4})<\/li>/gu)].map(([, code = '']) => code);

const pendingOn = (html: string): string => /name="pending" value="([^"]+)"/u.exec(html)?.[1] ?? '';

/** Sets a second factor up at the desk, as its page asks; time goes on by a step, so that the next code is another. */
export async function setUp(me: Visitor, phone: Telephone): Promise<{ secret: Buffer; codes: string[] }> {
  const page = await me.get('/second-factor/set-up');
  const secret = secretOn(page.html);
  const set = await me.post('/second-factor/set-up', { old: PASSWORD, code: phone.code(secret), pending: pendingOn(page.html) });
  if (set.status !== 200) throw new Error(`not set up: ${set.status}`);
  await phone.pass(30);
  return { secret, codes: codesOn(set.html) };
}

/** Somebody at the step after the password. */
export async function passwordGiven(url: string, login: string, me = visitor(url)): Promise<Visitor> {
  await me.get('/sign-in');
  const page = await me.post('/sign-in', { login, password: PASSWORD, next: '' });
  if (page.location?.startsWith('/sign-in/code') !== true)
    throw new Error(`no code is asked for: ${page.status} ${page.location}`);
  await me.follow(page);
  return me;
}
