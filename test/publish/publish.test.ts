import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../src/audit/actor.ts';
import type { Change } from '../../src/calendar/changes.ts';
import { addChanges, beginDraft, readChanges, readDraft, readUndo, setDraft } from '../../src/calendar/drafts.ts';
import { readDifferences } from '../../src/closing/differences.ts';
import { extendHorizon } from '../../src/closing/horizon.ts';
import { readPreview } from '../../src/closing/preview.ts';
import { publish, rememberPreview, whatMoved } from '../../src/closing/publish.ts';
import { finishPublish } from '../../src/closing/steps.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';
import { cityInstant, weekday } from '../../src/lib/dates/jst.ts';
import type { Db } from '../../src/lib/db/db.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { bookFor } from '../support/booking.ts';
import type { FreshDatabase } from '../support/database.ts';
import { stopTime } from '../support/desk.ts';
import { invariantFaults } from '../support/invariant.ts';
import { must } from '../support/must.ts';
import { openDay, openRuledCity, type RuledCity, slotOn } from '../support/ruled-city.ts';
import { makeCard } from '../support/small-city.ts';

const STAFF: Actor = { kind: 'staff', staffId: 1 };
const clock = systemClock;
let fresh: FreshDatabase;
let db: Db;
let city: RuledCity;
beforeEach(async () => {
  ({ fresh, city } = await openRuledCity());
  db = fresh.as('desk', 6);
});
afterEach(async () => {
  await db.close();
  await fresh.drop();
});

const here = () => ({ officeId: city.main, serviceId: city.service });

async function drafted(...changes: Change[]): Promise<number> {
  const id = await beginDraft(db, STAFF, { name: 'ためし' });
  must(await addChanges(db, clock, STAFF, { draftId: id, version: 0, changes }));
  return id;
}

async function publishAsShown(draftId: number, at: Clock = clock) {
  const preview = await readPreview(db, at, draftId);
  await rememberPreview(db, draftId, preview);
  const draftVersion = (await readDraft(db, draftId))?.version ?? -1;
  const published = await publish(db, at, STAFF, { draftId, draftVersion, previewVersion: preview.version });
  if (published.ok) expect(await finishPublish(db, at)).toBe(true);
  return { preview, published };
}

let people = 0;
async function bookAt(slotId: number, mail: string | null = 'a@example.jp') {
  people += 1;
  const card = await makeCard(fresh.db, { noticeId: `A1B-${String(people).padStart(6, '0')}`, name: `田中 花子${people}` });
  return bookFor(db, STAFF, city, card, slotId, { mail });
}

const capacityOf = (id: number) =>
  db.one<{ capacity: number; allowance: number; taken: number; gone: boolean; closed: boolean }>(
    sql`SELECT capacity, allowance, taken, gone, closed_at IS NOT NULL AS closed FROM ledger.slots WHERE id = ${id}`,
  );

