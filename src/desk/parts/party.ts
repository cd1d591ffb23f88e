import { whyNotBookable } from '../../cards/bookable.ts';
import type { Card } from '../../cards/read.ts';
import { clockTime, shortDate } from '../../lib/dates/format.ts';
import { cityMinute } from '../../lib/dates/jst.ts';
import { keyOf } from '../../reservations/person.ts';
import type { Service } from '../../services/read.ts';
import { paths } from '../paths.ts';
import type { SignedAsk } from '../route.ts';
import { nameOf, type StandingToTell, standingToTell, type Who, whoOf } from './who.ts';

/** Six in all: `reservations.add_member` refuses another. */
export const PARTY_MOST = 6;

/** One of those who come: what addresses and forms call them, and what stands for them already, but for the account's own hold. */
export type One = { key: string; who: Who; standing: StandingToTell | undefined };

const keyOfWho = (who: Who): string => (who.by === 'card' ? String(who.card.id) : who.id);

/** The one that a key means, as the service asks for them; undefined also of whom this account may not see. */
export const whoOfKey = (ask: SignedAsk, key: string, service: Service): Promise<Who | undefined> =>
  whoOf(ask, service.needsCard ? { card: key } : { person_id: key }, service);

/** The keys behind `with` of an address or a form: who comes beside the first. */
export const keysWith = (given: unknown): string[] =>
  typeof given === 'string'
    ? [
        ...new Set(
          given
            .slice(0, 400)
            .split(',')
            .filter((key) => key !== ''),
        ),
      ]
    : [];

/** Who comes beside the first, as addresses and forms say it. */
export const withOf = (party: readonly One[]): string =>
  party
    .slice(1)
    .map(({ key }) => key)
    .join(',');

/** Name and birthday as one key; null where either is not known. */
const personOf = (who: Who): string | null =>
  who.by === 'person'
    ? keyOf(who.person)
    : who.card.birthDate === null
      ? null
      : keyOf({ name: who.card.name, birthDate: who.card.birthDate });

/** Two that mean the same one: the same card, or the same name and birthday, also under two cards (`reservations.hold` asks the same). */
const sameOne = (one: Who, other: Who): boolean =>
  keyOfWho(one) === keyOfWho(other) || (personOf(one) !== null && personOf(one) === personOf(other));

/** Who comes, the first before the others; nobody twice. A hold of the account itself stands in nobody's way. `day`: as `standingOf`. */
export async function readParty(
  ask: SignedAsk,
  first: Who,
  others: readonly string[],
  service: Service,
  day?: string,
): Promise<One[]> {
  const keys = others.filter((key) => key !== keyOfWho(first)).slice(0, PARTY_MOST - 1);
  const found = await Promise.all(keys.map((key) => whoOfKey(ask, key, service)));
  const named = [first, ...found.filter((who) => who !== undefined)];
  const people = named.filter((who, index) => !named.slice(0, index).some((before) => sameOne(before, who)));
  return Promise.all(
    people.map(async (who) => {
      const standing = await standingToTell(ask, service, who, day);
      const own = standing !== undefined && standing.heldUntil !== null && standing.heldBy === ask.session.accountId;
      return { key: keyOfWho(who), who, standing: own ? undefined : standing };
    }),
  );
}

/** The cards of who comes beside the first. */
export const cardsAlong = (party: readonly One[]): Card[] =>
  party.slice(1).flatMap(({ who }) => (who.by === 'card' ? [who.card] : []));

/** How many places they take. */
export const unitsOf = ({ counts }: Pick<Service, 'counts'>, party: readonly One[]): number =>
  counts === 'people' ? party.length : 1;

/** `stands`: a booking for the same card is in the way, made or still being made; then the page may say what to do about it. */
export type WhyNot = { words: string; href?: string; link?: string; stands?: { made: boolean; when: string } };

/** Why somebody cannot be booked; undefined where they can. A person without a card can with a reason, unless what stands for them is hidden from the account: it would ask on what it may not know. */
export function whyNotOne({ who, standing }: Pick<One, 'who' | 'standing'>): WhyNot | undefined {
  const closed = who.by === 'card' ? whyNotBookable(who.card) : undefined;
  if (closed !== undefined) return { words: `${closed}のため、予約を受けられません。` };
  if (standing?.handOver !== undefined) return { words: standing.handOver };
  if (who.by !== 'card' || standing?.sameCard !== true) return undefined;
  const { day, startMinute, officeName } = standing.visit;
  const when = `${shortDate(day)} ${clockTime(startMinute)}、${officeName}`;
  if (standing.heldUntil === null)
    return {
      words: `${when}の予約があります。`,
      href: paths.reservation(standing.reservationId),
      link: 'その予約を表示・変更する',
      stands: { made: true, when },
    };
  const by = standing.heldBy === null ? 'この方がウェブで' : `職員の${standing.heldByName ?? ''}さんが電話で`;
  return {
    words: `${by}予約の手続きをしています（${when}）。${clockTime(cityMinute(standing.heldUntil))}まで確保されています。`,
    href: paths.person(who.card.id),
    link: 'カードの画面を表示する',
    stands: { made: false, when },
  };
}

/**
 * The hold that another clerk's call left for somebody, where this one may go on with it: for their card, or for a service without one for the person. Undefined: none, a
 * citizen's on the web, or one whose people this account may not see.
 */
export const holdToTake = ({ who, standing }: Pick<One, 'who' | 'standing'>): StandingToTell | undefined =>
  standing !== undefined &&
  standing.handOver === undefined &&
  standing.heldUntil !== null &&
  standing.heldBy !== null &&
  (who.by === 'person' ? standing.samePerson : standing.sameCard)
    ? standing
    : undefined;

/** Who of a party cannot be booked; places are for all of it or for none. */
export const notBookable = (party: readonly One[]): One[] => party.filter((one) => whyNotOne(one) !== undefined);

/** What another booking of the same person says, where one stands. `name`: where they are one of several. */
export function standsWords(standing: StandingToTell | undefined, name?: string): string | undefined {
  if (standing === undefined || standing.handOver !== undefined) return standing?.handOver;
  const { day, startMinute, number } = standing.visit;
  return `${name === undefined ? '同じ方' : `${name}さん`}に、${shortDate(day)} ${clockTime(startMinute)}の予約（${number ?? '手続き中'}）があります。`;
}

/** What stands already for any of a party, and asks for a reason; undefined: nothing. */
export function partyStands(party: readonly One[]): string | undefined {
  const words = party.flatMap(({ who, standing }) => standsWords(standing, party.length > 1 ? nameOf(who) : undefined) ?? []);
  return words.length === 0 ? undefined : words.join('');
}
