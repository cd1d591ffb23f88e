import { expect } from 'vitest';
import { sql } from '../../../src/lib/db/sql.ts';
import { formFields } from '../../support/forms.ts';
import { words } from '../../support/pages.ts';
import { fill, on, shown, type World } from './world.ts';

/** A service without a card on file, made by an administrator through 設定 › 手続き. Returns its id. */
export async function newService({ admin, fresh }: World, typed: { code: string; name: string; bring: string }): Promise<number> {
  const path = '/settings/services/new';
  const made = await fill(admin, shown(await admin.get(path)), path, { ...typed, counts: 'people', long: '1', party: '1' });
  // As citizens will read it, in each language; then it is kept.
  if (made.status === 200) {
    expect(words(made)).toContain(typed.bring.split('\n').at(-1));
    await on(admin, await fill(admin, made, path, { preview: 'sure' }));
  } else await on(admin, made);
  return (await fresh.db.one<{ id: number }>(sql`SELECT id FROM services.services WHERE code = ${typed.code}`)).id;
}

/** Hours of a service at the main hall, every day from 9 to 17: when it may be booked, a pattern, a week; published as drafts. */
export async function openHours(world: World, service: number): Promise<void> {
  const { admin, city, fresh } = world;
  const windows = `/settings/windows/${city.main}/${service}`;
  await on(
    admin,
    await fill(admin, shown(await admin.get(windows)), windows, {
      'citizen-ahead': '1',
      'citizen-kind': 'days',
      'citizen-days': '60',
      'staff-ahead': '0',
      'staff-kind': 'days',
      'staff-days': '60',
      act: 'save',
    }),
  );
  const name = `手続き ${service} の時間`;
  await publish(world, 'pattern', '', { name, 'from-0': '9:00', 'to-0': '17:00', 'unit-0': '60', 'capacity-0': '2' });
  const { id } = await fresh.db.one<{ id: number }>(sql`SELECT id FROM calendar.patterns WHERE name = ${name}`);
  const week = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [`w-${day}`, String(id)]));
  await publish(world, 'week', `?office=honcho&service=${service}`, week, 'name="w-1"');
}

/** A draft with one change, put in through its form and published. */
async function publish(
  { admin }: World,
  what: string,
  query: string,
  typed: Record<string, string>,
  has?: string,
): Promise<void> {
  await admin.get('/calendar');
  const draft = Number(/drafts\/(\d+)/u.exec((await admin.post('/calendar/drafts', {})).location ?? '')?.[1]);
  const at = (part: string) => `/calendar/drafts/${draft}/${part}`;
  const form = shown(await admin.get(`${at(what)}${query}`));
  await on(admin, await admin.post(at(what), { ...formFields(form, at(what), has), ...typed }));
  const preview = shown(await admin.get(at('preview')));
  expect(words(await on(admin, await admin.post(at('publish'), formFields(preview, at('publish')))))).toContain('公開');
}
