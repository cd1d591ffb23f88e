import { afterEach, describe, expect, test } from 'vitest';
import { changeStatus } from '../../src/cards/acts.ts';
import { changeMany, previewBulk, undoMany } from '../../src/cards/bulk.ts';
import { moveCard } from '../../src/cards/custody.ts';
import { receiveWalkIn, record } from '../../src/counter/acts.ts';
import { type Sql, sql } from '../../src/lib/db/sql.ts';
import { deskRequest } from '../support/booking.ts';
import { cardFaults } from '../support/card-faults.ts';
import { must, said } from '../support/must.ts';
import { slotAt } from '../support/small-city.ts';
import { type Arena, openArena, STAFF } from './arena.ts';
import { heldUpIn } from './held-up.ts';

/** What clerks do to one card at the same moment (§8(2)⑦⑩). Each race is run once more with its guard taken away: then it must fail. */

let arena: Arena;
afterEach(() => arena.close());

const OTHER = { kind: 'staff', staffId: 2 } as const;
const held = (card: number): Sql => sql`SELECT FROM cards.cards WHERE id = ${card} FOR NO KEY UPDATE`;

const MOVE = 'cards.move_card(audit.actor,bigint,text,integer,integer,integer,text)';
const MOVE_LOCK = 'SELECT * INTO c FROM cards.cards WHERE id = p_card FOR NO KEY UPDATE;';
const movedCarelessly = () => arena.break(MOVE, MOVE_LOCK, MOVE_LOCK.replace(' FOR NO KEY UPDATE', ''));

/** A card in the first of two boxes of the main hall. */
async function boxed(): Promise<{ card: number; box: number; other: number }> {
  const box = async (name: string) =>
    (
      await arena.db.one<{ id: number }>(
        sql`INSERT INTO cards.storage_places (office_id, cabinet, box) VALUES (${arena.city.main}, '甲', ${name}) RETURNING id`,
      )
    ).id;
  const [first, other] = [await box('1箱'), await box('2箱')];
  const card = await arena.card('棚 花子');
  await arena.db.run(
    sql`UPDATE cards.cards SET office_id = ${arena.city.main}, storage_place_id = ${first}, storage_position = 1, whereabouts = 'shelf' WHERE id = ${card}`,
  );
  return { card, box: first, other };
}

const events = async (card: number, event: string): Promise<number> =>
  (
    await arena.db.one<{ count: number }>(
      sql`SELECT count(*)::integer AS count FROM cards.custody_events WHERE card_id = ${card} AND event = ${event}`,
    )
  ).count;

describe('[8(2)⑦f] two clerks hand over one card', () => {
  /** Somebody at the counter; both presses wait for what the test holds. */
  async function twoHands() {
    const card = await arena.card('窓口 花子');
    const request = deskRequest(arena.city, card, await slotAt(arena.db, arena.city, arena.city.main, 0, 23));
    must(await receiveWalkIn(arena.desk, STAFF, { ...request, channel: 'counter' }));
    const press = () =>
      record(arena.desk, OTHER, { reservationId: request.id, position: 1, from: 'arrived', to: 'handed-over', reason: '' });
    const pressed = await heldUpIn(
      arena,
      sql`SELECT FROM reservations.members WHERE reservation_id = ${request.id} FOR NO KEY UPDATE`,
      () => Promise.all([press(), press()]),
      { waiters: 2 },
    );
    return {
      acts: pressed.filter((one) => one.ok && one.value.actId !== null).length,
      handed: await events(card, 'handed-over'),
      faults: await cardFaults(arena.db),
    };
  }

  test('it is handed over once', async () => {
    arena = await openArena(2);
    expect(await twoHands()).toEqual({ acts: 1, handed: 1, faults: [] });
  });

  test('control: presses that lock neither the visit nor the person hand it over twice', async () => {
    arena = await openArena(2);
    const reservation = 'FROM reservations.reservations WHERE id = p_reservation FOR UPDATE';
    await arena.break(
      'counter.record(audit.actor,uuid,integer,text,text,text)',
      reservation,
      reservation.replace(' FOR UPDATE', ''),
    );
    const locked = 'SELECT * INTO r FROM reservations.reservations WHERE id = p_id FOR UPDATE;';
    await arena.break(
      'reservations.set_outcome(uuid,integer,text,text,timestamptz,timestamptz)',
      locked,
      locked.replace(' FOR UPDATE', ''),
    );
    const outcome = 'counter.record_outcome(audit.actor,uuid,integer,text,text,text)';
    await arena.break(
      outcome,
      "IF p_to = 'handed-over' AND NOT v_card.is_open THEN PERFORM lib.refuse('card_closed', 'handed_elsewhere'); END IF;",
      '',
    );
    await arena.break(outcome, "IF v_card.is_open AND p_to <> 'arrived'", "IF p_to <> 'arrived'");
    const { acts, faults } = await twoHands();
    expect(acts).toBe(2);
    expect(faults.join()).toContain('handed-over) may not follow');
  });
});

