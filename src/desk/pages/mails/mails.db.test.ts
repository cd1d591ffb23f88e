import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { startSmtp, type TestSmtp } from '../../../../test/support/smtp.ts';
import { startWorker, type TestWorker } from '../../../../test/support/worker.ts';
import { sql } from '../../../lib/db/sql.ts';
import { book } from '../../../reservations/acts.ts';

let fresh: FreshDatabase;
let desk: TestDesk;
let city: SmallCity;
let smtp: TestSmtp;
let worker: TestWorker;
let clerk = 0;
beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk());
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
async function mailed(noticeId: string): Promise<{ cardId: number; mailId: number; text: string; secret: string }> {
  const cardId = await makeCard(fresh.db, { noticeId, officeId: city.main, name: `試験 ${noticeId}`, birthDate: '1950-02-03' });
  const id = randomUUID();
  const mail = `${noticeId.toLowerCase()}@example.jp`;
  const booked = await book(
    desk.db,
    { kind: 'operator' },
    {
      id,
      serviceId: city.service,
      slotId: await slotAt(fresh.db, city, city.main, 5, 10),
      members: [{ cardId }],
      ...BY_PHONE,
      mail,
    },
  );
  if (!booked.ok) throw new Error(booked.reason);
  const sent = await smtp.next((one) => one.to.includes(mail));
  const row = () =>
    fresh.db.row<{ id: number }>(sql`SELECT id FROM outbox.mails WHERE reservation_id = ${id}::uuid AND state = 'sent'`);
  await expect.poll(row).toBeDefined();
  const secret = /\/reservations\/([0-9a-f-]{36})/u.exec(sent.parsed.text ?? '')?.[1] ?? 'no link in it';
  return { cardId, mailId: (await row())?.id ?? 0, text: sent.parsed.text ?? '', secret };
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
