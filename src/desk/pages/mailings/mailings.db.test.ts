import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedIn, type Visitor } from '../../../../test/support/browse.ts';
import { KEPT } from '../../../../test/support/citizen.ts';
import type { FreshDatabase } from '../../../../test/support/database.ts';
import { PASSWORD, type TestDesk } from '../../../../test/support/desk.ts';
import { formFields, wrongBoxes } from '../../../../test/support/forms.ts';
import { htmlFaults } from '../../../../test/support/html.ts';
import { must } from '../../../../test/support/must.ts';
import { openDesk } from '../../../../test/support/open.ts';
import { good, words } from '../../../../test/support/pages.ts';
import { BY_PHONE, makeCard, type SmallCity, slotAt } from '../../../../test/support/small-city.ts';
import { startSmtp } from '../../../../test/support/smtp.ts';
import { startWorker } from '../../../../test/support/worker.ts';
import { writeLetter } from '../../../letters/write.ts';
import { sql } from '../../../lib/db/sql.ts';
import { claimMails } from '../../../outbox/queue.ts';
import { book, cancel, removeMember } from '../../../reservations/acts.ts';
import { setMail } from '../../../reservations/contact.ts';
import { expireAll } from '../../../worker/expire.ts';

let fresh: FreshDatabase;
let city: SmallCity;
let desk: TestDesk;
let admin: Visitor;
let n = 0;

beforeAll(async () => {
  ({ fresh, city, desk } = await openDesk(20));
  await desk.account('koga', ['counter'], city.main);
  admin = await desk.clerk('ide', ['admin'], city.main, '井手 誠');
});
afterAll(() => desk.close());

const PATH = '/mails/mailings/new';
const BY = { kind: 'operator' } as const;
const dayOn = (days: number): string => Temporal.PlainDate.from(city.today).add({ days }).toString();
const filter = (daysOn: number) =>
  `?${new URLSearchParams({ office: 'honcho', service: '', from: dayOn(daysOn), to: '', state: 'all' })}`;

const person = () => {
  n += 1;
  return makeCard(fresh.db, { noticeId: `M1L-${100_000 + n}`, name: `一斉 太郎${n}`, birthDate: null, officeId: city.main });
};

async function booked(daysOn: number, mail: string | null, people = 1): Promise<string> {
  const members: { cardId: number }[] = [];
  for (let one = 0; one < people; one += 1) members.push({ cardId: await person() });
  const id = randomUUID();
  must(
    await book(
      desk.db,
      { kind: 'operator' },
      {
        id,
        serviceId: city.service,
        slotId: await slotAt(fresh.db, city, city.main, daysOn, 9),
        members,
        ...BY_PHONE,
        mail,
      },
    ),
  );
  return id;
}

const TEXT = {
  subject: '駐車場の工事について',
  body: '工事のため、駐車場が使えません。\nバスをご利用ください。',
  'with-visit': 'yes',
  minutes: '30',
};
const previewed = async (daysOn: number, text: Record<string, string> = TEXT) => {
  const page = await admin.get(`${PATH}${filter(daysOn)}`);
  return admin.post(PATH, { ...formFields(page, PATH), ...text, act: 'preview' });
};
const mailsOf = (ids: readonly string[]) =>
  fresh.db.rows<{ id: string; minutes: number }>(sql`
    SELECT reservation_id AS id, round(extract(epoch FROM next_at - lib.now()) / 60)::integer AS minutes FROM outbox.mails
    WHERE kind = 'mailing' AND reservation_id = ANY (${[...ids]}::uuid[]) ORDER BY id`);