describe('a draft is previewed and published', () => {
  test('[8(2)⑤c] 臨時閉庁: the slots go, who stands in them is listed, mailed and stays', async () => {
    const day = await openDay(db, city, 20);
    const slot = await slotOn(db, city, city.main, day, 600);
    const [withMail, without] = [await bookAt(slot), await bookAt(slot, null)];
    const draft = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事のため' });
    const { preview, published } = await publishAsShown(draft);
    expect(preview.total).toMatchObject({ goes: 14, appears: 0, grows: 0, shrinks: 0 });
    expect(preview.outside.map(({ reservationId }) => reservationId).toSorted()).toEqual([withMail, without].toSorted());
    expect(published).toEqual({ ok: true, value: { affected: 2, steps: 1 } });
    expect(await capacityOf(slot)).toMatchObject({ gone: true, closed: true, taken: 2 });
    expect(await db.rows(sql`SELECT state FROM reservations.reservations`)).toEqual([{ state: 'booked' }, { state: 'booked' }]);
    expect(await db.rows(sql`SELECT reservation_id AS id FROM outbox.mails WHERE kind = 'closed-day'`)).toEqual([
      { id: withMail },
    ]);
    expect(await db.one(sql`SELECT open, note FROM calendar.days WHERE office_id = ${city.main} AND day = ${day}`)).toEqual({
      open: false,
      note: '工事のため',
    });
    expect((await readDraft(db, draft))?.state).toBe('published');
    expect(await readDifferences(db, clock)).toEqual([]);
    expect(await invariantFaults(fresh.db, [])).toEqual([]);
  });

  test('[8(2)⑤d] lowered below what is taken: it stays taken and closed to new ones', async () => {
    const day = await openDay(db, city, 20);
    const slot = await slotOn(db, city, city.main, day, 600);
    await bookAt(slot);
    await bookAt(slot);
    const draft = await drafted({ kind: 'capacity', counter: here(), days: [day], startMinute: 600, capacity: 1 });
    const { preview } = await publishAsShown(draft);
    expect(preview.total).toMatchObject({ shrinks: 1, overfull: 1 });
    expect(preview.outside).toEqual([]);
    expect(await capacityOf(slot)).toMatchObject({ capacity: 1, allowance: 1, taken: 2, closed: false });
    await expect(bookAt(slot)).rejects.toThrow('full');
  });

  test('[8(2)⑤g] [8(2)⑤i] another pattern at one office: half hours become twenty minutes; 9:30 goes, 9:20 appears, 9:00 stays with who stands in it; the other office keeps its own', async () => {
    const day = await openDay(db, city, 20);
    const id = 900;
    const stays = await bookAt(await slotOn(db, city, city.main, day, 540));
    const falls = await bookAt(await slotOn(db, city, city.main, day, 570));
    const bands = [{ fromMinute: 540, toMinute: 600, unitMinutes: 20, capacity: 3, deskPlaces: 0, deskUntilOpenDays: 0 }];
    const elsewhere = () =>
      db.rows(
        sql`SELECT start_minute AS at, minutes, capacity FROM ledger.slots WHERE office_id = ${city.branch} AND day = ${day} AND NOT gone ORDER BY 1`,
      );
    const before = await elsewhere();
    const draft = await drafted(
      { kind: 'pattern', id, name: '短縮', bands },
      { kind: 'days', counters: [here()], days: [day], patternId: id, reason: '短縮' },
    );
    const { preview } = await publishAsShown(draft);
    expect(preview.outside.map(({ reservationId }) => reservationId)).toEqual([falls]);
    expect(
      await db.rows(
        sql`SELECT start_minute AS at, minutes, capacity FROM ledger.slots WHERE office_id = ${city.main} AND day = ${day} AND NOT gone ORDER BY 1`,
      ),
    ).toEqual([540, 560, 580].map((at) => ({ at, minutes: 20, capacity: 3 })));
    expect(before).toHaveLength(14);
    expect(await elsewhere()).toEqual(before);
    expect(
      await db.one(
        sql`SELECT s.start_minute AS at FROM reservations.reservations r JOIN ledger.slots s ON s.id = r.slot_id WHERE r.id = ${stays}`,
      ),
    ).toEqual({ at: 540 });
  });

  test('with nothing changed nothing is written', async () => {
    const before = await db.rows(sql`SELECT id, xmin::text AS x FROM ledger.slots ORDER BY id`);
    const days = await db.rows(sql`SELECT office_id, day, xmin::text AS x FROM calendar.days ORDER BY 1, 2`);
    const rules = await db.rows<{ id: number }>(
      sql`SELECT min(id) AS id FROM calendar.week_rules WHERE office_id = ${city.main}`,
    );
    const draft = await drafted(
      { kind: 'as-ruled', counters: [here()] },
      {
        kind: 'week-rule',
        counter: here(),
        rule: {
          id: rules[0]?.id ?? 0,
          weekday: 1,
          nth: null,
          exceptMonths: [],
          patternId: city.pattern,
          validFrom: null,
          validTo: null,
        },
      },
    );
    const { published } = await publishAsShown(draft);
    expect(published).toEqual({ ok: true, value: { affected: 0, steps: 0 } });
    expect(await db.rows(sql`SELECT id, xmin::text AS x FROM ledger.slots ORDER BY id`)).toEqual(before);
    expect(await db.rows(sql`SELECT office_id, day, xmin::text AS x FROM calendar.days ORDER BY 1, 2`)).toEqual(days);
  });

  test('taken back as a new draft: the slots return, who stood there is told, and it can be taken back again', async () => {
    const day = await openDay(db, city, 20);
    const slot = await slotOn(db, city, city.main, day, 600);
    const id = await bookAt(slot);
    const draft = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });
    await publishAsShown(draft);
    const undo = await beginDraft(db, STAFF, { name: '取り消し', changes: await readUndo(db, draft, city.today), undoes: draft });
    const { preview, published } = await publishAsShown(undo);
    expect(preview.total).toMatchObject({ appears: 14, goes: 0 });
    expect(published.ok).toBe(true);
    expect(await capacityOf(slot)).toMatchObject({ gone: false, closed: false, taken: 1 });
    expect(await db.rows(sql`SELECT reservation_id AS id FROM outbox.mails WHERE kind = 'reopened'`)).toEqual([{ id }]);
    expect(await db.rows(sql`SELECT day FROM calendar.overrides`)).toEqual([]);
    const again = await beginDraft(db, STAFF, { name: 'やはり', changes: await readUndo(db, undo, city.today), undoes: undo });
    expect((await readPreview(db, clock, again)).total.goes).toBe(14);
  });

  test('[8(2)⑥a] new slots open to citizens at the hour chosen, not before; the desk has them at once', async () => {
    const day = await openDay(db, city, 20);
    const bands = [{ fromMinute: 1080, toMinute: 1140, unitMinutes: 60, capacity: 3, deskPlaces: 0, deskUntilOpenDays: 0 }];
    const draft = await drafted(
      { kind: 'pattern', id: 901, name: '夜間', bands },
      { kind: 'days', counters: [here()], days: [day], patternId: 901, reason: '夜間' },
    );
    const opensAt = clock.now().add({ hours: 30 });
    expect((await setDraft(db, STAFF, { draftId: draft, version: 1, name: '夜間', opensAt })).ok).toBe(true);
    await publishAsShown(draft);
    const signs = () =>
      fresh.db.rows<{ sign: string }>(
        sql`SELECT sign FROM citizen.public_calendar('card-pickup', 'honcho', ${day}::date, ${day}::date)`,
      );
    expect(await signs()).toEqual([{ sign: 'closed' }]);
    await bookAt(await slotOn(db, city, city.main, day, 1080));
    const at = (hours: number) =>
      fresh.db.pool.query(
        `CREATE OR REPLACE FUNCTION lib.now() RETURNS timestamptz LANGUAGE sql VOLATILE PARALLEL SAFE AS $$ SELECT clock_timestamp() + interval '${hours} hours' $$`,
      );
    await at(29);
    expect(await signs()).toEqual([{ sign: 'closed' }]);
    await at(31);
    expect(await signs()).toEqual([{ sign: 'open' }]);
  });
});