describe('[8(2)⑩a] a card is put into another box while it is pulled', () => {
  async function pulledAndMoved() {
    const { card, other } = await boxed();
    const done = await heldUpIn(
      arena,
      held(card),
      () =>
        Promise.all([
          moveCard(arena.desk, STAFF, { cardId: card, event: 'pulled' }),
          moveCard(arena.desk, OTHER, { cardId: card, event: 'moved', placeId: other }),
        ]),
      { waiters: 2 },
    );
    return { done: done.map(said), faults: await cardFaults(arena.db) };
  }

  test('it is pulled, and either moved before or not at all', async () => {
    arena = await openArena(2);
    const { done, faults } = await pulledAndMoved();
    expect(done[0]).toBe('ok');
    expect(['ok', 'step']).toContain(done[1]);
    expect(faults).toEqual([]);
  });

  test('control: movements that do not lock the card lay one over the other', async () => {
    arena = await openArena(2);
    await movedCarelessly();
    expect((await pulledAndMoved()).faults.join()).toMatch(/begins where the one before did not end/u);
  });
});

describe('[8(2)⑩c] a card that was sent is received by two at once', () => {
  async function received() {
    const { card } = await boxed();
    const to = { cardId: card, toOfficeId: arena.city.branch };
    expect((await moveCard(arena.desk, STAFF, { ...to, event: 'sent' })).ok).toBe(true);
    const done = await heldUpIn(
      arena,
      held(card),
      () => Promise.all([STAFF, OTHER].map((actor) => moveCard(arena.desk, actor, { ...to, event: 'received' }))),
      { waiters: 2 },
    );
    return { done: done.map(said).sort(), received: await events(card, 'received'), faults: await cardFaults(arena.db) };
  }

  test('it came in once', async () => {
    arena = await openArena(2);
    expect(await received()).toEqual({ done: ['ok', 'step'], received: 1, faults: [] });
  });

  test('control: without the lock it came in twice', async () => {
    arena = await openArena(2);
    await movedCarelessly();
    const { received: times, faults } = await received();
    expect(times).toBe(2);
    expect(faults).not.toEqual([]);
  });
});

describe('[8(2)⑦c] the status of many while one of them is changed by itself', () => {
  /** The change of many waits at the first card, while the second is kept back by another clerk. */
  async function manyAndOne() {
    const cards = [await arena.card('多数 一子'), await arena.card('多数 二子'), await arena.card('多数 三子')];
    const [first = 0, second = 0] = cards;
    const { seen } = await previewBulk(arena.desk, cards, 'to-destroy');
    const many = await heldUpIn(
      arena,
      held(first),
      () => changeMany(arena.desk, STAFF, { cards, to: 'to-destroy', why: '期限切れ', seen }),
      {
        meanwhile: () => changeStatus(arena.desk, OTHER, { cardId: second, from: 'notified', to: 'on-hold', why: '入院中' }),
      },
    );
    const rows = await arena.db.rows<{ status: string }>(
      sql`SELECT status FROM cards.cards WHERE id = ANY (${cards}::bigint[]) ORDER BY id`,
    );
    return { many: said(many), statuses: rows.map(({ status }) => status), faults: await cardFaults(arena.db) };
  }

  test('the many are refused, since what was shown is not so any more; the one stays as it was set', async () => {
    arena = await openArena(2);
    expect(await manyAndOne()).toEqual({ many: 'changed_meanwhile', statuses: ['notified', 'on-hold', 'notified'], faults: [] });
  });

  test('control: a change that does not look again overruns what the other clerk said', async () => {
    arena = await openArena(2);
    await arena.break(
      'cards.change_many(audit.actor,bigint[],text,text,text)',
      "IF cards.bulk_fingerprint(p_cards, p_to) <> p_seen THEN PERFORM lib.refuse('changed_meanwhile'); END IF;",
      '',
    );
    expect(await manyAndOne()).toMatchObject({ many: 'ok', statuses: ['to-destroy', 'to-destroy', 'to-destroy'] });
  });

  /** Many are taken back while one of them is changed on. */
  async function backAndOne() {
    const cards = [await arena.card('戻す 一子'), await arena.card('戻す 二子')];
    const [first = 0, second = 0] = cards;
    const { seen } = await previewBulk(arena.desk, cards, 'to-destroy');
    const bulk = must(await changeMany(arena.desk, STAFF, { cards, to: 'to-destroy', why: '期限切れ', seen }));
    const back = await heldUpIn(arena, held(first), () => undoMany(arena.desk, STAFF, bulk), {
      meanwhile: () => changeStatus(arena.desk, OTHER, { cardId: second, from: 'to-destroy', to: 'on-hold', why: '入院中' }),
    });
    const { status } = await arena.db.one<{ status: string }>(sql`SELECT status FROM cards.cards WHERE id = ${second}`);
    return { back: back.ok ? back.value : back.reason, status, faults: await cardFaults(arena.db) };
  }

  test('taken back while one is changed on: that one stays as it was set', async () => {
    arena = await openArena(2);
    expect(await backAndOne()).toEqual({ back: { back: 1, stay: 1 }, status: 'on-hold', faults: [] });
  });

  test('control: taking back without locking first writes a history that does not hang together', async () => {
    arena = await openArena(2);
    const put = 'cards.put_changed_back(audit.actor,cards.bulk_changes,bigint[],text,timestamptz)';
    await arena.break(put, 'c.status = b.to_status AND (c.status_at = b.at OR cards.stands_since(c.id) = b.at)', 'true');
    const { status, faults } = await backAndOne();
    expect(status).toBe('notified');
    expect(faults.join()).toContain('a change of status begins where the one before did not end');
  });
});
