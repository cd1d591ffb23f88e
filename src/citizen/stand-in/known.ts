import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ByLanguage } from '../../languages/by-language.ts';
import type { Translated } from '../../languages/staff-texts.ts';
import type { Db } from '../../lib/db/db.ts';
import { sql } from '../../lib/db/sql.ts';
import { writeWhole } from '../../lib/whole-file.ts';
import { type City, readPublicCity } from '../../site/city.ts';
import { type KeptSaid, saidFrom } from '../../site/wordings/said.ts';
import { SITE } from '../../site/wordings/site-words.ts';

export type Stop = { startsAt: Date; endsAt: Date; reason: string };
/** What the stand-in says: of the city, and of the stops that were planned when the database was last asked. */
export type Known = {
  city: City;
  /** What the city calls its site, by language. */
  site: ByLanguage;
  stops: Stop[];
  /** How their reasons and what is said of the city are said in other languages. */
  texts: readonly Translated[];
  /** Whose pages may show the small page of free places in a frame. */
  framer: string;
};

const KNOWN = z.object({
  city: z.object({
    name: z.string(),
    phone: z.string(),
    phoneHours: z.string(),
    postalCode: z.string(),
    address: z.string(),
    senderName: z.string(),
    senderAddress: z.string(),
    hasCards: z.boolean().default(true),
  }),
  site: z.record(z.string(), z.string()).default({}),
  stops: z.array(z.object({ startsAt: z.coerce.date(), endsAt: z.coerce.date(), reason: z.string() })),
  // A file of before has none, nor what the city calls its site.
  texts: z.array(z.tuple([z.string(), z.string(), z.string()])).default([]),
  framer: z.string().default(''),
});
const FILE = 'known.json';

/** The stop that runs at this moment; undefined where none was planned, or its end has passed: then nobody knows until when. */
export const stopAt = ({ stops }: Known, moment: Date): Stop | undefined =>
  stops.find(({ startsAt, endsAt }) => startsAt <= moment && moment < endsAt);

/** What was kept on this machine; undefined where nothing was, or it cannot be read. */
export function readKept(folder: string): Known | undefined {
  try {
    return KNOWN.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Keeps it for the next start, when nothing may answer. @throws what the file system says */
export function keepKnown(folder: string, known: Known): void {
  mkdirSync(folder, { recursive: true });
  writeWhole(join(folder, FILE), `${JSON.stringify(known)}\n`, 0o644);
}

/** Asks the database, as the citizens' role. @throws where it does not answer */
export async function learn(db: Db): Promise<Known> {
  const city = await readPublicCity(db);
  const { said } = await db.one<{ said: [string, KeptSaid][] }>(sql`SELECT said FROM citizen.wordings('-')`);
  const own = saidFrom(said.find(([name]) => name === SITE)?.[1]);
  const stops = await db.rows<Stop>(sql`SELECT starts_at AS "startsAt", ends_at AS "endsAt", reason FROM citizen.stops()`);
  const { texts } = await db.one<{ texts: Translated[] }>(sql`SELECT texts FROM citizen.translations('')`);
  const { framer } = await db.one<{ framer: string }>(sql`SELECT citizen.embedder() AS framer`);
  const shown = new Set([city.name, city.phoneHours, ...stops.map(({ reason }) => reason)]);
  return { city, site: own.texts['site'] ?? {}, stops, texts: texts.filter(([source]) => shown.has(source)), framer };
}