describe('[8(2)⑤c] days that are past by the time of publishing', () => {
  const shut = () =>
    db.rows<{ day: string }>(sql`SELECT day FROM calendar.overrides WHERE office_id = ${city.main} ORDER BY day`);
  /** Two open days, and the second one's morning. */
  async function twoDays() {
    const days = [await openDay(db, city, 20), await openDay(db, city, 21)] as const;
    return { days, second: () => stopTime(fresh, cityInstant(days[1], 30).toString()) };
  }

  test('are left out of a draft, which says so and keeps what was published; one of which no day is left is not published', async () => {
    const { days, second } = await twoDays();
    const draft = await drafted({ kind: 'days', counters: [here()], days: [...days], patternId: null, reason: '工事' });
    const past = await drafted({ kind: 'days', counters: [here()], days: [days[0]], patternId: null, reason: '工事' });
    const at = await second();
    const { preview, published } = await publishAsShown(draft, at);
    expect([preview.faults, preview.changes.map((one) => one.past)]).toEqual([[], [[days[0]]]]);
    expect(published.ok).toBe(true);
    expect(await shut()).toEqual([{ day: days[1] }]);
    expect((await readChanges(db, draft))[0]?.change).toMatchObject({ days: [days[1]] });
    expect((await readPreview(db, at, past)).faults).toEqual([{ position: 1, fault: 'past' }]);
  });

  test('are left out of what takes a published change back', async () => {
    const { days, second } = await twoDays();
    const draft = await drafted(
      { kind: 'days', counters: [here()], days: [...days], patternId: null, reason: '工事' },
      { kind: 'holiday', day: days[0], name: '市の日' },
    );
    await publishAsShown(draft);
    const at = await second();
    const back = await readUndo(db, draft, days[1]);
    expect(back).toEqual([{ kind: 'days-removed', counters: [here()], days: [days[1]] }]);
    const undo = await beginDraft(db, STAFF, { name: '取り消し', changes: back, undoes: draft });
    expect((await publishAsShown(undo, at)).published.ok).toBe(true);
    expect(await shut()).toEqual([{ day: days[0] }]);
  });
});

