import { afterAll, beforeAll, expect, test } from 'vitest';
import { bookFor } from '../../../../test/support/booking.ts';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { formValue } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { startSmtp, type TestSmtp } from '../../../../test/support/smtp.ts';
import { startWorker, type TestWorker } from '../../../../test/support/worker.ts';
import { EVERYBODY } from '../../../cards/viewer.ts';
import { sql } from '../../../lib/db/sql.ts';
import { cancel } from '../../../reservations/acts.ts';
import { setMail } from '../../../reservations/contact.ts';
import { deadCount } from '../../../reservations/dead-mails.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let smtp: TestSmtp;
let worker: TestWorker;
let clerk = 0;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  clerk = await desk.account('koga', ['counter'], city.main);
  smtp = await startSmtp();
  worker = await startWorker(fresh, smtp.url);
});
afterAll(async () => {
  await worker.close();
  await smtp.close();
  await desk.close();
});

/** Books somebody with an address by phone; waits for the mail and returns what it read and its row. */
async function mailed(noticeId: string): Promise<{ id: string; cardId: number; mailId: number; text: string; secret: string }> {
  const cardId = await makeCard(fresh.db, { noticeId, officeId: city.main, name: `試験 ${noticeId}`, birthDate: '1950-02-03' });
  const mail = `${noticeId.toLowerCase()}@example.jp`;
  const id = await bookFor(desk.db, { kind: 'operator' }, city, cardId, await slotAt(fresh.db, city, city.main, 5, 10), { mail });
  const sent = await smtp.next((one) => one.to.includes(mail));
  const row = () =>
    fresh.db.row<{ id: number }>(sql`SELECT id FROM outbox.mails WHERE reservation_id = ${id}::uuid AND state = 'sent'`);
  await expect.poll(row).toBeDefined();
  const secret = /\/reservations\/([0-9a-f-]{36})/u.exec(sent.parsed.text ?? '')?.[1] ?? 'no link in it';
  return { id, cardId, mailId: (await row())?.id ?? 0, text: sent.parsed.text ?? '', secret };
}

test('[11(12)a] what a mail said is read at the desk, found from the person; the look stands in the log, the link opens nothing', async () => {
  const me = await signedIn(desk.url, 'koga', PASSWORD);
  const { cardId, mailId, text, secret } = await mailed('A1B-000101');
  expect((await good(await me.get(`/people/${cardId}`))).html).toContain(`href="/mails/${mailId}"`);
  expect((await good(await me.get('/mails?show=all'))).html).toContain(`href="/mails/${mailId}"`);
  const page = await good(await me.get(`/mails/${mailId}`));
  for (const line of text.replace(secret, '（省略）').split('\n')) expect(page.html).toContain(line);
  expect(page.html).not.toContain(secret);
  expect(words(page)).toContain('【久留米市】予約を受け付けました');
  const [last] = await fresh.db.rows(
    sql`SELECT act, staff_id, detail FROM audit.events WHERE act = 'desk.saw-mail' ORDER BY id DESC`,
  );
  expect(last).toEqual({ act: 'desk.saw-mail', staff_id: clerk, detail: { mail: mailId } });
  // What waits has no words yet, what a version before sent has none; both say so.
  await fresh.db.run(sql`UPDATE outbox.mails SET subject = NULL, body = NULL WHERE id = ${mailId}`);
  expect(words(await good(await me.get(`/mails/${mailId}`)))).toContain('本文は、記録されていません');
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dead', sent_at = NULL WHERE id = ${mailId}`);
  expect(words(await good(await me.get(`/mails/${mailId}`)))).toContain('まだ送信していません');
});

