import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts';
import { type RoughSmtp, startRoughSmtp } from '../../test/support/rough-smtp.ts';
import { shiftTime } from '../../test/support/time.ts';
import { connect, type Db } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { type Delivered, deliver, type Written } from './deliver.ts';
import { actOnMails, mailsOf } from './desk.ts';
import { type Drain, startDrain } from './drain.ts';
import { openPost, type Post } from './post.ts';
import { type ClaimedMail, claimMails, keepLeases, markSent, tryNow } from './queue.ts';

let fresh: FreshDatabase;
/** As the worker connects: what it may not do shows here. */
let db: Db;
let smtp: RoughSmtp;
let post: Post;
const drains: Drain[] = [];

const open = async (version: 15 | 18): Promise<void> => {
  fresh = await freshDatabase({ version });
  db = connect({ url: fresh.urlFor('desk'), max: 6, name: 'test-worker' });
};
beforeEach(async () => {
  await open(18);
  smtp = await startRoughSmtp();
  post = openPost(smtp.url, '久留米市 <yoyaku@city.example.jp>');
});
afterEach(async () => {
  await Promise.all(drains.splice(0).map((drain) => drain.stop()));
  post.close();
  await smtp.close();
  await db.close();
  await fresh.drop();
});

const put = (kind: string, key: string, reservation = '00000000-0000-4000-8000-000000000001') =>
  fresh.db.run(sql`SELECT outbox.put(${kind}, ${reservation}::uuid, NULL, ${key}, '{}', lib.now())`);

const words = (to: string) => async (): Promise<Written> => ({
  letter: { to, subject: '予約を受け付けました', text: '本文です。\n', lang: 'ja', files: [] },
  secrets: [],
});

type Row = { id: number; state: string; attempts: number; last_error: string | null; wait: number };
const rows = () =>
  fresh.db.rows<Row>(
    sql`SELECT id, state, attempts, last_error, extract(epoch FROM next_at - lib.now())::double precision AS wait FROM outbox.mails ORDER BY id`,
  );
const acts = async () =>
  (await fresh.db.rows<{ act: string }>(sql`SELECT act FROM audit.events ORDER BY id`)).map(({ act }) => act);

/** Takes one mail that is due and tries it. */
async function tryOne(write: (mail: ClaimedMail) => Promise<Written> = words('hanako@example.jp')): Promise<Delivered> {
  const [mail] = await claimMails(db, 1, 30, []);
  if (mail === undefined) throw new Error('no mail is due');
  return deliver(db, post, write, mail);
}

/** Starts a drain; resolves `through` once so many tries ended. */
function drain(write: (mail: ClaimedMail) => Promise<Written>, count: number): Promise<Delivered[]> {
  const all: Delivered[] = [];
  return new Promise((resolve, reject) => {
    drains.push(
      startDrain({
        db,
        post,
        write,
        pollMs: 20,
        onFault: reject,
        onDelivered: (_mail, delivered) => {
          all.push(delivered);
          if (all.length === count) resolve(all);
        },
      }),
    );
  });
}

