import { REMARK_LONGEST } from '../../../cards/remark.ts';
import { type Form, form, phone, text } from '../../../lib/form/index.ts';
import { type FormErrors, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { done } from '../../../lib/outcome.ts';
import { rowId, rowVersion } from '../../../lib/values/ids.ts';
import { setKana, setPhone } from '../../../reservations/contact.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { remarksOfParty, writeMemberRemark } from '../../../reservations/remarks.ts';
import { can } from '../../../staff/rights.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { kanaBox, kanaField, unreadOf } from './reading.ts';
import { visit } from './subject.ts';
import type { WithReservation } from './with.ts';
import { contactOpen, whenWords } from './words.ts';

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
    ...Object.fromEntries(unreadOf(reservation).map((one) => [kanaBox(one), kanaField(one)])),
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
      title={unreadOf(reservation).length > 0 ? '電話番号・カナ・備考の修正' : '電話番号・備考の修正'}
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
        values={{ phone: reservation.phone, ...Object.fromEntries(remarked.map((one) => [boxOf(one), one.body])) }}
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

/** Puts the kana that were typed in the place of Latin letters. `seen`: the version the form showed; each press of ours is one further. */
async function writeKana(ask: SignedAsk, reservation: ReservationRow, seen: number, typed: Contact) {
  let version = (typed['phone'] ?? '') === reservation.phone ? seen : seen + 1;
  for (const { position, name, ...one } of unreadOf(reservation)) {
    const kana = typed[kanaBox({ position })] ?? '';
    if (kana === '' || kana === one.kana) continue;
    const wrote = await setKana(ask.db, ask.actor, { id: reservation.id, version, position, name, kana });
    if (!wrote.ok) return wrote;
    version += 1;
  }
  return done(undefined);
}

async function submit(ask: SignedAsk, reservation: ReservationRow): Promise<Answer> {
  const here = paths.reservation(reservation.id);
  const remarked = can(ask.session, 'people.remark') ? await remarksOf(ask, reservation) : [];
  const version = rowVersion(ask.body['version']);
  const read = readForm(ask, contactForm(reservation, remarked));
  if (!version.ok) return go(withQuery(here, { refused: 'changed_meanwhile' }));
  const again = (errors: FormErrors, meanwhile: boolean) =>
    show(
      <ContactPage ask={ask} reservation={reservation} remarked={remarked} errors={errors} meanwhile={meanwhile} />,
      meanwhile ? 409 : 422,
    );
  if (!read.ok) return again(read.errors, false);
  const phoned = await setPhone(ask.db, ask.actor, {
    id: reservation.id,
    version: version.value,
    phone: read.value['phone'] ?? '',
  });
  if (!phoned.ok) return go(withQuery(here, { refused: phoned.reason }));
  const written = await writeKana(ask, reservation, version.value, read.value);
  if (!written.ok) return go(withQuery(here, { refused: written.reason }));
  for (const one of remarked) {
    const body = read.value[boxOf(one)] ?? '';
    if (body === one.body) continue;
    const from = rowId(ask.body[`from-${idOf(one)}`]);
    const wrote = await writeMemberRemark(ask.db, ask.actor, {
      reservationId: reservation.id,
      position: one.position,
      from: from.ok ? from.value : null,
      body,
    });
    // What was typed is not lost: it stands in the box, beside what another clerk wrote meanwhile.
    if (!wrote.ok)
      return again(
        { [boxOf(one)]: `ほかの職員が先に書き直しました。現在の備考：「${one.body}」。合わせて書き直してください。` },
        true,
      );
  }
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
