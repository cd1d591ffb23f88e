import { recordLook } from '../../audit/view.ts';
import { type Card, remarkOfPerson } from '../../cards/read.ts';
import { printable } from '../../lib/japanese/printable.ts';
import { uuid } from '../../lib/values/ids.ts';
import { keyOf, type MemberRequest, type Person } from '../../reservations/person.ts';
import { type Standing, standingOf } from '../../reservations/read.ts';
import type { Service } from '../../services/read.ts';
import type { SignedAsk } from '../route.ts';
import { contextOf } from './form.tsx';
import { handOverTo } from './hand-over.ts';
import { keepBoxes, keptBoxes } from './kept-boxes.ts';
import { personForm } from './person-form.tsx';
import { viewerOf } from './viewer.ts';
import { visibleCard } from './visible-card.ts';

/** As a page tells it: `handOver` is said in place of a visit that this account may not see. */
export type StandingToTell = Omit<Standing, 'visit'> &
  ({ visit: NonNullable<Standing['visit']>; handOver?: never } | { visit?: never; handOver: string });

/** Who is to be booked: by a card on file, or for services without one by what they say. `id`: opaque, for addresses. */
export type Who =
  | { by: 'card'; card: Card }
  /** `remark`: as it stands; undefined where this account may not see whose it is. */
  | { by: 'person'; id: string; person: Person; remark: { id: number | null; body: string } | undefined };

/** Keeps what was typed of a person, as `personForm` found it sound. Returns its opaque id. */
export const keepPerson = (ask: SignedAsk): Promise<string | undefined> => keepBoxes(ask, ['name', 'kana', 'birth', 'phone']);

async function personBy(ask: SignedAsk, id: unknown): Promise<Who | undefined> {
  const read = uuid(id);
  const boxes = await keptBoxes(ask, id);
  if (!read.ok || boxes === undefined) return undefined;
  const person = personForm.read(boxes, contextOf(ask));
  if (!person.ok) return undefined;
  const key = keyOf(person.value);
  const remark = key === null ? undefined : await remarkOfPerson(ask.db, viewerOf(ask), key);
  // What staff wrote of them is shown: a look at somebody, as the hit of a search is.
  if (ask.looks && remark !== undefined && remark.id !== null) await recordLook(ask.db, ask.actor, { saw: 'search', hits: 1 });
  return { by: 'person', id: read.value, person: person.value, remark };
}

/** Who an address or a form means, as the service asks for it: `card`, or `person`. */
export async function whoOf(
  ask: SignedAsk,
  fields: Readonly<Record<string, unknown>>,
  service: Service | undefined,
): Promise<Who | undefined> {
  if (service?.needsCard === false) return personBy(ask, fields['person_id']);
  const card = await visibleCard(ask, fields['card']);
  return card === undefined ? undefined : { by: 'card', card };
}

/** What a page's addresses and forms must carry to mean the same person again. */
export const keepWho = (who: Who | undefined): Record<string, string> => ({
  card: who?.by === 'card' ? String(who.card.id) : '',
  person_id: who?.by === 'person' ? who.id : '',
});

export const nameOf = (who: Who): string => printable(who.by === 'card' ? who.card.name : who.person.name).text;
export const phoneOf = (who: Who): string => (who.by === 'card' ? who.card.phone : who.person.phone);
/** What was last written about them; undefined where none may be written. */
export const remarkOf = (who: Who): { id: number | null; body: string } | undefined =>
  who.by === 'person' ? who.remark : (who.card.remark ?? { id: null, body: '' });
/** Where the card lies; null where there is none. */
export const liesAt = (who: Who): number | null => (who.by === 'card' ? who.card.officeId : null);
export const asMember = (who: Who): MemberRequest => (who.by === 'card' ? { cardId: who.card.id } : { person: who.person });

/** What stands already for who is to be booked. `day`: as `standingOf`. */
export const standingFor = (ask: SignedAsk, service: Service, who: Who, day?: string): Promise<Standing | undefined> =>
  standingOf(ask.db, viewerOf(ask), ask.session.accountId, {
    serviceId: service.id,
    who: who.by === 'card' ? { cardId: who.card.id } : { person: who.person },
    ...(day === undefined ? {} : { day }),
  });

/** What stands, and where it is hidden from this account, to whom its people are handed over. */
export async function standingToTell(
  ask: SignedAsk,
  service: Service,
  who: Who,
  day?: string,
): Promise<StandingToTell | undefined> {
  const standing = await standingFor(ask, service, who, day);
  if (standing === undefined) return undefined;
  const { visit, ...of } = standing;
  return visit === null ? { ...of, handOver: await handOverTo(ask) } : { ...of, visit };
}

/** The service asked for, else the first with a card, else the first. */
export const serviceOf = (services: readonly Service[], asked: unknown): Service | undefined =>
  services.find(({ id }) => String(id) === asked) ?? services.find(({ needsCard }) => needsCard) ?? services[0];