describe('a mail that is due', () => {
  test('is handed over once, says so in the log, and is put only once per kind, reservation and key', async () => {
    await put('booked', '0');
    await put('booked', '0');
    expect((await tryOne()).result).toBe('sent');
    expect(smtp.taken).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 1, last_error: null }]);
    expect(await acts()).toEqual(['mail.sent']);
    expect(await claimMails(db, 10, 30, [])).toEqual([]);
    expect(await mailsOf(db, ['00000000-0000-4000-8000-000000000001'])).toMatchObject([{ state: 'sent' }]);
  });

  test('what somebody waits for goes before any number of others', async () => {
    for (let n = 0; n < 30; n += 1) await put('reminder', String(n));
    await put('manage-link', 'now');
    const claimed = await claimMails(db, 5, 30, []);
    expect(claimed[0]?.kind).toBe('manage-link');
    expect(claimed).toHaveLength(5);
  });

  test('[8(3)⑪a] a mailing to thousands keeps no confirmation waiting: it goes with what is left over', async () => {
    for (let n = 0; n < 30; n += 1) await put('mailing', String(n));
    await put('booked', 'now');
    await put('closed-day', 'now');
    const claimed = await claimMails(db, 5, 30, []);
    expect(claimed.map(({ kind }) => kind).toSorted()).toEqual(['booked', 'closed-day', 'mailing', 'mailing', 'mailing']);
  });

  test.each([18, 15] as const)('two workers at once send 200 mails once each, on PostgreSQL %i', async (version) => {
    await db.close();
    await fresh.drop();
    await open(version);
    await fresh.db.run(sql`
      SELECT outbox.put('reminder', gen_random_uuid(), NULL, n::text, '{}', lib.now()) FROM generate_series(1, 200) AS n`);
    const first = drain(async (mail) => words(`r${mail.id}@example.jp`)(), 1);
    const second = drain(async (mail) => words(`r${mail.id}@example.jp`)(), 1);
    await Promise.all([first, second]);
    await expect.poll(async () => (await rows()).filter(({ state }) => state !== 'sent').length).toBe(0);
    expect(new Set(smtp.taken.map(({ rcpt }) => rcpt)).size).toBe(200);
    expect(smtp.taken).toHaveLength(200);
    expect((await rows()).every(({ attempts }) => attempts === 1)).toBe(true);
  });
});

describe('on the wire', () => {
  test.each(['a..b@docomo.ne.jp', 'x.@ezweb.ne.jp', '.start@softbank.ne.jp', 'plus+tag@example.jp', "o'hara@example.jp"])(
    '%s is delivered as typed',
    async (address) => {
      await put('booked', '0');
      expect((await tryOne(words(address))).result).toBe('sent');
      expect(smtp.taken[0]?.rcpt).toBe(address);
    },
  );

  test('one recipient, no Bcc, plain text in UTF-8 that is not reflowed, marked as sent by a machine', async () => {
    await put('booked', '0');
    await tryOne();
    const { data = '', messageId } = smtp.taken[0] ?? {};
    const head = data.slice(0, data.indexOf('\n\n'));
    expect(head).toMatch(/^To: hanako@example\.jp$/mu);
    expect(head).toMatch(/^Auto-Submitted: auto-generated$/mu);
    expect(head).toMatch(/^Content-Language: ja$/mu);
    expect(head).toMatch(/^Content-Type: text\/plain; charset=utf-8$/mu);
    expect(head).not.toMatch(/^(bcc|cc):/imu);
    expect(head).not.toContain('flowed');
    expect(messageId).toMatch(/^<[0-9a-f-]{36}@city\.example\.jp>$/u);
  });

  test.each([
    'a@example.jp\r\nBcc: b@example.jp',
    'a@example.jp, b@example.jp',
    'a@example.jp> SIZE=1',
    '"a b"@example.jp',
    'Hanako <a@example.jp>',
    'あ@example.jp',
  ])('%j is not sent at all', async (address) => {
    await put('booked', '0');
    expect((await tryOne(words(address))).result).toBe('dead');
    expect(smtp.named).toEqual([]);
  });

  test('the server is greeted with a full name: the machine’s, or the domain mails are from; never with [127.0.0.1]', async () => {
    await put('booked', '0');
    await tryOne();
    expect(smtp.greetings).toEqual([hostname().includes('.') ? hostname() : 'city.example.jp']);
  });

  test('a line break in a subject adds no header', async () => {
    await put('booked', '0');
    await tryOne(async () => ({
      letter: { to: 'a@example.jp', subject: 'x\r\nBcc: b@example.jp\r\n\r\nbody', text: 'y', lang: 'ja', files: [] },
      secrets: [],
    }));
    expect(smtp.taken[0]?.data).not.toMatch(/^Bcc:/imu);
    expect(smtp.named).toEqual(['a@example.jp']);
  });
});