test('[8(2)⑪] one text to everybody of a filter: shown with its number first, each address once, stopped before it leaves', async () => {
  const [one, two] = [await booked(5, 'a@example.jp'), await booked(5, 'A@Example.jp')];
  const [three, silent] = [await booked(5, 'b@example.jp'), await booked(5, null)];
  const preview = await previewed(5, { ...TEXT, 'with-visit': '' });
  const shown = words(await good(preview));
  expect(shown).toContain('メールアドレスのある2件に送ります。');
  expect(shown).toContain('メールアドレスのない予約が1件あります。');
  expect(shown).toContain('30分後');
  const fields = { ...formFields(preview, PATH, 'seen'), act: 'send' };
  const sent = await admin.post(PATH, fields);
  expect(words(await good(await admin.follow(sent)))).toContain('一斉メールを登録しました。');
  const mails = await mailsOf([one, two, three, silent]);
  // One for each booking: which of them tells the address is found when they leave.
  expect(mails).toHaveLength(3);
  for (const { minutes } of mails) expect(minutes).toBeGreaterThan(27);
  // The form sent twice is one mailing.
  expect((await admin.post(PATH, fields)).location).toBe(sent.location);
  expect(await mailsOf([one, two, three, silent])).toHaveLength(3);
  const page = sent.location?.split('?')[0] ?? '';
  await admin.get(page);
  expect(words(await admin.follow(await admin.post(`${page}/stop`, {})))).toContain('送信を中止しました。');
  expect(words(await good(await admin.get('/mails/mailings')))).toContain('中止');
});

test('[8(2)⑪] each address of a booking that still stands gets the text once, also where the first of its bookings was cancelled or got another address', async () => {
  const smtp = await startSmtp();
  const worker = await startWorker(fresh, smtp.url);
  try {
    const cancelled = await booked(17, 'left@example.jp');
    await booked(17, 'LEFT@example.jp');
    const moved = await booked(17, 'old@example.jp');
    await booked(17, 'old@example.jp');
    for (let one = 0; one < 3; one += 1) await booked(17, 'thrice@example.jp');
    const gone = await booked(17, 'gone@example.jp');
    const preview = await previewed(17, { ...TEXT, 'with-visit': '' });
    expect(words(preview)).toContain('メールアドレスのある4件に送ります。');
    const sent = await admin.follow(await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' }));
    expect(words(await good(sent))).toContain('送信待ち 4通');
    const by = { kind: 'operator' } as const;
    for (const id of [cancelled, gone]) expect((await cancel(desk.db, by, { id, version: 0, reason: 'phone' })).ok).toBe(true);
    expect((await setMail(desk.db, by, { id: moved, version: 0, mail: 'new@example.jp', send: false })).ok).toBe(true);
    const left = async () => {
      await fresh.db.run(
        sql`UPDATE outbox.mails SET next_at = lib.now() WHERE kind = 'mailing' AND state = 'waiting' AND next_at > lib.now() + interval '1 second'`,
      );
      const { count } = await fresh.db.one<{ count: number }>(
        sql`SELECT count(*) AS count FROM outbox.mails WHERE kind = 'mailing' AND state IN ('waiting', 'sending')`,
      );
      return count;
    };
    await expect.poll(left, KEPT).toBe(0);
    const to = smtp.mails.filter(({ parsed }) => parsed.subject?.includes('駐車場の工事')).flatMap((mail) => mail.to);
    expect(to.map((address) => address.toLowerCase()).toSorted()).toEqual([
      'left@example.jp',
      'new@example.jp',
      'old@example.jp',
      'thrice@example.jp',
    ]);
    expect(words(await good(await admin.get(new URL(sent.url, desk.url).pathname)))).toContain('送信済 4通');
  } finally {
    await worker.close();
    await smtp.close();
  }
});

test('[8(2)⑪] who reads another language gets the text written in it, else the Japanese; each is looked at first, with how many get which', async () => {
  const ids: Record<string, string> = {};
  for (const language of ['ja', 'vi', 'ko']) {
    ids[language] = await booked(16, `${language}@example.jp`);
    await fresh.db.run(sql`UPDATE reservations.reservations SET language = ${language} WHERE id = ${ids[language]}::uuid`);
  }
  const half = await previewed(16, { ...TEXT, 'texts-subject-vi': 'Bãi đỗ xe' });
  expect([half.status, wrongBoxes(half)]).toEqual([422, ['texts-body-vi']]);
  const own = { 'texts-subject-vi': 'Bãi đỗ xe', 'texts-body-vi': 'Không dùng được bãi đỗ xe.' };
  const preview = await previewed(16, { ...TEXT, ...own, minutes: '0' });
  const shown = words(await good(preview));
  expect(shown).toContain('文のない言語の方に、日本語の件名と本文を送ります：韓国語1件');
  expect(shown).toMatch(/ベトナム語（1件）\s*\[久留米市\] Bãi đỗ xe/u);
  expect(await htmlFaults(preview.html)).toEqual([]);
  // What was written stands in its boxes again.
  const again = await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'edit' });
  expect(formFields(again, PATH)).toMatchObject(own);
  const sent = await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' });
  const letters = new Map<string | undefined, unknown>();
  for (const mail of await claimMails(fresh.db, 100, 30, [])) {
    if (mail.kind !== 'mailing' || !Object.values(ids).includes(mail.reservationId ?? '')) continue;
    const { letter } = { letter: undefined, ...(await writeLetter(fresh.db, mail, 'https://city.example.jp')) };
    letters.set(letter?.to, letter && [letter.lang, letter.subject.includes('Bãi đỗ xe'), letter.text.includes('工事')]);
  }
  expect(Object.fromEntries(letters)).toEqual({
    'ja@example.jp': ['ja', false, true],
    'vi@example.jp': ['vi', true, false],
    'ko@example.jp': ['ja', false, true],
  });
  expect(words(await admin.follow(sent))).toContain('Không dùng được bãi đỗ xe.');
});

