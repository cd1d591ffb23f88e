// 仕様書 13 納品物.
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { sql } from '../../src/lib/db/sql.ts';
import { words } from '../support/pages.ts';
import { rows } from './support/away.ts';
import { demandsOf } from './support/demand.ts';
import { lastMonth } from './support/last-month.ts';
import { person } from './support/people.ts';
import { arrive, bookOnTheWeb, buildWorld, fill, on, shown, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await buildWorld();
});
afterAll(() => world.close());
const demand = demandsOf(() => world);

describe('13 納品物', () => {
  demand(
    '[13(2)] a monthly report of operation: bookings by office and way, cards handed over, mails; submitted once, listed, on A4',
    rows('running.papers'),
    async () => {
      const one = person();
      await arrive(world, one);
      await bookOnTheWeb(world, one, { office: 'honcho', daysOn: 4, hour: 9 });
      // As if it had been booked, and its mails sent, last month.
      const { month, day } = await lastMonth(world.fresh.db);
      await world.fresh.db.run(
        sql`UPDATE reservations.reservations SET booked_at = lib.instant(${day}::date, 600) WHERE state = 'booked'`,
      );
      const path = `/running/months/${month}`;
      const page = shown(await world.admin.get(path));
      expect(words(page)).toMatch(/本庁[1-9]\d*000000/u);
      const paper = await on(world.admin, await fill(world.admin, page, `${path}/submit`, {}));
      for (const part of [
        '業務運用報告書',
        '稼働状況',
        '機器保守と点検',
        '予約と交付',
        'メール',
        'セキュリティ対策の状況',
        '井手 誠',
      ])
        expect(words(paper)).toContain(part);
      expect(words(shown(await world.admin.get('/running/months')))).toContain('提出済');
      // It is there once: asked for again, the same is shown, and nobody submits another.
      expect((await world.admin.get(path)).location).toBe(new URL(paper.url, 'http://desk').pathname);
      const pdf = await world.admin.get(`${new URL(paper.url, 'http://desk').pathname}/paper.pdf`);
      expect(pdf.headers.get('content-type')).toBe('application/pdf');
      await world.fresh.db.run(sql`DELETE FROM running.papers`);
    },
  );
});
