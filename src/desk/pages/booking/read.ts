import { uuid } from '../../../lib/values/ids.ts';
import type { Standing } from '../../../reservations/read.ts';
import { listCautions } from '../../../services/cautions.ts';
import { listServices } from '../../../services/read.ts';
import { readSetting } from '../../../site/settings.ts';
import { foundBy } from '../../parts/finder.tsx';
import { languageOfWho } from '../../parts/language.ts';
import { readPlaces } from '../../parts/places.ts';
import { liesAt, serviceOf, standingFor, whoOf } from '../../parts/who.ts';
import type { SignedAsk } from '../../route.ts';
import type { BookingProps, CallHold } from './props.ts';

export type Fields = Readonly<Record<string, unknown>>;
export type BookingRead = Omit<BookingProps, 'errors' | 'typed'>;

/** The hold that stands for a person, where it is this account's own. */
const ownHold = (ask: SignedAsk, standing: Standing | undefined): CallHold | undefined =>
  standing !== undefined && standing.heldUntil !== null && standing.heldBy === ask.session.accountId
    ? { id: standing.reservationId, slotId: standing.slotId, until: standing.heldUntil }
    : undefined;

/** What the page is about, from an address or from its form: a place held for this person by this account is found by the person alone. */
export async function readBooking(ask: SignedAsk, fields: Fields): Promise<BookingRead> {
  const search = uuid(fields['search']);
  const services = await listServices(ask.db);
  const service = serviceOf(services, fields['service']);
  const [found, who] = await Promise.all([foundBy(ask, fields['search']), whoOf(ask, fields, service)]);
  const known = who === undefined || service === undefined ? undefined : { who, service };
  const stands = known === undefined ? undefined : await standingFor(ask, known.service, known.who);
  const hold = ownHold(ask, stands);
  const wanted = fields['slot'] ?? hold?.slotId.toString();
  const [places, cautions, language, arrive] = await Promise.all([
    known === undefined
      ? undefined
      : readPlaces(ask, { ...fields, slot: wanted }, known.service.id, [liesAt(known.who)], hold?.id),
    known === undefined ? [] : listCautions(ask.db, known.service.id),
    known === undefined ? 'ja' : languageOfWho(ask, known.who),
    readSetting(ask.db, 'arrive-minutes'),
  ]);
  const told = cautions.flatMap(({ retiredAt, facts }) => (retiredAt === null ? [facts] : []));
  return {
    search: search.ok ? search.value : '',
    found,
    who,
    services,
    service,
    standing: hold === undefined ? stands : undefined,
    hold,
    places,
    cautions: told,
    arrive,
    language,
  };
}
