import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formFields } from '../../test/support/forms.ts';
import { openDesk } from '../../test/support/open.ts';
import { good, words } from '../../test/support/pages.ts';
import { BY_PHONE, makeCard, slotAt } from '../../test/support/small-city.ts';
import { sql } from '../lib/db/sql.ts';
import { attempt } from '../lib/outcome.ts';
import { book } from '../reservations/acts.ts';

/** Whoever asks whether a card may be booked is told the same: the hold, the party, the citizens' proof and the desk's pages. */
let opened: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  opened = await openDesk(50);
  await opened.fresh.db.run(
    sql`INSERT INTO cards.statuses (code, name, category, bookable_by, is_open, built_in, position) VALUES ('by-staff', '職員だけ', 'on-hold', 'staff', true, false, 99)`,
  );
});
afterAll(() => opened.desk.close());

type Kind = { change: string; staff: string | null; citizen: string | null; said: RegExp };
const KINDS: Record<string, Kind> = {
  'like most': { change: '', staff: null, citizen: null, said: /電話で予約を受ける/u },
  'kept back': {
    change: "status = 'on-hold'",
    staff: 'status',
    citizen: 'status',
    said: /交付状況が「.+」のあいだは、できません/u,
  },
  'at its end': {
    change: 'is_open = false',
    staff: 'status',
    citizen: 'status',
    said: /交付状況が「.+」のあいだは、できません/u,
  },
  'of a status that staff alone book': {
    change: "status = 'by-staff'",
    staff: null,
    citizen: 'staff_only',
    said: /交付状況が「職員だけ」/u,
  },
  'of an unknown birthday': { change: 'birth_date = NULL', staff: null, citizen: 'birthday', said: /生年月日が不明のあいだは/u },
  'under 支援措置': { change: 'protected = true', staff: null, citizen: 'protected', said: /支援措置の対象のあいだは/u },
  'that nobody finds': { change: "whereabouts = 'missing'", staff: null, citizen: 'missing', said: /所在確認中のあいだは/u },
};

test.each(Object.entries(KINDS))('a card %s: every place says the same', async (name, { change, staff, citizen, said }) => {
  const { fresh, city, desk } = opened;
  const { db } = fresh;
  const at = Object.keys(KINDS).indexOf(name);
  const noticeId = `BKB-${String(at).padStart(6, '0')}`;
  const card = await makeCard(db, { noticeId, name: `予約 ${at}子`, officeId: city.main });
  if (change !== '') await db.pool.query(`UPDATE cards.cards SET ${change} WHERE id = ${card}`);

  const why = await db.one(sql`
    SELECT cards.not_bookable(true, c.is_open, s.bookable_by, c.birth_date, c.protected, c.whereabouts) AS staff,
      cards.not_bookable(false, c.is_open, s.bookable_by, c.birth_date, c.protected, c.whereabouts) AS citizen
    FROM cards.cards c JOIN cards.statuses s ON s.code = c.status WHERE c.id = ${card}`);
  expect(why).toEqual({ staff, citizen });

  const slot = await slotAt(db, city, city.main, 9, 10);
  const hold = (audience: string) =>
    attempt(['card_not_bookable', 'held'], async () => {
      // Nothing of it stays: a hold would be in the way of the next.
      await db.transaction(async (tx) => {
        await tx.run(sql`
          SELECT reservations.hold(ROW('operator', NULL, NULL, NULL)::audit.actor, ${randomUUID()}::uuid, ${city.service}, ${slot}, jsonb_build_array(jsonb_build_object('card_id', ${card}::bigint)),
            ${audience}, 'phone', NULL, '', 'ja', NULL, NULL)`);
        await tx.run(sql`SELECT lib.refuse('held')`);
      });
    });
  const party = (byDesk: boolean) => sql`reservations.member_bookable(${city.service}, ${card}, ${byDesk})`;
  const { forStaff, forCitizens } = await db.one<{ forStaff: boolean; forCitizens: boolean }>(
    sql`SELECT ${party(true)} AS "forStaff", ${party(false)} AS "forCitizens"`,
  );
  const { outcome } = await db.one<{ outcome: string }>(
    sql`SELECT (cards.prove(${noticeId}, 3, 8, NULL, 'address', 'book', NULL, false, lib.now())).outcome AS outcome`,
  );
  const answers = { staff: [await hold('staff'), forStaff], citizen: [await hold('citizen'), forCitizens, outcome] };
  expect(answers).toEqual({
    staff: [{ ok: false, reason: staff === null ? 'held' : 'card_not_bookable' }, staff === null],
    citizen: [
      { ok: false, reason: citizen === null ? 'held' : 'card_not_bookable' },
      citizen === null,
      citizen === null ? 'ok' : 'refused',
    ],
  });

  const chief = await desk.clerk(`chief${at}`, ['admin'], city.main);
  const page = await good(await chief.get(`/people/${card}`));
  expect(words(page)).toMatch(said);
  const waiting = page.html.includes(`/waiting/new?card=${card}`);
  expect([page.html.includes(`/booking?card=${card}`), waiting]).toEqual([staff === null, citizen === null]);
});

