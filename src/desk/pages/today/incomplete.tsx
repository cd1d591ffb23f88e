import { record } from '../../../counter/acts.ts';
import { listReasons } from '../../../counter/incomplete.ts';
import { form } from '../../../lib/form/index.ts';
import { ErrorSummary, type FormErrors, hasErrors, SummaryList } from '../../../lib/html/index.ts';
import { printable } from '../../../lib/japanese/printable.ts';
import { uuid } from '../../../lib/values/ids.ts';
import { wholeNumber } from '../../../lib/values/numbers.ts';
import { type ReservationRow, readReservation } from '../../../reservations/read.ts';
import { Page } from '../../frame.tsx';
import { DeskForm, readForm } from '../../parts/form.tsx';
import { NotFound } from '../../parts/not-found.tsx';
import { seesMembers } from '../../parts/open-code.ts';
import { type ReasonFields, reasonFields, reasonRules, reasonWords } from '../../parts/reason-form.ts';
import { outcomeWords } from '../../parts/words.ts';
import { paths } from '../../paths.ts';
import { type Answer, get, go, post, type Route, type SignedAsk, show } from '../../route.ts';
import { back, backFields } from './presses.ts';

const incompleteForm = (reasons: readonly string[]) =>
  form<ReasonFields>(reasonFields(reasons, '次に来庁されるとき、予約と窓口の画面に表示します。'), { rules: reasonRules });

type Fields = Readonly<Record<string, unknown>>;
type Person = { reservation: ReservationRow; member: ReservationRow['members'][number] };

async function page(ask: SignedAsk, fields: Fields, { reservation, member }: Person, errors: FormErrors = {}): Promise<Answer> {
  const words = outcomeWords('incomplete', reservation.needsCard);
  const here = { ...backFields(fields), id: reservation.id, position: String(member.position) };
  return show(
    <Page ask={ask} title={words} wrong={hasErrors(errors)}>
      <h1>{words}として記録する</h1>
      <ErrorSummary errors={errors} />
      <SummaryList
        rows={[
          { term: '来庁者', value: printable(member.name).text },
          { term: '手続', value: reservation.serviceName },
        ]}
      />
      <DeskForm
        ask={ask}
        form={incompleteForm(await listReasons(ask.db))}
        action={paths.incomplete}
        values={{}}
        errors={errors}
        submit={`${words}にする`}
        back={{ href: back(here, {}), words: 'やめる' }}
      >
        {Object.entries(here).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
      </DeskForm>
    </Page>,
    hasErrors(errors) ? 422 : 200,
  );
}

/** The person of the address or form whose visit is spoken of; undefined where this account may not see them. */
async function personOf(ask: SignedAsk, fields: Fields): Promise<Person | undefined> {
  const [id, position] = [uuid(fields['id']), wholeNumber(1, 20)(fields['position'])];
  const reservation = id.ok ? await readReservation(ask.db, id.value) : undefined;
  const member = reservation?.members.find((one) => position.ok && one.position === position.value);
  return reservation === undefined || member === undefined || !seesMembers(ask, reservation)
    ? undefined
    : { reservation, member };
}

async function submit(ask: SignedAsk): Promise<Answer> {
  const person = await personOf(ask, ask.body);
  if (person === undefined) return show(<NotFound ask={ask} />, 404);
  const typed = readForm(ask, incompleteForm(await listReasons(ask.db)));
  if (!typed.ok) return page(ask, ask.body, person, typed.errors);
  const recorded = await record(ask.db, ask.actor, {
    reservationId: person.reservation.id,
    position: person.member.position,
    from: 'arrived',
    to: 'incomplete',
    reason: reasonWords(typed.value),
  });
  return go(back(ask.body, recorded.ok ? {} : { refused: recorded.reason }));
}

/** 不備 with its reason: chosen from the city's list or typed, and shown when the person comes again. */
export const incompleteRoutes: readonly Route[] = [
  get(paths.incomplete, 'counter.act', async (ask) => {
    const person = await personOf(ask, ask.query);
    if (person === undefined) return show(<NotFound ask={ask} />, 404);
    if (person.member.outcome !== 'arrived') return go(back(ask.query, { refused: 'changed_meanwhile' }));
    return page(ask, ask.query, person);
  }),
  post(paths.incomplete, 'counter.act', submit),
];