test('[8(2)②b] a mail of a protected person is there for the roles that see them and for nobody else', async () => {
  await desk.account('mori', ['admin'], city.main);
  const { cardId, mailId } = await mailed('A1B-000102');
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${cardId}`);
  const [me, admin] = [await signedIn(desk.url, 'koga', PASSWORD), await signedIn(desk.url, 'mori', PASSWORD)];
  const looks = () => fresh.db.rows(sql`SELECT FROM audit.events WHERE act = 'desk.saw-mail'`);
  const before = (await looks()).length;
  const hidden = await me.get(`/mails/${mailId}`);
  expect(hidden.status).toBe(404);
  expect(hidden.html).not.toContain('予約番号：');
  for (const none of ['0', '999999', 'x']) expect((await me.get(`/mails/${none}`)).status).toBe(404);
  expect((await looks()).length).toBe(before);
  expect(words(await good(await admin.get(`/mails/${mailId}`)))).toContain('予約番号');
  // Nor is it sent again by who may not see it, whatever they press.
  await fresh.db.run(sql`UPDATE outbox.mails SET state = 'dead', next_at = 'infinity' WHERE id = ${mailId}`);
  const state = async () =>
    (await fresh.db.one<{ state: string }>(sql`SELECT state FROM outbox.mails WHERE id = ${mailId}`)).state;
  const again = async (who: Visitor) => words(await who.follow(await who.post(`/mails/${mailId}/retry`, {})));
  const refused = await again(me);
  expect([await state(), refused.includes('再送します。')]).toEqual(['dead', false]);
  expect(await again(admin)).toContain('再送します。');
  expect(await fresh.db.rows(sql`SELECT FROM audit.events WHERE act = 'mail.retried'`)).toHaveLength(1);
});

const OPERATOR = { kind: 'operator' } as const;
const given = (mailId: number, state: string, error: string) =>
  fresh.db.run(
    sql`UPDATE outbox.mails SET state = ${state}, last_error = ${error}, sent_at = NULL, attempts = 3, next_at = 'infinity' WHERE id = ${mailId}`,
  );
const count = async () => (await desk.db.one<{ n: number }>(sql`SELECT (${deadCount(EVERYBODY)}) AS n`)).n;

test('a mail that was given up and whose reader was reached is settled by a press, with a line in the log; so is that of an address that was corrected', async () => {
  await desk.account('sato', ['counter'], city.main);
  const me = await signedIn(desk.url, 'sato', PASSWORD);
  const before = await count();
  const one = await mailed('A1B-000103');
  const other = await mailed('A1B-000104');
  for (const { mailId } of [one, other]) await given(mailId, 'dead', '550 5.1.1 user unknown');
  expect(await count()).toBe(before + 2);
  const page = await good(await me.get('/mails'));
  expect(page.html).toContain(`action="/mails/${one.mailId}/settle"`);
  expect(words(await me.follow(await me.post(`/mails/${one.mailId}/settle`, {})))).toContain('対応済にしました。');
  expect(words(await me.follow(await me.post(`/mails/${one.mailId}/settle`, {})))).toContain('すでに');
  expect(await count()).toBe(before + 1);
  expect((await me.get('/mails')).html).not.toContain(`/mails/${one.mailId}/settle`);
  expect(words(await good(await me.get('/mails?show=done')))).toContain('不達（対応済）');
  expect(await setMail(desk.db, OPERATOR, { id: other.id, version: 0, mail: 'right@example.jp', send: true })).toMatchObject({
    ok: true,
  });
  expect(await count()).toBe(before);
  expect(await fresh.db.rows(sql`SELECT detail FROM audit.events WHERE act = 'mail.settled' ORDER BY id`)).toEqual([
    { detail: { mail: one.mailId } },
    { detail: { mail: other.mailId } },
  ]);
});

test('what is over by itself asks nobody to do anything: a link that works no more, a visit that was cancelled', async () => {
  const before = await count();
  const { id, mailId } = await mailed('A1B-000105');
  await given(mailId, 'dead', '550 5.1.1 user unknown');
  const [visit] = await fresh.db.rows<{ id: string }>(sql`
    INSERT INTO reservations.visits (cookie_hash, purpose, service_id, mail, link_until, created_at, expires_at)
    SELECT '\\x03', 'book', ${city.service}, 'wrong@example.jp', n + interval '1 hour', n, n + interval '1 hour' FROM (SELECT lib.now() AS n) t RETURNING id`);
  await fresh.db.run(sql`
    INSERT INTO outbox.mails (kind, visit_id, once, about, state, attempts, last_error, due_at, next_at, created_at)
    SELECT 'link', ${visit?.id}::uuid, 'link-x', '{}', 'dead', 1, '550 no', n, n, n FROM (SELECT lib.now() AS n) t`);
  expect(await count()).toBe(before + 2);
  await fresh.db.run(
    sql`UPDATE reservations.visits SET link_until = lib.now() - interval '1 minute' WHERE id = ${visit?.id}::uuid`,
  );
  expect(await count()).toBe(before + 1);
  expect(await cancel(desk.db, OPERATOR, { id, version: 0, reason: 'phone' })).toMatchObject({ ok: true });
  expect(await count()).toBe(before);
});

test('a mail that was given up waits for somebody while no other mail tells the same: where the address is removed or nothing is sent to the new one, and a text by staff always', async () => {
  const before = await count();
  const [gone, quiet, text] = [await mailed('A1B-000113'), await mailed('A1B-000114'), await mailed('A1B-000115')];
  for (const { mailId } of [gone, quiet, text]) await given(mailId, 'dead', '550 5.1.1 user unknown');
  await fresh.db.run(sql`UPDATE outbox.mails SET kind = 'mailing' WHERE id = ${text.mailId}`);
  expect(await setMail(desk.db, OPERATOR, { id: gone.id, version: 0, mail: null, send: false })).toMatchObject({ ok: true });
  expect(await setMail(desk.db, OPERATOR, { id: quiet.id, version: 0, mail: 'quiet@example.jp', send: false })).toMatchObject({
    ok: true,
  });
  expect(await setMail(desk.db, OPERATOR, { id: text.id, version: 0, mail: 'text@example.jp', send: true })).toMatchObject({
    ok: true,
  });
  expect(await count()).toBe(before + 3);
  await fresh.db.run(sql`UPDATE outbox.mails SET settled_at = lib.now() WHERE state = 'dead'`);
});

test('a mail that waits after a fault is sent at once by a press; the reason blames no address where the server lets us not in, or we could not write it', async () => {
  await desk.account('ono', ['counter'], city.main);
  const me = await signedIn(desk.url, 'ono', PASSWORD);
  const [one, two, three] = [await mailed('A1B-000106'), await mailed('A1B-000107'), await mailed('A1B-000108')];
  await given(one.mailId, 'waiting', '554 5.7.1 relaying denied');
  await given(two.mailId, 'dead', '554 5.7.1 relaying denied');
  await given(three.mailId, 'dead', 'could not be written');
  const dead = words(await good(await me.get('/mails')));
  expect(dead).toContain('アドレスの誤りとは限りません');
  expect(dead).toContain('本文を作成できませんでした');
  const page = await good(await me.get('/mails?show=waiting'));
  expect(page.html).toContain(`action="/mails/${one.mailId}/now"`);
  expect(words(await me.follow(await me.post(`/mails/${one.mailId}/now`, { show: 'waiting' })))).toContain('すぐに送信します。');
  await smtp.next((mail) => mail.to.includes('a1b-000106@example.jp'));
  expect(await fresh.db.rows(sql`SELECT detail FROM audit.events WHERE act = 'mail.hurried'`)).toEqual([
    { detail: { mail: one.mailId } },
  ]);
  // All of a list by two presses; what was given up since it was shown is not among them.
  const all = await good(await me.get('/mails/many?show=dead'));
  const later = await mailed('A1B-000109');
  await given(later.mailId, 'dead', '550 no');
  await me.post('/mails/many', { show: 'dead', act: 'settle', upto: formValue(all, 'upto'), seen: formValue(all, 'seen') });
  const states = await fresh.db.rows<{ id: number }>(
    sql`SELECT id FROM outbox.mails WHERE settled_at IS NOT NULL AND id = ANY (${[two.mailId, three.mailId, later.mailId]}::bigint[]) ORDER BY id`,
  );
  expect(states.map(({ id }) => id)).toEqual([two.mailId, three.mailId]);
});

test('all of a list are settled or sent again only as they were shown: an older mail that is given up meanwhile is not among them unseen', async () => {
  const me = await signedIn(desk.url, 'ono', PASSWORD);
  const [waits, shown] = [await mailed('A1B-000110'), await mailed('A1B-000111')];
  await given(waits.mailId, 'waiting', '451 4.3.0 try later');
  await given(shown.mailId, 'dead', '550 5.1.1 user unknown');
  const settled = async () =>
    (
      await fresh.db.rows<{ id: number }>(
        sql`SELECT id FROM outbox.mails WHERE settled_at IS NOT NULL AND id = ANY (${[waits.mailId, shown.mailId]}::bigint[]) ORDER BY id`,
      )
    ).map(({ id }) => id);
  const press = async (act: string) => {
    const all = await good(await me.get('/mails/many?show=dead'));
    await given(waits.mailId, 'dead', '451 4.3.0 try later');
    return me.post('/mails/many', { show: 'dead', act, upto: formValue(all, 'upto'), seen: formValue(all, 'seen') });
  };
  const refused = await press('settle');
  expect([refused.status, words(refused).includes('不達のメールが変わりました')]).toEqual([409, true]);
  expect(await settled()).toEqual([]);
  // What it says now was seen.
  expect((await press('settle')).status).toBe(303);
  expect(await settled()).toEqual([waits.mailId, shown.mailId]);
});

test('where no mail failed the page says so, how many left today, and leads to them', async () => {
  await fresh.db.run(sql`UPDATE outbox.mails SET settled_at = lib.now() WHERE state = 'dead'`);
  const { count } = await fresh.db.one<{ count: number }>(
    sql`SELECT count(*)::integer AS count FROM outbox.mails WHERE state = 'sent' AND sent_at >= lib.instant(lib.day_of(lib.now()), 0)`,
  );
  const admin = await desk.clerk('ide', ['admin'], city.main);
  const page = await good(await admin.get('/mails'));
  expect(words(page)).toContain(`対応が必要な不達メールはありません。本日 ${count}通送信済`);
  expect(page.html).toContain('href="/mails?show=all"');
  // Where one is of somebody this clerk may not see, not all is clear to them.
  const one = await fresh.db.one<{ id: number; card: number }>(sql`
    SELECT x.id, m.card_id AS card FROM outbox.mails x JOIN reservations.reservations r ON r.id = x.reservation_id AND r.state = 'booked'
      JOIN reservations.members m ON m.reservation_id = r.id AND m.removed_at IS NULL JOIN cards.cards c ON c.id = m.card_id
    WHERE x.state = 'dead' AND x.kind NOT IN ('no-show', 'cancelled', 'mailing', 'waiting-offer', 'waiting') LIMIT 1`);
  await fresh.db.run(sql`UPDATE outbox.mails SET settled_at = NULL WHERE id = ${one.id}`);
  await fresh.db.run(sql`UPDATE cards.cards SET protected = true WHERE id = ${one.card}`);
  const some = await desk.clerk('manabe', ['counter'], city.main);
  expect(words(await good(await some.get('/mails')))).not.toContain('不達メールはありません');
  await fresh.db.run(sql`UPDATE outbox.mails SET settled_at = lib.now() WHERE id = ${one.id}`);
  expect(words(await good(await admin.get('/mails?show=waiting')))).not.toContain('対応が必要な不達メールはありません');
});
