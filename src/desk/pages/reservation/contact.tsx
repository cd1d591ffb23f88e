import { REMARK_LONGEST } from '../../../cards/remark.ts';
import { type Form, form, phone, text } from '../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { rowId, rowVersion } from '../../../lib/values/ids.ts';
import { setPhone } from '../../../reservations/contact.ts';
import { type ReservationRow, readReservation } from '../../../reservations/read.ts';
import { remarksOfParty, writeMemberRemark } from '../../../reservations/remarks.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { kanaBox, kanaField, kanaWritten, readableOf } from './reading.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { contactOpen, whenWords } from './words.ts';
import { writeKana } from './write-kana.ts';

/** One of who comes, by card or without one, with the remark as it stands; `from` is its version. */
type Remarked = { position: number; cardId: number | null; name: string; body: string; from: number | null };
type Contact = Record<string, string>;

const idOf = ({ cardId, position }: Remarked): string => (cardId === null ? `p${position}` : String(cardId));
const boxOf = (one: Remarked): string => `remark-${idOf(one)}`;

async function remarksOf(ask: SignedAsk, { id, members }: ReservationRow): Promise<Remarked[]> {
  const remarks = await remarksOfParty(ask.db, id);
  return members.flatMap(({ position, cardId, name }) => {
    const remark = remarks.find((one) => one.position === position);
    return remark === undefined ? [] : [{ position, cardId, name, body: remark.body, from: remark.id }];
  });
}

/** The number, the kana of who gave theirs in Latin letters, and where the account may write them a remark for each who comes. */
const contactForm = (reservation: ReservationRow, remarked: readonly Remarked[]): Form<Contact> =>
  form<Contact>({
    phone: phone('電話番号', { need: 'may', hint: '空欄にすると、この予約には番号を残しません。' }).or(''),
    ...Object.fromEntries(readableOf(reservation).map((one) => [kanaBox(one), kanaField(one)])),
    ...Object.fromEntries(
      remarked.map((one) => [
        boxOf(one),
        text(remarked.length > 1 ? `備考（${printable(one.name).text}）` : '備考', REMARK_LONGEST, { need: 'may', rows: 3 }).or(
          '',
        ),
      ]),
    ),
  });

type PageProps = {
  ask: SignedAsk;
  reservation: ReservationRow;
  remarked: Remarked[];
  errors: FormErrors;
  /** The page shows what another clerk wrote meanwhile. */
  meanwhile?: boolean;
};

function ContactPage({ ask, reservation, remarked, errors, meanwhile = false }: PageProps) {
  const fresh = meanwhile || field(ask.body, 'version') === '';
  const carried: [string, string][] = [
    ['version', fresh ? String(reservation.version) : field(ask.body, 'version')],
    ...remarked.map((one): [string, string] => {
      const name = `from-${idOf(one)}`;
      return [name, fresh ? String(one.from ?? '') : field(ask.body, name)];
    }),
  ];
  return (
    <TitledPage
      ask={ask}
      title={readableOf(reservation).length > 0 ? '電話番号・カナ・備考の修正' : '電話番号・備考の修正'}
      errors={errors}
    >
      <p class="lead">
        予約 <span class="code">{reservation.number}</span>　{whenWords(reservation)}
      </p>
      <Says>備考は職員だけが見るもので、同じ方のカードや次の予約の画面にも出ます。</Says>
      <DeskForm
        ask={ask}
        form={contactForm(reservation, remarked)}
        action={paths.contact(reservation.id)}
        values={{
          phone: reservation.phone,
          ...Object.fromEntries(readableOf(reservation).map((one) => [kanaBox(one), kanaWritten(one)])),
          ...Object.fromEntries(remarked.map((one) => [boxOf(one), one.body])),
        }}
        errors={errors}
        submit="修正する"
        back={{ href: paths.reservation(reservation.id), words: '修正せずに戻る' }}
      >
        {carried.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      </DeskForm>
    </TitledPage>
  );
}

/** Writes the remarks that were typed. The first that another clerk rewrote meanwhile: its error, at its box. Undefined: all are written. */
async function writeRemarks(ask: SignedAsk, { id }: ReservationRow, remarked: readonly Remarked[], typed: Contact) {
  for (const one of remarked) {
    const body = typed[boxOf(one)] ?? '';
    if (body === one.body) continue;
    const from = rowId(ask.body[`from-${idOf(one)}`]);
    const request = { reservationId: id, position: one.position, from: from.ok ? from.value : null, body };
    const wrote = await writeMemberRemark(ask.db, ask.actor, request);
    if (!wrote.ok)
      return { [boxOf(one)]: `ほかの職員が先に書き直しました。現在の備考：「${one.body}」。合わせて書き直してください。` };
  }
  return undefined;
}

const KANA_WRONG: Record<string, string> = {
  already_booked: 'この読みと生年月日の方には、ほかに予約があります。カナは登録していません。ほかの項目は保存しました。',
  changed_meanwhile:
    'ほかの職員が先に操作したため、カナは登録していません。ほかの項目は保存しました。予約を確かめてから、もう一度押してください。',
};

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const here = paths.reservation(reservation.id);
  const mayRemark = can(ask.session, 'people.remark');
  const remarked = mayRemark ? await remarksOf(ask, reservation) : [];
  const version = rowVersion(ask.body['version']);
  const read = readForm(ask, contactForm(reservation, remarked));
  if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
  if (!read.ok) return show(<ContactPage ask={ask} reservation={reservation} remarked={remarked} errors={read.errors} />, 422);
  // What was typed is not lost: it stands in the boxes, and what was saved before the refusal is as it stands now.
  const again = async (errors: FormErrors) => {
    const now = (await readReservation(ask.db, reservation.id)) ?? reservation;
    const remarks = mayRemark ? await remarksOf(ask, now) : [];
    return show(<ContactPage ask={ask} reservation={now} remarked={remarks} errors={errors} meanwhile />, 409);
  };
  const typed = read.value;
  const phone = typed['phone'] ?? '';
  const phoned = await setPhone(ask.db, ask.actor, { id: reservation.id, version: version.value, phone });
  if (!phoned.ok) return go(withQuery(here, { refused: phoned.reason }));
  // Before the kana, which alone may be refused for what somebody else booked.
  const rewritten = await writeRemarks(ask, reservation, remarked, typed);
  if (rewritten !== undefined) return again(rewritten);
  const refused = await writeKana(ask, reservation, version.value + (phone === reservation.phone ? 0 : 1), typed);
  const other = refused.find(({ reason }) => KANA_WRONG[reason] === undefined);
  if (other !== undefined) return go(withQuery(here, { refused: other.reason }));
  if (refused.length > 0) return again(Object.fromEntries(refused.map(({ box, reason }) => [box, KANA_WRONG[reason] ?? ''])));
  return go(withQuery(here, { done: 'contact' }));
}

export const contactRoutes = (withReservation: WithReservation): readonly Route[] => [
  get(
    paths.contact(':id'),
    'booking.make',
    withReservation(async (ask, reservation) => {
      if (!contactOpen(reservation, ask.now)) return go(paths.reservation(reservation.id));
      const remarked = can(ask.session, 'people.remark') ? await remarksOf(ask, reservation) : [];
      return show(<ContactPage ask={ask} reservation={reservation} remarked={remarked} errors={{}} />);
    }),
  ),
  post(paths.contact(':id'), 'booking.make', { words: '電話番号・備考の修正', of: visit }, withReservation(submit)),
];