describe('what citizens read of a closed day', () => {
  const words = (day: string) =>
    fresh.db.one<{ why: string | null; name: string | null }>(
      sql`SELECT why, name FROM citizen.day_words('card-pickup', 'honcho', ${day}::date, ${day}::date)`,
    );
  const kept = (day: string) =>
    db.one<{ open: boolean; note: string }>(
      sql`SELECT open, note FROM calendar.days WHERE office_id = ${city.main} AND day = ${day}`,
    );
  /** An open day and one of the same week that its weekday shuts from now on. */
  async function anOpenAndAShutDay(): Promise<{ open: string; shut: string }> {
    const [open, shut] = [await openDay(db, city, 20), await openDay(db, city, 24)];
    await publishAsShown(
      await drafted({
        kind: 'week-rule',
        counter: here(),
        rule: { id: 9001, weekday: weekday(shut), nth: null, exceptMonths: [], patternId: null, validFrom: shut, validTo: null },
      }),
    );
    return { open, shut };
  }

  test('[8(2)⑤c] a reason of staff is no holiday’s name, also where the days that follow the week again stay shut', async () => {
    const { open, shut } = await anOpenAndAShutDay();
    const days = [open, shut];
    await publishAsShown(await drafted({ kind: 'days', counters: [here()], days, patternId: null, reason: '職員だけの理由' }));
    expect(await words(open)).toEqual({ why: 'closed', name: null });
    expect(await words(shut)).toEqual({ why: null, name: null });
    await publishAsShown(await drafted({ kind: 'days-removed', counters: [here()], days: [shut] }));
    expect(await words(shut)).toEqual({ why: null, name: null });
    expect(await kept(shut)).toEqual({ open: false, note: '' });
    // A note that stands there from before is brought level by the night, a day that is open otherwise than ruled is not.
    await fresh.db.run(
      sql`UPDATE calendar.days SET note = '前の理由', week_open = NULL WHERE office_id = ${city.main} AND day = ANY (${days}::date[])`,
    );
    expect(await words(shut)).toEqual({ why: null, name: null });
    await fresh.db.run(sql`UPDATE calendar.days SET open = true WHERE office_id = ${city.main} AND day = ${open}::date`);
    await db.transaction((tx) => extendHorizon(tx, clock));
    expect(await kept(shut)).toEqual({ open: false, note: '' });
    expect(await kept(open)).toEqual({ open: true, note: '前の理由' });
  });

  test('[8(2)⑤b] a holiday that was renamed is read by its new name, inside a 臨時閉庁 too', async () => {
    const day = await openDay(db, city, 20);
    await publishAsShown(await drafted({ kind: 'holiday', day, name: '市制記念日' }));
    expect(await words(day)).toEqual({ why: 'holiday', name: '市制記念日' });
    await publishAsShown(await drafted({ kind: 'holiday', day, name: '市民の日' }));
    expect(await words(day)).toEqual({ why: 'holiday', name: '市民の日' });
    expect(await kept(day)).toEqual({ open: false, note: '市民の日' });
    await publishAsShown(
      await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '職員だけの理由' }),
    );
    expect(await words(day)).toEqual({ why: 'holiday', name: '市民の日' });
    expect(await kept(day)).toEqual({ open: false, note: '職員だけの理由' });
    const { yearEnd } = await db.one<{ yearEnd: string }>(
      sql`SELECT min(day) AS "yearEnd" FROM calendar.days WHERE to_char(day, 'MMDD') = '1229'`,
    );
    expect(await words(yearEnd)).toEqual({ why: 'year-end', name: null });
  });
});