describe('when it is not taken', () => {
  test('greylisting: it comes back after a minute under the same Message-ID', async () => {
    smtp.onRcpt(() => '451 4.7.1 <hanako@example.jp>: greylisted, try later');
    await put('booked', '0');
    expect(await tryOne()).toMatchObject({ result: 'retry', fault: { kind: 'later', code: 451 } });
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'waiting', attempts: 1 });
    expect(row?.wait).toBeGreaterThan(45);
    expect(row?.wait).toBeLessThan(75);
    expect(row?.last_error).not.toContain('hanako');
    expect(await claimMails(db, 1, 30, [])).toEqual([]);
    await shiftTime(fresh, 80);
    smtp.onRcpt(() => '250 ok');
    expect((await tryOne()).result).toBe('sent');
    expect(await rows()).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  test('a mailbox that does not exist: dead at once, in the list of the desk, and sent when staff try again', async () => {
    smtp.onRcpt(() => '550 5.1.1 user unknown');
    await put('booked', '0');
    expect(await tryOne()).toMatchObject({ result: 'dead', fault: { kind: 'refused', code: 550 } });
    const [row] = await rows();
    expect(row).toMatchObject({ state: 'dead', last_error: '550 5.1.1 user unknown' });
    smtp.onRcpt(() => '250 ok');
    expect(await actOnMails(db, { kind: 'operator' }, 'retry', [row?.id ?? 0])).toBe(1);
    expect(await actOnMails(db, { kind: 'operator' }, 'retry', [row?.id ?? 0])).toBe(0);
    expect((await tryOne()).result).toBe('sent');
    expect(await acts()).toEqual(['mail.dead', 'mail.retried', 'mail.sent']);
  });

  test('a retried mail is given its whole time again', async () => {
    await put('booked', '0');
    await shiftTime(fresh, 30 * 3_600);
    smtp.onRcpt(() => '451 later');
    expect((await tryOne()).result).toBe('dead');
    const [row] = await rows();
    await actOnMails(db, { kind: 'operator' }, 'retry', [row?.id ?? 0]);
    expect((await tryOne()).result).toBe('retry');
  });

  test('a refusal of us, not of the mailbox, is tried again', async () => {
    smtp.onRcpt(() => '554 5.7.1 relaying denied');
    await put('booked', '0');
    expect((await tryOne()).result).toBe('retry');
  });

  test('a server that cuts the connection or is not there: soon again, however often, and nothing is dead within a day', async () => {
    await put('booked', '0');
    smtp.onRcpt(() => 'drop');
    expect(await tryOne()).toMatchObject({ result: 'retry', fault: { kind: 'relay' } });
    expect((await rows())[0]?.wait).toBeLessThan(3);
    await smtp.close();
    for (let hour = 1; hour < 30; hour += 1) {
      await shiftTime(fresh, hour * 3_600);
      expect(await tryOne()).toMatchObject({ result: 'retry', fault: { kind: 'relay', cause: 'ECONNREFUSED' } });
    }
    expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 30 });
    await expect(post.look()).rejects.toThrow('ECONNREFUSED');
  });

  test('[11(1)a] what a silent server kept waiting is tried as soon as it is there again; who was told to come later, or cannot be written, waits', async () => {
    await post.look();
    smtp.onRcpt(() => '451 4.7.1 greylisted');
    await put('booked', 'greylisted');
    await tryOne();
    await put('booked', 'unwritten');
    await tryOne(() => Promise.reject(new Error('no words')));
    smtp.onRcpt(() => 'drop');
    await put('booked', 'silent');
    await tryOne();
    smtp.onRcpt(() => '421 4.3.2 too busy');
    await put('booked', 'busy');
    await tryOne();
    expect(await tryNow(db)).toBe(2);
    const due = (await rows()).filter(({ wait }) => wait <= 0);
    expect(due).toHaveLength(2);
    for (const { last_error } of due) expect(last_error).not.toMatch(/^45|written/u);
  });

  test('put off for a day, it is given up', async () => {
    smtp.onRcpt(() => '452 4.2.2 mailbox full');
    await put('booked', '0');
    const seen: string[] = [];
    for (let hour = 0; hour < 60 && !seen.includes('dead'); hour += 1) {
      await shiftTime(fresh, hour * 3_600);
      const [mail] = await claimMails(db, 1, 30, []);
      if (mail !== undefined) seen.push((await deliver(db, post, words('a@example.jp'), mail)).result);
    }
    expect(seen.slice(0, -1).every((result) => result === 'retry')).toBe(true);
    expect(seen.length).toBeGreaterThan(5);
    expect(await acts()).toEqual(['mail.dead']);
  });

  test('what cannot be written is no reason to lose it', async () => {
    await put('booked', '0');
    const tried = await tryOne(async () => {
      throw new Error('no words');
    });
    expect(tried).toMatchObject({ result: 'retry', error: new Error('no words') });
    expect(smtp.named).toEqual([]);
  });

  test('[11(1)a] a database that went while the mail was written: as if untried, and soon again', async () => {
    await put('booked', '0');
    let seconds = 0;
    for (const fault of [
      Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' }),
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      new Error('Connection terminated unexpectedly'),
    ]) {
      const tried = await tryOne(async () => {
        throw fault;
      });
      expect(tried.result).toBe('put-off');
      const [mail] = await rows();
      expect(mail).toMatchObject({ state: 'waiting', attempts: 0, last_error: null });
      expect(mail?.wait).toBeLessThan(2);
      seconds += 5;
      await shiftTime(fresh, seconds);
    }
    // A statement that took too long is the mail's own: it rests longer each time.
    expect((await tryOne(() => Promise.reject(new Error('Query read timeout')))).result).toBe('retry');
  });

  test('no longer so: dropped with the reason; not yet: waits as if untried', async () => {
    await put('booked', '0');
    await put('reminder', '0');
    expect((await tryOne(async (mail) => (mail.kind === 'booked' ? { drop: 'moved' } : { waitSeconds: 600 }))).result).toBe(
      'dropped',
    );
    expect((await tryOne(async () => ({ waitSeconds: 600 }))).result).toBe('put-off');
    expect(await rows()).toMatchObject([
      { state: 'dropped', last_error: 'moved' },
      { state: 'waiting', attempts: 0 },
    ]);
    expect(await acts()).toEqual(['mail.dropped']);
  });

  test('what failed once and is put off since waits for no mail server: it does not count as failing', async () => {
    await put('reminder', '0');
    smtp.onData(async () => '451 4.3.0 try later');
    expect((await tryOne()).result).toBe('retry');
    await shiftTime(fresh, 120);
    expect((await tryOne(async () => ({ waitSeconds: 600 }))).result).toBe('put-off');
    expect(await rows()).toMatchObject([{ state: 'waiting', attempts: 1, last_error: null }]);
  });
});

