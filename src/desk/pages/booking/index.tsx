import { writeRemark } from '../../../cards/acts.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { mailAddress, phoneNumber } from '../../../lib/values/contact.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { freeText, lineOfText } from '../../../lib/values/texts.ts';
import { book } from '../../../reservations/acts.ts';
import { listCautions } from '../../../services/cautions.ts';
import { listServices } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { findPeople, foundBy, keep } from '../../parts/finder.tsx';
import { readPersonForm } from '../../parts/person-form.tsx';
import { readPlaces } from '../../parts/places.ts';
import { asMember, keepPerson, liesAt, phoneOf, serviceOf, standingFor, whoOf } from '../../parts/who.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import type { BookingProps } from './props.ts';
import { BookingPage, whyNot } from './view.tsx';

type Fields = Readonly<Record<string, unknown>>;

/** What the page is about, from an address or from its form. */
async function read(ask: SignedAsk, fields: Fields): Promise<Omit<BookingProps, 'errors' | 'typed'>> {
  const search = uuid(fields['search']);
  const services = await listServices(ask.db);
  const service = serviceOf(services, fields['service']);
  const [found, who] = await Promise.all([foundBy(ask, fields['search']), whoOf(ask, fields, service)]);
  const known = who === undefined || service === undefined ? undefined : { who, service };
  const [standing, places, cautions] = await Promise.all([
    known === undefined ? undefined : standingFor(ask, known.service, known.who),
    known === undefined ? undefined : readPlaces(ask, fields, known.service.id, { officeId: liesAt(known.who) }),
    known === undefined ? [] : listCautions(ask.db, known.service.id),
  ]);
  const told = cautions.flatMap(({ retiredAt, facts }) => (retiredAt === null ? [facts] : []));
  return { search: search.ok ? search.value : '', found, who, services, service, standing, places, cautions: told };
}

const refusedMail: Record<string, string> = {
  unreadable: 'メールアドレスの形を確かめてください。',
  'too-long': 'メールアドレスが長すぎます。',
};

type Contact = { mail: string | null; phone: string; remark: string; errors: FormErrors };

function readContact(body: Fields): Contact {
  const errors: FormErrors = {};
  const mail = mailAddress(body['mail']);
  if (!mail.ok && mail.reason !== 'empty') errors['mail'] = refusedMail[mail.reason] ?? '';
  const phone = phoneNumber(body['phone']);
  if (!phone.ok && phone.reason !== 'empty') errors['phone'] = '電話番号は、市外局番から入れてください。';
  const remark = freeText(1000)(body['remark']);
  if (!remark.ok && remark.reason !== 'empty') errors['remark'] = '備考は1000文字以内で書いてください。';
  return { mail: mail.ok ? mail.value : null, phone: phone.ok ? phone.value : '', remark: remark.ok ? remark.value : '', errors };
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const props = await read(ask, ask.body);
  const again = (errors: FormErrors, status: number, problem?: string) =>
    show(
      <BookingPage ask={ask} props={{ ...props, errors, typed: ask.body, ...(problem === undefined ? {} : { problem }) }} />,
      status,
    );
  const { who, service, places, standing } = props;
  const id = uuid(ask.body['id']);
  // A form sent twice: the second finds the reservation of the first in the way, and it is its own.
  if (id.ok && standing?.reservationId === id.value) return go(withQuery(paths.reservation(id.value), { done: 'booked' }));
  if (who === undefined || service === undefined || places === undefined || !id.ok) return go(paths.booking);
  if (whyNot(props) !== undefined) return again({}, 409);
  if (places.chosen === undefined) return again({}, 409, said('slot_unknown'));

  const { mail, phone, remark, errors } = readContact(ask.body);
  const reason = (name: string, needed: boolean, words: string): string | null => {
    if (!needed) return null;
    const text = lineOfText(200)(ask.body[name]);
    if (text.ok) return text.value;
    errors[name] = text.reason === 'empty' ? words : '理由は200文字以内で書いてください。';
    return null;
  };
  const full = places.chosen.free === 0;
  if (full && !can(ask.session, 'booking.exceed')) return again({}, 409, said('full'));
  const exceedReason = reason('exceed', full, '枠を超える理由を書いてください。');
  const personReason = reason('person', standing !== undefined, '重ねて予約する理由を書いてください。');
  if (Object.keys(errors).length > 0) return again(errors, 422);

  const booked = await book(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: places.chosen.id,
    members: [asMember(who)],
    channel: 'phone',
    mail,
    // Without a card the number was asked with the name.
    phone: who.by === 'card' ? phone : phoneOf(who),
    language: 'ja',
    exceedReason,
    personReason,
  });
  if (!booked.ok) {
    const fresh = await read(ask, ask.body);
    const problem = said(booked.reason) ?? '予約できませんでした。もう一度ためしてください。';
    return show(<BookingPage ask={ask} props={{ ...fresh, errors: {}, problem, typed: ask.body }} />, 409);
  }
  const lost = who.by === 'card' && (await remarkLost(ask, who.card, remark));
  return go(withQuery(paths.reservation(id.value), { done: 'booked', remark: lost ? 'lost' : '' }));
}

/** Writes the card's remark where it was changed; true where another clerk's was newer and ours is not kept. */
async function remarkLost(
  ask: SignedAsk,
  card: { id: number; remark: { body: string } | null },
  remark: string,
): Promise<boolean> {
  if (remark === (card.remark?.body ?? '') || !can(ask.session, 'people.remark')) return false;
  const from = rowId(ask.body['remark_from']);
  const wrote = await writeRemark(ask.db, ask.actor, { cardId: card.id, from: from.ok ? from.value : null, body: remark });
  return !wrote.ok;
}

/** Keeps who comes, for a service without a card on file, and goes on to the places; what is wrong is said at its box. */
async function submitPerson(ask: SignedAsk): Promise<Answer> {
  const { person, errors } = readPersonForm(ask, ask.body);
  if (person === undefined) {
    const props = await read(ask, ask.body);
    return show(<BookingPage ask={ask} props={{ ...props, errors: {}, personErrors: errors, typed: ask.body }} />, 422);
  }
  const at = { service: field(ask.body, 'service').slice(0, 20), office: field(ask.body, 'office').slice(0, 40) };
  return go(withQuery(paths.booking, { ...at, person_id: await keepPerson(ask) }));
}

export const bookingRoutes: readonly Route[] = [
  get(paths.booking, 'booking.make', async (ask) => {
    const props = await read(ask, ask.query);
    return show(<BookingPage ask={ask} props={{ ...props, errors: {}, typed: undefined }} />);
  }),

  post(paths.bookingFind, 'booking.make', async (ask) => {
    const office = field(ask.body, 'office').slice(0, 40);
    const service = field(ask.body, 'service').slice(0, 20);
    const search = await keep(ask);
    const found = await findPeople(ask, field(ask.body, 'q').slice(0, 201));
    const only = found.state === 'found' && found.hits.length === 1 ? found.hits[0]?.id : undefined;
    return go(withQuery(paths.booking, { search, card: only, office, service }));
  }),

  post(paths.bookingPerson, 'booking.make', submitPerson),

  post(paths.booking, 'booking.make', submit),
];
