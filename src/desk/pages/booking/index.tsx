import { writeRemark } from '../../../cards/acts.ts';
import type { FormErrors } from '../../../lib/html/index.ts';
import { mailAddress, phoneNumber } from '../../../lib/values/contact.ts';
import { rowId, uuid } from '../../../lib/values/ids.ts';
import { freeText, lineOfText } from '../../../lib/values/texts.ts';
import { book } from '../../../reservations/acts.ts';
import { freeOf } from '../../../reservations/grid.ts';
import { standingOf } from '../../../reservations/read.ts';
import { listServices } from '../../../services/read.ts';
import { can } from '../../../staff/rights.ts';
import { findPeople, foundBy, keep } from '../../parts/finder.tsx';
import { readPlaces } from '../../parts/places.ts';
import { visibleCard } from '../../parts/visible-card.ts';
import { said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { BookingPage, type BookingProps, whyNot } from './view.tsx';

/** What the page is about, from an address or from its form. Services without a card on file are booked at the counter's own page. */
async function read(ask: SignedAsk, fields: Readonly<Record<string, unknown>>): Promise<Omit<BookingProps, 'errors' | 'typed'>> {
  const search = uuid(fields['search']);
  const [found, card, services] = await Promise.all([
    foundBy(ask, fields['search']),
    visibleCard(ask, fields['card']),
    listServices(ask.db),
  ]);
  const asked = rowId(fields['service']);
  const withCard = services.filter(({ needsCard }) => needsCard);
  const service = withCard.find(({ id }) => asked.ok && id === asked.value) ?? withCard[0];
  const standing = card === undefined || service === undefined ? undefined : await standingOf(ask.db, service.id, card.id);
  const places = card === undefined || service === undefined ? undefined : await readPlaces(ask, fields, service.id, card);
  return { search: search.ok ? search.value : '', found, card, service, standing, places };
}

const refusedMail: Record<string, string> = {
  unreadable: 'メールアドレスの形を確かめてください。',
  'too-long': 'メールアドレスが長すぎます。',
};

type Contact = { mail: string | null; phone: string; remark: string; errors: FormErrors };

function readContact(body: Readonly<Record<string, unknown>>): Contact {
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
  const { card, service, places, standing } = props;
  const id = uuid(ask.body['id']);
  // A form sent twice: the second finds the reservation of the first in the way, and it is its own.
  if (id.ok && standing?.reservationId === id.value) return go(withQuery(paths.reservation(id.value), { done: 'booked' }));
  if (card === undefined || service === undefined || places === undefined || !id.ok) return go(paths.booking);
  if (whyNot({ ...props, errors: {}, typed: undefined }) !== undefined) return again({}, 409);
  if (places.chosen === undefined) return again({}, 409, said('slot_unknown'));

  const { mail, phone, remark, errors } = readContact(ask.body);
  const reason = (name: string, needed: boolean, words: string): string | null => {
    if (!needed) return null;
    const text = lineOfText(200)(ask.body[name]);
    if (text.ok) return text.value;
    errors[name] = text.reason === 'empty' ? words : '理由は200文字以内で書いてください。';
    return null;
  };
  const full = freeOf(places.chosen) === 0;
  if (full && !can(ask.session, 'booking.exceed')) return again({}, 409, said('full'));
  const exceedReason = reason('exceed', full, '枠を超える理由を書いてください。');
  const personReason = reason('person', standing !== undefined, '重ねて予約する理由を書いてください。');
  if (Object.keys(errors).length > 0) return again(errors, 422);

  const booked = await book(ask.db, ask.actor, {
    id: id.value,
    serviceId: service.id,
    slotId: places.chosen.id,
    members: [{ cardId: card.id }],
    channel: 'phone',
    mail,
    phone,
    language: 'ja',
    exceedReason,
    personReason,
  });
  if (!booked.ok) {
    const fresh = await read(ask, ask.body);
    const problem = said(booked.reason) ?? '予約できませんでした。もう一度ためしてください。';
    return show(<BookingPage ask={ask} props={{ ...fresh, errors: {}, problem, typed: ask.body }} />, 409);
  }
  const from = rowId(ask.body['remark_from']);
  const wrote =
    remark === (card.remark?.body ?? '') || !can(ask.session, 'people.remark')
      ? undefined
      : await writeRemark(ask.db, ask.actor, { cardId: card.id, from: from.ok ? from.value : null, body: remark });
  return go(withQuery(paths.reservation(id.value), { done: 'booked', remark: wrote?.ok === false ? 'lost' : '' }));
}

export const bookingRoutes: readonly Route[] = [
  get(paths.booking, 'booking.make', async (ask) => {
    const props = await read(ask, ask.query);
    return show(<BookingPage ask={ask} props={{ ...props, errors: {}, typed: undefined }} />);
  }),

  post(paths.bookingFind, 'booking.make', async (ask) => {
    const office = field(ask.body, 'office').slice(0, 40);
    const search = await keep(ask);
    const found = await findPeople(ask, field(ask.body, 'q').slice(0, 201));
    const only = found.state === 'found' && found.hits.length === 1 ? found.hits[0]?.id : undefined;
    return go(withQuery(paths.booking, { search, card: only, office }));
  }),

  post(paths.booking, 'booking.make', submit),
];
