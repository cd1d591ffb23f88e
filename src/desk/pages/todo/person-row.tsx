import { callWords, takenWords, untoldWords } from '../../../counter/calls.ts';
import { clockTime, shortDate, spokenMinutes } from '../../../lib/dates/format.ts';
import { cityDay, cityMinute } from '../../../lib/dates/jst.ts';
import { Phrase } from '../../../lib/html/index.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { can } from '../../../staff/rights.ts';
import { CallTake } from '../../parts/call-take.tsx';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { Ring } from '../../parts/ring.tsx';
import { fromTodo, type TodoQuery } from '../../parts/todo-view.ts';
import { paths, withQuery } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import type { Person } from './people.ts';

type Props = { ask: SignedAsk; person: Person; query: TodoQuery; row: string; kind?: { href: string; words: string } };

/** Where presses in the rows of a table lead back to: by the visit, and which of its people. */
export const rowIds = (table: string, persons: readonly Person[]): string[] =>
  persons.map(({ call }, at) => {
    const before = persons.slice(0, at).filter((other) => other.call?.reservationId === call?.reservationId).length;
    return `${table}-${call?.reservationId ?? 'other'}-${before}`;
  });

/** What came of ringing them and who has it, with both presses; who may not see all of the visit does not ring. */
function Calling({ ask, person: { call, phone, name }, query, row }: Props) {
  if (call === undefined || phone === null) return null;
  const { reservationId, state } = call;
  const from = fromTodo(query, row);
  const untold = untoldWords(state);
  return (
    <>
      <p class="sub">{callWords(state) || '電話の記録はありません。'}</p>
      {untold !== '' && (
        <p>
          <b>{untold}。</b>
        </p>
      )}
      <p class="sub">担当　{takenWords(state) || '未定'}</p>
      <div class="acts" data-presses="">
        <CallTake ask={ask} reservationId={reservationId} call={state} who={name} from={from} />{' '}
        {can(ask.session, 'booking.make') && (
          <a class="button button-second" href={withQuery(paths.call(reservationId), { from })}>
            電話の結果を記録する
            <span class="unseen">：{name}さん</span>
          </a>
        )}
      </div>
    </>
  );
}

/** How long there is yet, of what ends today; else its day. `stands`: it has not ended, whatever the minute says. */
export function leftWords({ day, minute }: Person['until'], now: SignedAsk['now'], stands = false): string {
  if (day !== cityDay(now)) return shortDate(day);
  const left = minute - cityMinute(now);
  if (left > 0) return `あと${spokenMinutes(left)}`;
  return stands ? 'あと1分未満' : '時刻を過ぎました';
}

/** One line of a person: by when, who, why, the number to ring and the next press. */
export function personRow(props: Props) {
  const { ask, kind } = props;
  const { until, name, says, phone, language, step, href, stands, ...person } = props.person;
  return [
    <span class="todo-until">
      <b>{clockTime(until.minute)}</b>
      <span class="sub">
        <Phrase>{leftWords(until, ask.now, stands)}</Phrase>
      </span>
    </span>,
    <>
      <b class="todo-name">{name}さん</b>
      {person.protected && <span class="tag">支援措置</span>}
      <LanguageTag language={language} />
      {kind !== undefined && (
        <a class="sub" href={kind.href}>
          {kind.words}
        </a>
      )}
    </>,
    <Phrase>{says}</Phrase>,
    <>
      <div class="todo-ring">
        {phone === null || phone === '' ? <Ring phone={phone} /> : <b class="todo-phone">{showPhone(phone)}</b>}
        <a class="button button-stop" href={href}>
          {step}
          <span class="unseen">：{name}さん</span>
        </a>
      </div>
      <Calling {...props} />
    </>,
  ];
}

/** Whose time comes first stands first. */
export const byUntil = ({ until: one }: Person, { until: other }: Person): number =>
  one.day.localeCompare(other.day) || one.minute - other.minute;
