import { randomUUID } from 'node:crypto';
import { recordLook } from '../../../audit/view.ts';
import { readUsualEnd } from '../../../calendar/usual-end.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { type FormErrors, Notice, Says } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { listPickupOffices } from '../../../offices/read.ts';
import type { ReservationRow } from '../../../reservations/read.ts';
import { DAY_KINDS, enterBeside, PARTS } from '../../../waiting/acts.ts';
import { entryBeside } from '../../../waiting/read.ts';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { seenVisit } from '../../parts/subject.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, field, go, type SignedAsk, show } from '../../route.ts';
import { type Choices, readChoices, withoutWords } from './choices.ts';
import { besideForm } from './form.ts';
import { refusedWords } from './words.ts';

type About = { booked: ReservationRow; choices: Choices };

/** The booking of the address, as far as this account may see it, and what comes before it; who waits beside it already is shown that. */
async function withBooking(ask: SignedAsk, then: (about: About) => Promise<Answer>): Promise<Answer> {
  const booked = await seenVisit(ask, ask.params['id']);
  if (booked === undefined) return show(<NotFound ask={ask} />, 404);
  if (ask.looks) await recordLook(ask.db, ask.actor, { saw: 'reservation', reservationId: booked.id });
  const card = booked.members[0]?.cardId ?? null;
  if (booked.state !== 'booked' || card === null) return go(paths.reservation(booked.id));
  const [offices, usualEnd] = [await listPickupOffices(ask.db), await readUsualEnd(ask.db)];
  const choices = await readChoices(ask.db, [booked.serviceId], card, offices, usualEnd, { until: booked.day });
  return then({ booked, choices });
}

type More = { errors?: FormErrors; refused?: string; status?: number };

function page(ask: SignedAsk, { booked, choices }: About, { errors = {}, refused, status = 200 }: More): Answer {
  const without = withoutWords(choices);
  const office = choices.offices.find(({ value }) => value === String(booked.officeId)) ?? choices.offices[0];
  return show(
    <TitledPage
      ask={ask}
      title="早い空きの空き待ちの登録"
      heading={`${booked.members.map(({ name }) => `${printable(name).text}さん`).join('、')}の、早い空きの空き待ちの登録`}
      crumbs={[{ href: paths.waiting, words: '空き待ち' }]}
      errors={errors}
      refused={refused}
    >
      <Says class="lead">
        {`今の予約（${shortDate(booked.day)} ${clockTime(booked.startMinute)}　${booked.officeName}）より早い空きを待ちます。今の予約はそのままで、新しい日時をお受けになったときに変わります。案内は、予約と同じ連絡先に行います。`}
      </Says>
      {without !== '' && office !== undefined && <Says>{without}</Says>}
      {office === undefined ? (
        <Notice kind="care" title="今の予約より早い空きを案内できる日がありません">
          <Says>カードを運ぶ日数、カードの有効期限、予約できる期間のためです。予約はそのままです。</Says>
        </Notice>
      ) : (
        <DeskForm
          ask={ask}
          form={besideForm(choices)}
          action={paths.waitingBeside(booked.id)}
          values={{
            offices: [office.value],
            from: choices.days[0] ?? '',
            to: choices.days.at(-1) ?? '',
            kinds: choices.kinds,
            parts: choices.parts,
            phone: null,
            mail: null,
            language: 'ja',
          }}
          errors={errors}
          hidden={{ id: field(ask.body, 'id') || randomUUID() }}
          submit="空き待ちに登録する"
          back={{ href: paths.reservation(booked.id), words: 'やめる' }}
        />
      )}
    </TitledPage>,
    status,
  );
}

/** The form for who has a booking and is on the telephone for an earlier time. */
export const besidePage = (ask: SignedAsk): Promise<Answer> =>
  withBooking(ask, async (about) => {
    const entry = await entryBeside(ask.db, about.booked.id);
    return entry === undefined ? page(ask, about, {}) : go(paths.waitingEntry(entry.id));
  });

export const besideSubmit = (ask: SignedAsk): Promise<Answer> =>
  withBooking(ask, async (about) => {
    const typed = readForm(ask, besideForm(about.choices));
    if (!typed.ok) return page(ask, about, { errors: typed.errors, status: 422 });
    const { value } = typed;
    const id = uuid(field(ask.body, 'id'));
    const entered = await enterBeside(ask.db, ask.actor, {
      id: id.ok ? id.value : randomUUID(),
      reservation: about.booked.id,
      phone: '',
      offices: value.offices.map(Number),
      from: value.from,
      to: value.to,
      kinds: DAY_KINDS.filter((kind) => value.kinds.includes(kind)),
      parts: PARTS.filter((part) => value.parts.includes(part)),
    });
    if (!entered.ok) {
      const refused = refusedWords(entered.reason, entered.detail, '予約の変更で、その日時に変更してください。');
      return page(ask, about, { refused, status: 409 });
    }
    const entry = await entryBeside(ask.db, about.booked.id);
    return go(entry === undefined ? paths.waiting : withQuery(paths.waitingEntry(entry.id), { done: entered.value }));
  });
