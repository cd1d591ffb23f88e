import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { cookieHash } from '../../src/citizen/acts.ts';
import { sql } from '../../src/lib/db/sql.ts';
import { ROOT } from '../../src/lib/root.ts';
import { personRow } from '../../src/reservations/person.ts';
import { invariantFaults } from '../support/invariant.ts';
import { addService, slotAt } from '../support/small-city.ts';
import { type Arena, CALLER, openArena, told, walk } from './arena.ts';

const PERSON = 'reservations.person_keys(reservations.members)';
const SOUNDS = 'THEN reservations.sound_keys(m) END';
const NAME_ALONE = 'THEN NULL::text[] END';

let arena: Arena;
afterEach(() => arena.close());

test('[8(3)⑫] [9(3)b] who was booked before persons stood by their sound stands so after the migration: held ones can be confirmed, nobody comes twice', async () => {
  arena = await openArena(2);
  const service = await addService(arena.db, arena.city, { code: 'renewal', name: '電子証明書の更新', capacity: 2, bring: [] });
  const slot = (hour: number) => slotAt(arena.db, { ...arena.city, service }, arena.city.main, 10, hour);
  const citizen = async (name: string, birthDate = '1977-11-09') => {
    const cookie = cookieHash(randomBytes(16).toString('hex'));
    const person = personRow({ name, kana: 'クルメ ハナコ', birthDate, phone: '09012345678' });
    await arena.db.run(sql`
      INSERT INTO reservations.visits (cookie_hash, purpose, service_id, person, mail, proven_at, created_at, expires_at)
      VALUES (${cookie}, 'book', ${service}, ${JSON.stringify(person)}::jsonb, ${`${randomBytes(4).toString('hex')}@example.jp`}, lib.now(), lib.now(), lib.now() + interval '10 days')`);
    return { cookie, card: 0, id: randomUUID() };
  };
  // As the release before did it: by name alone. Two stand with one sound.
  await arena.break(PERSON, SOUNDS, NAME_ALONE);
  const before = [
    await walk(arena, await citizen('久留米 花子'), await slot(1)),
    await walk(arena, await citizen('来目 華子'), await slot(2)),
  ];
  const holding = await citizen('久留米 はな子', '1980-01-02');
  expect((await arena.citizens.hold(holding.cookie, holding.id, await slot(3), CALLER)).ok).toBe(true);
  await arena.break(PERSON, NAME_ALONE, SOUNDS);
  const migration = readdirSync(join(ROOT, 'migrations')).find((name) => name.endsWith('-same-sound.sql')) ?? '';
  await arena.db.pool.query(readFileSync(join(ROOT, 'migrations', migration), 'utf8'));

  expect((await arena.citizens.confirm(holding.cookie, holding.id, 0, CALLER)).ok).toBe(true);
  expect(await walk(arena, await citizen('クルメ 花'), await slot(4))).toBe('already_booked');
  expect(await walk(arena, await citizen('クルメ 花', '1980-01-02'), await slot(5))).toBe('already_booked');
  expect(await invariantFaults(arena.db, told(before))).toEqual([]);
});
