import { isDeepStrictEqual } from 'node:util';
import type { Actor } from '../audit/actor.ts';
import { writeChange } from '../audit/change.ts';
import type { Db, Tx } from '../lib/db/db.ts';
import { prepared, sql } from '../lib/db/sql.ts';

/** What the sites, mails and papers say of the city, as staff set it. */
type CityFacts = {
  name: string;
  /** As it is read: 0942-30-9000. Empty: none is shown. */
  phone: string;
  phoneHours: string;
  /** 830-8520 */
  postalCode: string;
  address: string;
  /** The name mails are from. Empty: that of MAIL_FROM. */
  senderName: string;
};
/** All that the form of the desk sets. `embedFrom`: the origin that may show /embed in a frame; empty: none may. */
export type CitySettings = CityFacts & { embedFrom: string };
export type City = CityFacts & {
  /** The address mails are from, noted by the worker. Empty: no worker ran yet. */
  senderAddress: string;
  /** Any service in use needs a card on file: what the citizens' site is called by itself. */
  hasCards: boolean;
};

/** What is said before staff set a name: true of any city. */
const UNNAMED = '市';
const UNSET: City = {
  name: '',
  phone: '',
  phoneHours: '',
  postalCode: '',
  address: '',
  senderName: '',
  senderAddress: '',
  hasCards: true,
};

let now: City = { ...UNSET, name: UNNAMED };

/** What this process knows of its city. Pages, mails and papers ask here; whoever serves them hands in what was read (`speakFor`). */
export const cityNow = (): City => now;

let told: City | undefined;

/** From now on this process speaks for that city. The same city again stays the same object, so that what was drawn of it may be kept. */
export function speakFor(city: City): void {
  // Every request comes by here with what was read for many.
  if (city === told) return;
  told = city;
  const named = city.name === '' ? { ...city, name: UNNAMED } : city;
  if (!isDeepStrictEqual(named, now)) now = named;
}

/** The part after the @ of the address mails are from: what people let through their filters. Empty where it is not known. */
export const senderDomain = (): string => now.senderAddress.split('@')[1] ?? '';

const COLUMNS = sql`name, phone, phone_hours AS "phoneHours", postal_code AS "postalCode", address, sender_name AS "senderName"`;

/** As the desk and the worker read it. */
export const readCity = (tx: Tx): Promise<City> =>
  tx.one<City>(sql`
    SELECT ${COLUMNS}, sender_address AS "senderAddress",
      EXISTS (SELECT FROM services.services s WHERE s.needs_card AND s.retired_at IS NULL) AS "hasCards" FROM site.city`);

/** The same as the citizens' processes read it. */
export const readPublicCity = (db: Db): Promise<City> =>
  db.one<City>(
    prepared(sql`
      SELECT ${COLUMNS}, sender_address AS "senderAddress", EXISTS (SELECT FROM citizen.services() s WHERE s.needs_card) AS "hasCards"
      FROM citizen.city()`),
  );

const SET = sql`${COLUMNS}, embed_from AS "embedFrom"`;

/** As the form of the desk shows it. */
export const readCitySettings = (tx: Tx): Promise<CitySettings & Pick<City, 'senderAddress'>> =>
  tx.one(sql`SELECT ${SET}, sender_address AS "senderAddress" FROM site.city`);

const CLOCK: Actor = { kind: 'clock' };

/** Notes the address mails are from, so that the citizens' site names the domain they really come from. Writes nothing where it is known. */
export const noteSender = (db: Db, address: string): Promise<void> =>
  db.transaction(async (tx) => {
    const { before } = await tx.one<{ before: string }>(sql`SELECT sender_address AS before FROM site.city FOR UPDATE`);
    if (before === address) return;
    await tx.run(sql`UPDATE site.city SET sender_address = ${address}`);
    await writeChange(tx, CLOCK, { act: 'site.sender-noted' }, { address: before }, { address });
  });
