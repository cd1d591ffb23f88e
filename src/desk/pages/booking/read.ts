import { uuid } from '../../../lib/values/ids.ts';
import { placedIn } from '../../../reservations/needs.ts';
import { isMember } from '../../../reservations/person.ts';
import { listServices, type Service } from '../../../services/read.ts';
import { listCautions } from '../../../services/read-cautions.ts';
import { readSetting } from '../../../site/settings.ts';
import { signCall } from '../../../staff/searches.ts';
import { foundBy } from '../../parts/find-people.ts';
import { languageOfWho } from '../../parts/language.ts';
import { keysWith, type One, readParty, unitsOf } from '../../parts/party.ts';
import { readPlaces } from '../../parts/places.ts';
import { asMember, liesAt, serviceOf, standingFor, type Who, whoOf } from '../../parts/who.ts';
import type { SignedAsk } from '../../route.ts';
import { type Draft, readDraft } from './draft.ts';
import type { BookingProps, CallHold, Fields } from './props.ts';

/** `draft`: the call as it was last kept, of a place this account holds. */
type BookingRead = Omit<BookingProps, 'errors' | 'typed'> & { draft: Draft | undefined };

type Held = Omit<CallHold, 'whole' | 'sign'>;

/** The hold that stands for a person, where it is this account's own, and for whom it is. */
export async function ownHold(ask: SignedAsk, service: Service, who: Who): Promise<Held | undefined> {
  const standing = await standingFor(ask, service, who);
  if (standing === undefined || standing.heldUntil === null || standing.heldBy !== ask.session.accountId) return undefined;
  const { reservationId: id, visit, heldUntil: until } = standing;
  return visit === null ? undefined : { id, slotId: visit.slotId, until, placed: await placedIn(ask.db, id) };
}

const holdFor = (held: Held, party: readonly One[], sign: string): CallHold => ({
  ...held,
  sign,
  whole: held.placed.length === party.length && party.every(({ who }) => held.placed.some((one) => isMember(asMember(who), one))),
});

/** Who comes, and what is held for them: those it is held for come, and who was added since. An address that says nobody is another window on the call, or the first page of it. */
async function partyOf(ask: SignedAsk, { who, service }: { who: Who; service: Service }, fields: Fields, pressed: boolean) {
  const held = await ownHold(ask, service, who);
  const keys = (held?.placed ?? []).flatMap(({ cardId }) => (cardId === null ? [] : [String(cardId)]));
  const draft = held === undefined ? undefined : await readDraft(ask, held.id);
  const along = fields['with'] === undefined ? (draft?.party.map(({ key }) => key) ?? []) : keysWith(fields['with']);
  const party = await readParty(ask, who, [...new Set([...along, ...keys])], service);
  if (held === undefined) return { party, draft, hold: undefined };
  // As long as this page shows the call, another window that leaves it frees nothing.
  return { party, draft, hold: holdFor(held, party, await signCall(ask.db, ask.session.accountId, held.id, pressed)) };
}

/** What the page is about, from an address or from its form: a place held for this person by this account is found by the person alone. `pressed`: for a press in the call. */
export async function readBooking(ask: SignedAsk, fields: Fields, pressed = false): Promise<BookingRead> {
  const [search, find] = [uuid(fields['search']), uuid(fields['find'])];
  const services = await listServices(ask.db);
  const service = serviceOf(services, fields['service']);
  const [found, foundMore, who] = await Promise.all([
    foundBy(ask, fields['search']),
    foundBy(ask, fields['find']),
    whoOf(ask, fields, service),
  ]);
  const known = who === undefined || service === undefined ? undefined : { who, service };
  const { party, draft, hold } =
    known === undefined ? { party: [], draft: undefined, hold: undefined } : await partyOf(ask, known, fields, pressed);
  const wanted = fields['slot'] ?? hold?.slotId.toString();
  const lie = party.map((one) => liesAt(one.who));
  const [places, cautions, language, arrive] = await Promise.all([
    known === undefined
      ? undefined
      : readPlaces(
          ask,
          { ...fields, slot: wanted },
          { serviceId: known.service.id, cardOffices: lie, people: Math.max(1, party.length), moving: hold?.id },
        ),
    known === undefined ? [] : listCautions(ask.db, known.service.id),
    known === undefined ? 'ja' : languageOfWho(ask, known.who),
    readSetting(ask.db, 'arrive-minutes'),
  ]);
  return {
    search: search.ok ? search.value : '',
    found,
    find: find.ok ? find.value : '',
    foundMore,
    more: fields['more'] === '1',
    who,
    party,
    services,
    service,
    units: service === undefined ? 1 : Math.max(1, unitsOf(service, party)),
    hold,
    draft,
    places,
    cautions: cautions.flatMap(({ retiredAt, facts }) => (retiredAt === null ? [facts] : [])),
    arrive,
    language,
  };
}

/** What is held for exactly those who come, at the place that is shown. */
export const heldHere = ({ hold, places }: Pick<BookingProps, 'hold' | 'places'>): CallHold | undefined =>
  hold?.whole === true && hold.slotId === places?.chosen?.id ? hold : undefined;

/** How many the chosen place takes once this account gives back what it holds of it for some of them. */
function roomIn(places: BookingProps['places']): number {
  const chosen = places?.chosen;
  return chosen === undefined ? 0 : Math.max(chosen.free, chosen.regained);
}

/** The chosen place has too few free for them, and nothing of it is held for them all. */
export const isFull = (props: Pick<BookingProps, 'hold' | 'places' | 'units'>): boolean =>
  heldHere(props) === undefined && roomIn(props.places) < props.units;