test('a mail that was settled, is on its way again by a version that kept it so, and is given up anew asks for somebody again', async () => {
  await put('booked', '0');
  await fresh.db.run(sql`UPDATE outbox.mails SET settled_at = lib.now()`);
  smtp.onData(async () => '550 5.1.1 user unknown');
  expect((await tryOne()).result).toBe('dead');
  expect(await fresh.db.rows(sql`SELECT FROM outbox.mails WHERE settled_at IS NULL`)).toHaveLength(1);
});

describe('when a worker dies', () => {
  test('its mail is left alone until the lease has run out, then sent by another; the dead one has no say', async () => {
    await put('booked', '0');
    const [lost] = await claimMails(db, 1, 30, []);
    if (lost === undefined) throw new Error('nothing due');
    await shiftTime(fresh, 20);
    expect(await claimMails(db, 1, 30, [])).toEqual([]);
    await shiftTime(fresh, 40);
    const [taken] = await claimMails(db, 1, 30, []);
    expect(taken).toMatchObject({ id: lost.id, messageId: lost.messageId, attempts: 2, leftBehind: true });
    expect(await markSent(db, lost, null)).toBe(false);
    expect(taken !== undefined && (await markSent(db, taken, null))).toBe(true);
    expect(await acts()).toEqual(['mail.sent']);
  });

  test('a lease that is kept is not lost', async () => {
    await put('booked', '0');
    const [mail] = await claimMails(db, 1, 30, []);
    await shiftTime(fresh, 25);
    expect(await keepLeases(db, [mail?.lease ?? ''], 30)).toBe(1);
    await shiftTime(fresh, 50);
    expect(await claimMails(db, 1, 30, [])).toEqual([]);
  });

  test('between the server’s 250 and our commit: the second mail carries the Message-ID of the first', async () => {
    await put('booked', '0');
    const [lost] = await claimMails(db, 1, 30, []);
    if (lost === undefined) throw new Error('nothing due');
    await post.send({ to: 'hanako@example.jp', subject: 'x', text: 'y', lang: 'ja', files: [] }, lost.messageId);
    await shiftTime(fresh, 40);
    await tryOne();
    expect(smtp.taken).toHaveLength(2);
    expect(new Set(smtp.taken.map(({ messageId }) => messageId)).size).toBe(1);
  });

  test('a mail the server took and the database will not note as sent is not sent over and over: it is noted once it can be', async () => {
    await fresh.db.pool.query(`
      CREATE FUNCTION outbox.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$;
      CREATE TRIGGER no BEFORE UPDATE ON outbox.mails FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION outbox.no()`);
    await put('booked', '0');
    const ended = Promise.withResolvers<Delivered>();
    drains.push(
      startDrain({
        db,
        post,
        write: words('a@example.jp'),
        pollMs: 20,
        leaseSeconds: 1,
        onDelivered: (_mail, one) => ended.resolve(one),
      }),
    );
    expect(await ended.promise).toMatchObject({ result: 'lost' });
    // Its lease has run out, and the worker looks for what is due.
    await shiftTime(fresh, 60);
    await put('booked', '1');
    await expect.poll(() => smtp.taken.length).toBeGreaterThan(1);
    await fresh.db.pool.query('DROP TRIGGER no ON outbox.mails');
    await expect.poll(async () => (await rows()).map(({ state }) => state)).toEqual(['sent', 'sent']);
    expect(smtp.taken).toHaveLength(2);
  });

  /** One drain whose mail the server takes and the database does not note as sent, until `note` lets it. */
  async function lost(leaseSeconds?: number): Promise<{ drain: Drain; note: () => Promise<unknown> }> {
    await fresh.db.pool.query(`
      CREATE FUNCTION outbox.no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not now'; END $$;
      CREATE TRIGGER no BEFORE UPDATE ON outbox.mails FOR EACH ROW WHEN (NEW.state = 'sent') EXECUTE FUNCTION outbox.no()`);
    await put('booked', '0');
    const ended = Promise.withResolvers<Delivered>();
    const started = startDrain({
      db,
      post,
      write: words('a@example.jp'),
      pollMs: 20,
      ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
      onDelivered: (_mail, one) => ended.resolve(one),
    });
    drains.push(started);
    expect(await ended.promise).toMatchObject({ result: 'lost' });
    return { drain: started, note: () => fresh.db.pool.query('DROP TRIGGER no ON outbox.mails') };
  }

  test('nor does another worker send it: its lease is kept until it is noted', async () => {
    const until = async () =>
      (await fresh.db.one<{ until: Date | null }>(sql`SELECT leased_until AS until FROM outbox.mails`)).until?.getTime() ?? 0;
    // Long beside a stall of a busy machine: the lease is renewed at a third of it.
    const { note } = await lost(6);
    const first = await until();
    drains.push(startDrain({ db, post, write: words('a@example.jp'), pollMs: 20 }));
    await expect.poll(until).toBeGreaterThan(first + 1_500);
    expect(smtp.taken).toHaveLength(1);
    await note();
    await expect.poll(async () => (await rows()).map(({ state }) => state)).toEqual(['sent']);
  });

  test('a worker that stops notes once more what was sent and not noted', async () => {
    const { drain: started, note } = await lost();
    await note();
    await started.stop();
    expect(await rows()).toMatchObject([{ state: 'sent' }]);
  });

  test('stopping finishes what is under way and leaves the rest', async () => {
    await fresh.db.run(
      sql`SELECT outbox.put('reminder', gen_random_uuid(), NULL, n::text, '{}', lib.now()) FROM generate_series(1, 50) AS n`,
    );
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    smtp.onData(async () => {
      reached.resolve();
      await go.promise;
      return '250 ok';
    });
    void drain(words('a@example.jp'), 1);
    await reached.promise;
    const stopped = drains.splice(0).map((one) => one.stop());
    go.resolve();
    await Promise.all(stopped);
    const states = (await rows()).map(({ state }) => state);
    expect(states.filter((state) => state === 'sent')).toHaveLength(smtp.taken.length);
    expect(states).not.toContain('sending');
    expect(states).toContain('waiting');
  });
});