test('it costs a hold no call: PostgreSQL puts it into the statement that asks', async () => {
  const plan = await opened.fresh.db.rows<Record<string, string>>(sql`
    EXPLAIN (VERBOSE) SELECT FROM cards.cards c JOIN cards.statuses st ON st.code = c.status
    WHERE cards.not_bookable(false, c.is_open, st.bookable_by, c.birth_date, c.protected, c.whereabouts) IS NULL`);
  const text = plan.map((line) => Object.values(line).join()).join('\n');
  expect(text).toContain('whereabouts');
  expect(text).not.toContain('not_bookable');
});

test('a card that expires before a visit: no day of the web, not ready for it, said to who books it by telephone and on the board', async () => {
  const { fresh, city, desk } = opened;
  const { db } = fresh;
  const card = await makeCard(db, { noticeId: 'BKB-900001', name: '期限 花子', officeId: city.main });
  await db.run(sql`UPDATE cards.cards SET expires_on = ${city.today}::date + 8 WHERE id = ${card}`);
  const hold = (audience: string, daysOn: number) =>
    attempt(['outside_window', 'held'], () =>
      db.transaction(async (tx) => {
        await tx.run(sql`
          SELECT reservations.hold(ROW('operator', NULL, NULL, NULL)::audit.actor, ${randomUUID()}::uuid, ${city.service}, ${await slotAt(db, city, city.main, daysOn, 10)}, jsonb_build_array(jsonb_build_object('card_id', ${card}::bigint)),
            ${audience}, 'phone', NULL, '', 'ja', NULL, NULL)`);
        await tx.run(sql`SELECT lib.refuse('held')`);
      }),
    );
  expect(await hold('citizen', 8)).toMatchObject({ reason: 'held' });
  expect(await hold('citizen', 9)).toMatchObject({ reason: 'outside_window' });
  expect(await hold('staff', 9)).toMatchObject({ reason: 'held' });
  const { last } = await db.one<{ last: number }>(sql`
    SELECT (w.latest - ${city.today}::date)::integer AS last FROM reservations.visit_window(
      jsonb_populate_record(NULL::reservations.visits, jsonb_build_object('service_id', ${city.service}::integer, 'card_ids', jsonb_build_array(${card}::bigint))), ${city.main}, lib.now()) w`);
  expect(last).toBe(8);

  const clerk = await desk.clerk('expiry', ['admin'], city.main);
  const grid = await good(await clerk.get(`/booking?card=${card}&office=honcho`));
  const late = await slotAt(db, city, city.main, 9, 10);
  const chosen = await clerk.follow(
    await clerk.post('/booking', { ...formFields(grid, '/booking'), slot: String(late), act: 'choose' }),
  );
  expect(words(chosen)).toContain('カードの有効期限が、来庁の日までに切れます');

  const over = await makeCard(db, { noticeId: 'BKB-900002', name: '期限 次郎', kana: 'キゲン ジロウ', officeId: city.main });
  await db.run(sql`UPDATE cards.cards SET expires_on = ${city.today}::date - 1 WHERE id = ${over}`);
  expect(words(await good(await clerk.get(`/people/${over}`)))).toContain('期限切れ');
  const booked = await book(
    desk.db,
    { kind: 'operator' },
    {
      id: randomUUID(),
      serviceId: city.service,
      slotId: await slotAt(db, city, city.main, 0, 23),
      members: [{ cardId: over }],
      ...BY_PHONE,
    },
  );
  expect(booked.ok).toBe(true);
  expect(words(await good(await clerk.get('/today?office=honcho')))).toContain('カードの有効期限が切れています');
  expect(words(await good(await clerk.get('/lists/not-ready?office=')))).toContain('カードの有効期限切れ');
});
