import { type Actor, staffOf } from '../audit/actor.ts';
import { type ChangeRefusal, changeSeen, writeChange } from '../audit/change.ts';
import type { TextsByPart } from '../languages/by-language.ts';
import { type DuePlan, holdDue } from '../languages/planned.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { sql } from '../lib/db/sql.ts';
import { done, type Outcome, refused } from '../lib/outcome.ts';
import { type CitySettings, readCitySettings } from './city.ts';
import { isPractice, nameAfter, PRACTICE_MARK, wouldBecomePractice } from './practice.ts';

const CLOCK: Actor = { kind: 'clock' };

/** Under which name what the city says of itself is kept (`site.wordings`), and what is planned of it (`site.planned_texts`). */
export const CITY_TEXTS = 'city.own';

/** What is read of the city; where its page may be embedded is no text. */
export const cityTexts = ({ name, phone, phoneHours, postalCode, address, senderName }: CitySettings): TextsByPart => ({
  name: { ja: name },
  phone: { ja: phone },
  phoneHours: { ja: phoneHours },
  postalCode: { ja: postalCode },
  address: { ja: address },
  senderName: { ja: senderName },
});

/** The same city with other texts; a part that is not there stays. */
export function withCityTexts(facts: CitySettings, texts: TextsByPart): CitySettings {
  const said = (part: keyof CitySettings): string => texts[part]?.['ja'] ?? facts[part];
  return {
    ...facts,
    name: said('name'),
    phone: said('phone'),
    phoneHours: said('phoneHours'),
    postalCode: said('postalCode'),
    address: said('address'),
    senderName: said('senderName'),
  };
}

const factsOf = async (tx: Tx): Promise<CitySettings> => {
  const { senderAddress: _, ...facts } = await readCitySettings(tx);
  return facts;
};

async function holdOne(tx: Tx, { id }: DuePlan): Promise<boolean> {
  const before = await factsOf(tx);
  const { held } = await tx.one<{ held: boolean }>(sql`SELECT site.hold_city(${id}::integer) AS held`);
  if (held) await writeChange(tx, CLOCK, { act: 'site.plan-held' }, before, await factsOf(tx));
  return held;
}

const LOCK = sql`SELECT FROM site.city FOR UPDATE`;

/** Puts in what was planned of the city and is due. Returns how many plans. */
export const holdCityTexts = (tx: Tx): Promise<number> => holdDue(tx, [CITY_TEXTS], LOCK, (plan) => holdOne(tx, plan));

/** The city to be changed, under a lock, with what was due of it. */
export async function cityToChange(tx: Tx): Promise<CitySettings> {
  await tx.run(LOCK);
  await holdCityTexts(tx);
  return factsOf(tx);
}

/** Keeps what the city said of itself beside what it says now. `by`: whose it is; null: nobody at the desk. */
const keep = (tx: Tx, before: CitySettings, after: CitySettings, by: number | null): Promise<number> =>
  tx.run(sql`
    SELECT site.keep_texts(${CITY_TEXTS}, ${JSON.stringify(cityTexts(before))}::jsonb, ${JSON.stringify(cityTexts(after))}::jsonb, ${by}::integer)`);

/** The city goes by another name; that one and the one before are kept. */
async function rename(tx: Tx, before: CitySettings, name: string): Promise<void> {
  await tx.run(sql`UPDATE site.city SET name = ${name}`);
  await keep(tx, before, { ...before, name }, null);
}

/** The way back of a real city whose name bears the mark of a practice city: no form takes it away. `not_marked`: its name is the desk's to change. */
export const takeMarkAway = (db: Db, actor: Actor, name: string): Promise<Outcome<null, 'not_marked'>> =>
  db.transaction(async (tx) => {
    const before = await cityToChange(tx);
    if (!isPractice(before)) return refused('not_marked');
    await rename(tx, before, name);
    await writeChange(tx, actor, { act: 'site.city-changed' }, { name: before.name }, { name });
    return done(null);
  });

/** The made-up city becomes one to practise in, once. */
export const putMark = (db: Db): Promise<void> =>
  db.transaction(async (tx) => {
    const before = await cityToChange(tx);
    if (!isPractice(before)) await rename(tx, before, `${PRACTICE_MARK}${before.name}`);
  });

/** Sets what is said of the city. `seen`: fingerprint of the facts the page showed. */
export const changeCity = (
  db: Db,
  actor: Actor,
  seen: string,
  after: CitySettings,
): Promise<Outcome<'changed' | 'same', ChangeRefusal | 'practice_name'>> =>
  db.transaction(async (tx) => {
    const before = await cityToChange(tx);
    if (wouldBecomePractice(before.name, after.name)) return refused('practice_name');
    const kept = { ...after, name: nameAfter(before.name, after.name) };
    return changeSeen(tx, actor, { act: 'site.city-changed' }, { seen, before, after: kept }, async () => {
      await tx.run(sql`
        UPDATE site.city SET name = ${kept.name}, phone = ${kept.phone}, phone_hours = ${kept.phoneHours}, postal_code = ${kept.postalCode},
          address = ${kept.address}, sender_name = ${kept.senderName}, embed_from = ${kept.embedFrom}`);
      await keep(tx, before, kept, staffOf(actor));
    });
  });