test('[8(2)⑪] with their visits, two visits of one address are two mails, each with its own', async () => {
  const both = [await booked(11, 'e@example.jp'), await booked(11, 'e@example.jp')];
  const written = formFields(await admin.get(`${PATH}${filter(11)}`), PATH);
  const preview = await admin.post(PATH, { ...written, ...TEXT, act: 'preview' });
  expect(words(preview)).toContain('メールアドレスのある2件に送ります。');
  await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' });
  expect((await mailsOf(both)).map(({ id }) => id)).toEqual([...both].toSorted());
});

test('[8(2)⑫b] who did not come and did not book again is written to, from the list of them; who rebooked is not', async () => {
  const [away, back] = [await booked(13, 'away@example.jp'), await booked(13, 'back@example.jp')];
  await fresh.db.run(
    sql`UPDATE reservations.members SET outcome = 'no-show' WHERE reservation_id IN (${away}::uuid, ${back}::uuid)`,
  );
  await fresh.db.run(sql`UPDATE reservations.reservations SET state = 'ended' WHERE id IN (${away}::uuid, ${back}::uuid)`);
  const again = await booked(15, null);
  await fresh.db.run(
    sql`UPDATE reservations.members SET person_key = 'back again' WHERE reservation_id IN (${back}::uuid, ${again}::uuid)`,
  );
  const list = { office: 'honcho', service: '', from: dayOn(13), to: '', again: 'no' };
  const page = await good(await admin.get(`/lists/no-shows?${new URLSearchParams(list)}`));
  expect(words(page)).toContain('一覧の全1件に一斉メールを作成する');
  const form = await admin.get(`${PATH}?${new URLSearchParams({ ...list, list: 'no-shows' })}`);
  const preview = await admin.post(PATH, { ...formFields(form, PATH), ...TEXT, act: 'preview' });
  expect(words(await good(preview))).toContain('メールアドレスのある1件に送ります。');
  expect((await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' })).status).toBe(303);
  expect((await mailsOf([away, back])).map(({ id }) => id)).toEqual([away]);
  // 予約一覧 asks the same.
  const visits = { office: 'honcho', service: '', from: dayOn(13), to: '', state: 'no-show', again: 'yes', status: 'booked' };
  const rows = words(await good(await admin.get(`/lists/visits?${new URLSearchParams(visits)}`)));
  expect(rows).toContain('未来庁・再予約あり・現在は予約済　1件');
});

test('[8(2)⑪] whose booking was cancelled is written to from the list of those, once an address, and nothing is told of the booking', async () => {
  const smtp = await startSmtp();
  const worker = await startWorker(fresh, smtp.url);
  try {
    const one = await booked(19, 'over@example.jp');
    const two = await booked(19, 'OVER@example.jp');
    const by = { kind: 'operator' } as const;
    for (const id of [one, two]) expect((await cancel(desk.db, by, { id, version: 0, reason: '' })).ok).toBe(true);
    const list = {
      office: 'honcho',
      service: '',
      days: 'visit',
      from: dayOn(19),
      to: '',
      by: 'all',
      again: 'all',
      list: 'cancelled',
    };
    const form = await good(await admin.get(`${PATH}?${new URLSearchParams(list)}`));
    expect(words(form)).toContain('取り消された予約の内容は付けません。');
    expect(form.html).not.toContain('with-visit');
    const preview = await admin.post(PATH, { ...formFields(form, PATH), ...TEXT, minutes: '0', act: 'preview' });
    expect(words(await good(preview))).toContain('メールアドレスのある1件に送ります。');
    const sent = await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' });
    expect(sent.status).toBe(303);
    const mails = () => smtp.mails.filter(({ to }) => to.some((address) => address.toLowerCase() === 'over@example.jp'));
    await expect.poll(() => mails().filter(({ parsed }) => parsed.subject?.includes('駐車場')).length, KEPT).toBe(1);
    expect(mails().find(({ parsed }) => parsed.subject?.includes('駐車場'))?.parsed.text).not.toContain('予約番号');
  } finally {
    await worker.close();
    await smtp.close();
  }
});

test('[8(2)⑪] from 取消一覧 nobody is written to whose booking stands, nor past 支援措置 of who was taken out of one', async () => {
  const [stands, marked] = [await booked(18, 'stands@example.jp', 2), await booked(18, 'marked@example.jp', 2)];
  const over = await booked(18, 'gone@example.jp');
  for (const id of [stands, marked])
    expect((await removeMember(desk.db, BY, { id, version: 0, position: 1, reason: '' })).ok).toBe(true);
  const { version } = await fresh.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${marked}::uuid`,
  );
  expect((await cancel(desk.db, BY, { id: marked, version, reason: '' })).ok).toBe(true);
  expect((await cancel(desk.db, BY, { id: over, version: 0, reason: '' })).ok).toBe(true);
  await fresh.db.run(sql`
    UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${marked}::uuid AND position = 1)`);
  const list = {
    office: 'honcho',
    service: '',
    days: 'visit',
    from: dayOn(18),
    to: '',
    by: 'all',
    again: 'all',
    list: 'cancelled',
  };
  const form = await good(await admin.get(`${PATH}?${new URLSearchParams(list)}`));
  const preview = await admin.post(PATH, { ...formFields(form, PATH), ...TEXT, act: 'preview' });
  const shown = words(await good(preview));
  expect(shown).toContain('メールアドレスのある1件に送ります。');
  expect(shown).toContain('取り消していない方がいる予約が1件あります。送りません。');
  expect(shown).toContain('支援措置の方で、メールアドレスを確かめていない予約が1件あります。');
  expect((await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' })).status).toBe(303);
  expect((await mailsOf([stands, marked, over])).map(({ id }) => id)).toEqual([over]);
});

test('[8(2)⑪] who is found to be under 支援措置 after the press, though no more of the cancelled booking, keeps its mail from going', async () => {
  const id = await booked(12, 'later@example.jp', 2);
  expect((await removeMember(desk.db, BY, { id, version: 0, position: 1, reason: '' })).ok).toBe(true);
  const { version } = await fresh.db.one<{ version: number }>(
    sql`SELECT version FROM reservations.reservations WHERE id = ${id}::uuid`,
  );
  expect((await cancel(desk.db, BY, { id, version, reason: '' })).ok).toBe(true);
  const list = {
    office: 'honcho',
    service: '',
    days: 'visit',
    from: dayOn(12),
    to: '',
    by: 'all',
    again: 'all',
    list: 'cancelled',
  };
  const form = await good(await admin.get(`${PATH}?${new URLSearchParams(list)}`));
  const preview = await admin.post(PATH, { ...formFields(form, PATH), ...TEXT, minutes: '0', act: 'preview' });
  expect((await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' })).status).toBe(303);
  await fresh.db.run(sql`
    UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${id}::uuid AND position = 1)`);
  const mail = (await claimMails(fresh.db, 100, 30, [])).find(
    ({ kind, reservationId }) => kind === 'mailing' && reservationId === id,
  );
  expect(mail === undefined ? undefined : await writeLetter(fresh.db, mail, 'https://city.example.jp')).not.toHaveProperty(
    'letter',
  );
});

test('what was shown is sent or nothing: somebody booked meanwhile', async () => {
  await booked(6, 'c@example.jp');
  const preview = await previewed(6);
  const fields = { ...formFields(preview, PATH, 'seen'), act: 'send' };
  const late = await booked(6, 'd@example.jp');
  const refused = await admin.post(PATH, fields);
  expect(refused.status).toBe(409);
  expect(words(refused)).toContain('送信先の予約が変わりました');
  expect(await mailsOf([late])).toEqual([]);
  // What was typed is still there.
  expect(words(refused)).toContain('駐車場の工事について');
});

test('stopped, put right with the browser’s way back and sent again: another mailing, with the new text', async () => {
  const id = await booked(8, 'f@example.jp');
  const written = formFields(await admin.get(`${PATH}${filter(8)}`), PATH);
  const send = async (text: Record<string, string>) => {
    const preview = await admin.post(PATH, { ...written, ...TEXT, ...text, act: 'preview' });
    return admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' });
  };
  const first = (await send({})).location?.split('?')[0] ?? '';
  await admin.get(first);
  await admin.post(`${first}/stop`, {});
  const second = await send({ subject: '駐車場の工事の日の訂正' });
  expect(second.location).not.toContain(`${first}?`);
  expect(words(await admin.follow(second))).toContain('駐車場の工事の日の訂正');
  expect(await mailsOf([id])).toHaveLength(2);
});

test('whom the clerk may not see is not written to, which is said; a filter that cannot be read writes to nobody', async () => {
  const id = await booked(9, 'g@example.jp');
  await fresh.db.run(sql`
    UPDATE cards.cards SET protected = true WHERE id = (SELECT card_id FROM reservations.members WHERE reservation_id = ${id}::uuid)`);
  await fresh.db.run(sql`INSERT INTO staff.roles (code, name) VALUES ('writer', '広報'), ('sender', '送信')`);
  await fresh.db.run(sql`
    INSERT INTO staff.role_rights (role, right_code) VALUES ('writer', 'mails.mailing'), ('writer', 'people.see'), ('sender', 'mails.mailing')`);
  await desk.account('ueno', ['writer'], city.main);
  await desk.account('ono', ['sender'], city.main);
  const writer = await signedIn(desk.url, 'ueno', PASSWORD);
  const page = words(await good(await writer.get(`${PATH}${filter(9)}`)));
  expect(page).toContain('メールアドレスのある0件に送ります。');
  expect(page).toContain('支援措置の方が1人います。このメールは送りません。');
  const sender = await signedIn(desk.url, 'ono', PASSWORD);
  expect((await sender.get(`${PATH}${filter(9)}`)).status).toBe(403);
  const wrong = await admin.follow(await admin.get(`${PATH}?from=2月30日`));
  expect(wrong.status).toBe(422);
  expect(words(wrong)).toContain('予約一覧');
});

test('a subject and a text must be there; nobody to mail is said; a clerk of the counter may not', async () => {
  const wrong = await previewed(5, { ...TEXT, subject: '', body: '' });
  expect(wrongBoxes(wrong)).toEqual(['subject', 'body']);
  expect(wrong.html).toContain('value="30"');
  const id = await booked(7, 'e@example.jp');
  await cancel(desk.db, { kind: 'operator' }, { id, version: 0, reason: '' });
  expect(words(await previewed(7))).toContain('メールアドレスのある0件に送ります。');
  const clerk = await signedIn(desk.url, 'koga', PASSWORD);
  expect((await clerk.get('/mails/mailings')).status).toBe(403);
});

test('from 要振替一覧 the mailing goes to those of that list, not to another one; ticked, to them alone', async () => {
  const [one, two] = [await booked(14, 'h@example.jp'), await booked(14, 'i@example.jp')];
  await fresh.db.run(sql`
    UPDATE ledger.slots SET closed_at = lib.now() WHERE id IN (SELECT slot_id FROM reservations.reservations WHERE id = ANY (${[one, two]}::uuid[]))`);
  const list = await good(await admin.get('/lists/needs-moving'));
  const href = /href="(\/mails\/mailings\/new[^"]*)"/u.exec(list.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const all = words(await good(await admin.get(href)));
  expect([all.includes('メールアドレスのある2件に送ります'), all.includes('要振替一覧')]).toEqual([true, true]);
  const ticks = '/lists/needs-moving/picked';
  await admin.get('/lists/needs-moving');
  await admin.post(ticks, { ...formFields(list, ticks), [`pick-${one}/1`]: 'yes', act: 'keep' });
  const some = words(await good(await admin.get(`${href}&picked=yes`)));
  expect(some).toContain('メールアドレスのある1件に送ります');
});

test('[8(2)⑪] of a visit that is 要振替 a mailing with the visit says that the counter is shut and not to come; the preview says how many', async () => {
  const [open, shut] = [await booked(16, 'open@example.jp'), await booked(16, 'shut@example.jp')];
  const other = await slotAt(fresh.db, city, city.main, 16, 10);
  await fresh.db.run(sql`UPDATE reservations.reservations SET slot_id = ${other} WHERE id = ${shut}::uuid`);
  await fresh.db.run(sql`UPDATE ledger.slots SET closed_at = lib.now() WHERE id = ${other}`);
  const told = 'うち1件は、要振替の予約です';
  const now = { ...TEXT, minutes: '0' };
  expect(words(await previewed(16, { ...now, 'with-visit': '' }))).not.toContain(told);
  const preview = await previewed(16, now);
  expect(words(preview)).toContain(told);
  await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' });
  const mails = await claimMails(fresh.db, 100, 30, []);
  const said = async (id: string) => {
    const mail = mails.find(({ kind, reservationId }) => kind === 'mailing' && reservationId === id);
    const written = mail === undefined ? undefined : await writeLetter(fresh.db, mail, 'https://city.example.jp');
    return written !== undefined && 'letter' in written ? written.letter : undefined;
  };
  const shutWords = ['窓口をお休みすることになりました', 'この日時には、お越しにならないでください'];
  const [stands, closed] = [await said(open), await said(shut)];
  for (const part of shutWords) {
    expect(stands?.text).not.toContain(part);
    expect(closed?.text).toContain(part);
  }
  expect([stands?.text.includes('ご予約の内容'), closed?.text.includes('予約番号：')]).toEqual([true, true]);
  // It is the staff's own text, whatever language its reader uses the site in.
  await fresh.db.run(sql`UPDATE reservations.reservations SET language = 'en' WHERE id = ${open}::uuid`);
  expect((await said(open))?.lang).toBe('ja');
});

test('[8(1)⑧] a mailing whose mails are past their time says so and keeps no text; one of which a mail waits keeps its own', async () => {
  const send = async (daysOn: number) => {
    await booked(daysOn, `past${daysOn}@example.jp`);
    const preview = await previewed(daysOn);
    return (await admin.post(PATH, { ...formFields(preview, PATH, 'seen'), act: 'send' })).location?.split('?')[0] ?? '';
  };
  const [gone, waits] = [await send(6), await send(7)];
  const idOf = (page: string) => Number(page.split('/').at(-1));
  await fresh.db.run(
    sql`UPDATE letters.mailings SET at = at - interval '800 days', leaves_at = leaves_at - interval '800 days' WHERE id = ANY (${[idOf(gone), idOf(waits)]}::bigint[])`,
  );
  await fresh.db.run(sql`
    UPDATE outbox.mails SET created_at = created_at - interval '800 days', state = CASE WHEN (about ->> 'mailing')::bigint = ${idOf(gone)} THEN 'sent' ELSE state END
    WHERE kind = 'mailing' AND (about ->> 'mailing')::bigint = ANY (${[idOf(gone), idOf(waits)]}::bigint[])`);
  expect(words(await good(await admin.get(gone)))).toMatch(/送信済 [1-9]/u);
  const worker = fresh.as('worker', 2);
  const sealer = fresh.as('sealer', 1);
  try {
    await expireAll(worker, sealer);
  } finally {
    await worker.close();
    await sealer.close();
  }
  const page = words(await good(await admin.get(gone)));
  expect(page).toContain('送信の記録は、保存期間を過ぎました');
  expect(page).not.toContain('送信済');
  expect(page).not.toContain('駐車場が使えません');
  expect(words(await good(await admin.get('/mails/mailings')))).toContain('送信の記録は、保存期間を過ぎました');
  expect(words(await good(await admin.get(waits)))).toContain('駐車場が使えません');
});
