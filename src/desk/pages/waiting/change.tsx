import { type FormErrors, hasErrors, Says } from '../../../lib/html/index.ts';
import { mailAddress } from '../../../lib/values/contact.ts';
import { rowVersion } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import type { Beside } from '../../../reservations/beside.ts';
import { change, DAY_KINDS, PARTS } from '../../../waiting/acts.ts';
import { cardsOfEntry, type EntryRow } from '../../../waiting/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { chosenLanguage } from '../../parts/language.ts';
import { slipAsked, withSlip } from '../../parts/mail-slip.ts';
import { OtherBooking, otherBooking } from '../../parts/other-booking.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { type Choices, readChoices, withoutWords } from './choices.ts';
import { CRUMBS, nameOf, withEntry } from './entry.tsx';
import { besideForm, changeForm } from './form.ts';
import { refusedWords } from './words.ts';

/** Offices one may choose now, and those it waits for already: what is not touched stays. */
async function officesOf(ask: SignedAsk, { officeIds, offices }: EntryRow) {
  const open = await listPickupOffices(ask.db);
  const waited = officeIds.map((id, at) => ({ id, name: offices[at] ?? '' }));
  return [...open, ...waited.filter(({ id }) => !open.some((one) => one.id === id))];
}

/** What may be chosen, by the card of who calls; what they wait for already stays in it. */
const choicesFor = async (ask: SignedAsk, row: EntryRow) =>
  readChoices(ask.db, [row.serviceId], row.cardId, await officesOf(ask, row), row.usualEnd, {
    kept: row,
    until: row.booking?.day,
  });

/** Beside a booking they are reached as it says: that is put right there. */
const formFor = (row: EntryRow, choices: Choices) => (row.booking === null ? changeForm(choices) : besideForm(choices));

type More = { errors?: FormErrors; refused?: string; other?: Beside | undefined; status?: number };

async function page(ask: SignedAsk, row: EntryRow, { errors = {}, refused, other, status = 200 }: More = {}): Promise<Answer> {
  const choices = await choicesFor(ask, row);
  const without = withoutWords(choices);
  const version = status === 200 ? String(row.version) : field(ask.body, 'version');
  return show(
    <TitledPage
      ask={ask}
      title="空き待ちの変更"
      heading={`${nameOf(row)}さんの待つ条件・連絡先の変更`}
      crumbs={[...CRUMBS, { href: paths.waitingEntry(row.id), words: `${nameOf(row)}さんの空き待ち` }]}
      errors={errors}
      refused={refused}
      refusedFor={<OtherBooking of={other} />}
    >
      <Says class="lead">
        {row.booking === null
          ? `順番はそのままです。一緒に来庁する方（${row.people}人）は変わりません。メールアドレスを変更すると、前のアドレスに届いたリンクと、そこから開いた手続き中の画面は、使えなくなります。`
          : '順番も、今の予約もそのままです。来庁する方と連絡先は、予約と同じです。予約のページで変更します。'}
      </Says>
      {without !== '' && <Says>{without}</Says>}
      <DeskForm
        ask={ask}
        form={formFor(row, choices)}
        action={paths.waitingChange(row.id)}
        values={{
          offices: row.officeIds.map(String),
          from: row.from,
          to: row.to,
          kinds: [...row.kinds],
          parts: [...row.parts],
          phone: row.phone === '' ? null : row.phone,
          mail: row.mail,
          language: chosenLanguage(row.language),
        }}
        errors={errors}
        hidden={{ version, ...slipAsked(ask) }}
        submit="変更する"
        back={{ href: paths.waitingEntry(row.id), words: '変更せずに戻る' }}
      />
    </TitledPage>,
    status,
  );
}

/** What somebody waits for and how they are reached, changed without losing their place. */
export const changePage = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => (row.endedAt === null ? page(ask, row) : go(paths.waitingEntry(row.id))));

export const changeSubmit = (ask: SignedAsk): Promise<Answer> =>
  withEntry(ask, async (row) => {
    const typed = readForm(ask, formFor(row, await choicesFor(ask, row)));
    const errors = withSlip(ask, typed.ok ? {} : typed.errors);
    if (!typed.ok || hasErrors(errors)) return page(ask, row, { errors, status: 422 });
    const { value } = typed;
    const mail = mailAddress(value.mail ?? '');
    const version = rowVersion(ask.body['version']);
    const changed = await change(ask.db, ask.actor, {
      id: row.id,
      version: version.ok ? version.value : -1,
      mail: mail.ok ? mail.value : null,
      phone: value.phone ?? '',
      language: value.language,
      offices: value.offices.map(Number),
      from: value.from,
      to: value.to,
      kinds: DAY_KINDS.filter((kind) => value.kinds.includes(kind)),
      parts: PARTS.filter((part) => value.parts.includes(part)),
    });
    if (changed.ok) return go(withQuery(paths.waitingEntry(row.id), { done: changed.value }));
    // What was typed was typed over what is no longer so.
    if (changed.reason === 'unknown' || changed.reason === 'changed_meanwhile')
      return go(withQuery(paths.waitingEntry(row.id), { refused: changed.reason }));
    const other = await otherBooking(ask, changed.reason, { cards: await cardsOfEntry(ask.db, row.id) });
    return page(ask, row, { refused: refusedWords(changed.reason, changed.detail), other, status: 409 });
  });