describe('what moved since the preview', () => {
  test('a new booking that falls outside: refused, named, and nothing written', async () => {
    const day = await openDay(db, city, 20);
    const slot = await slotOn(db, city, city.main, day, 600);
    const draft = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });
    const shown = await readPreview(db, clock, draft);
    await rememberPreview(db, draft, shown);
    const id = await bookAt(slot);
    const request = { draftId: draft, draftVersion: 1, previewVersion: shown.version };
    expect(await publish(db, clock, STAFF, request)).toEqual({ ok: false, reason: 'moved' });
    const now = await readPreview(db, clock, draft);
    expect((await whatMoved(db, draft, shown.version, now))?.newlyOutside.map(({ reservationId }) => reservationId)).toEqual([
      id,
    ]);
    expect(await capacityOf(slot)).toMatchObject({ gone: false, closed: false });
    expect(await db.rows(sql`SELECT * FROM calendar.overrides`)).toEqual([]);
  });

  test('a booking elsewhere is no reason to refuse', async () => {
    const day = await openDay(db, city, 20);
    const draft = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });
    const shown = await readPreview(db, clock, draft);
    await bookAt(await slotOn(db, city, city.branch, day, 600));
    expect((await publish(db, clock, STAFF, { draftId: draft, draftVersion: 1, previewVersion: shown.version })).ok).toBe(true);
  });

  test('another clerk changed the draft, or published over it', async () => {
    const day = await openDay(db, city, 20);
    const change: Change = { kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' };
    const [one, other] = [await drafted(change), await drafted(change)];
    const shown = await readPreview(db, clock, one);
    const stale = { draftId: one, draftVersion: 0, previewVersion: shown.version };
    expect(await publish(db, clock, STAFF, stale)).toEqual({ ok: false, reason: 'changed_meanwhile' });
    await publishAsShown(other);
    expect(await publish(db, clock, STAFF, { ...stale, draftVersion: 1 })).toEqual({ ok: false, reason: 'moved' });
    expect(await publish(db, clock, STAFF, { ...stale, draftId: 999 })).toEqual({ ok: false, reason: 'unknown' });
    expect(await publish(db, clock, STAFF, { ...stale, previewVersion: 'forged', draftVersion: 1 })).toEqual({
      ok: false,
      reason: 'moved',
    });
  });

  test('a draft of an office retired meanwhile cannot be published', async () => {
    const day = await openDay(db, city, 20);
    const draft = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });
    await fresh.db.run(sql`UPDATE offices.offices SET retired_at = lib.now() WHERE id = ${city.main}`);
    const shown = await readPreview(db, clock, draft);
    expect(shown.faults).toEqual([{ position: 1, fault: 'office-retired' }]);
    expect(await publish(db, clock, STAFF, { draftId: draft, draftVersion: 1, previewVersion: shown.version })).toEqual({
      ok: false,
      reason: 'faults',
    });
  });

  test('one publish at a time; who died in the middle is finished by anyone, to the same end', async () => {
    const day = await openDay(db, city, 20);
    const bands = [{ fromMinute: 540, toMinute: 600, unitMinutes: 20, capacity: 3, deskPlaces: 0, deskUntilOpenDays: 0 }];
    const draft = await drafted({ kind: 'pattern', id: city.pattern, name: '通常', bands });
    const other = await drafted({ kind: 'days', counters: [here()], days: [day], patternId: null, reason: '工事' });
    const shown = await readPreview(db, clock, draft);
    const request = { draftId: draft, draftVersion: 1, previewVersion: shown.version };
    const began = await publish(db, clock, STAFF, request);
    expect(began.ok && began.value.steps).toBeGreaterThan(20);
    expect(await publish(db, clock, STAFF, request)).toEqual({ ok: false, reason: 'not_open' });
    const second = await readPreview(db, clock, other);
    expect(await publish(db, clock, STAFF, { draftId: other, draftVersion: 1, previewVersion: second.version })).toEqual({
      ok: false,
      reason: 'publishing',
    });
    // Three at once, as if two workers and the desk came to it together.
    await Promise.all([finishPublish(db, clock), finishPublish(db, clock), finishPublish(db, clock)]);
    expect(await finishPublish(db, clock)).toBe(true);
    expect(await readDifferences(db, clock)).toEqual([]);
    expect((await readDraft(db, draft))?.state).toBe('published');
    expect((await publishAsShown(other)).published.ok).toBe(true);
  });
});
