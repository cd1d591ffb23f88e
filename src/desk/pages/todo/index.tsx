import { callWords, takenWords } from '../../../counter/calls.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { cityDay, exactTime } from '../../../lib/dates/jst.ts';
import { Phrase, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { showPhone } from '../../../lib/values/contact.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { URGENCIES, type Urgency, useWaiting, type Waiting } from '../../menu.ts';
import { CallTake } from '../../parts/call-take.tsx';
import { LanguageTag } from '../../parts/language-tag.tsx';
import { Ring } from '../../parts/ring.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { CALL_DONE, said } from '../../parts/words.ts';
import { paths, withQuery } from '../../paths.ts';
import { field, get, type SignedAsk, show } from '../../route.ts';
import { type Person, peopleDue } from './people.ts';

const HEADS: Readonly<Record<Urgency, { title: string; says: string }>> = {
  today: { title: '本日中', says: '来庁や期限に間に合わなくなるものです。' },
  soon: { title: '数日のうち', says: 'お待ちの方がいるか、記録が合わなくなるものです。' },
  calm: { title: '手が空いたとき', says: '日を選び、まとめて行えるものです。' },
};

type People = ReadonlyMap<string, readonly Person[]>;

/** One line of a kind: how much, why, whom to call, and the way there. */
const kindRow = ({ count, words, why, href, call }: Waiting) => [
  <b>{grouped(count)}件</b>,
  <a href={href}>
    <b>{words}</b>
  </a>,
  <Phrase>{why}</Phrase>,
  call === undefined ? <span class="soft">－</span> : <Phrase>{call}</Phrase>,
];

/** What came of ringing them and who has it, with both presses; who may not see all of the visit does not ring. */
function Calling({ ask, call, phone, name }: { ask: SignedAsk } & Pick<Person, 'call' | 'phone' | 'name'>) {
  if (call === undefined || phone === null) return null;
  const { reservationId, state } = call;
  return (
    <>
      <p class="sub">{callWords(state) || '電話の記録はありません。'}</p>
      <p class="sub">担当　{takenWords(state) || '未定'}</p>
      <div class="acts">
        <CallTake ask={ask} reservationId={reservationId} call={state} who={name} from="todo" />{' '}
        {can(ask.session, 'booking.make') && (
          <a class="button button-second" href={withQuery(paths.call(reservationId), { from: 'todo' })}>
            電話の結果を記録する
            <span class="unseen">：{name}さん</span>
          </a>
        )}
      </div>
    </>
  );
}

/** One line of a person: by when, who, why, the number to ring and the next press. */
const personRow = (
  ask: SignedAsk,
  { href: list, words }: Waiting,
  { until, name, says, phone, language, step, href, call, ...person }: Person,
) => [
  <span class="todo-until">
    <b>{clockTime(until.minute)}</b>
    <span class="sub">{until.day === cityDay(ask.now) ? '本日' : shortDate(until.day)}</span>
  </span>,
  <>
    <b class="todo-name">{name}さん</b>
    {person.protected && <span class="tag">支援措置</span>}
    <LanguageTag language={language} />
    <a class="sub" href={list}>
      {words}
    </a>
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
    <Calling ask={ask} call={call} phone={phone} name={name} />
  </>,
];

/** What waits of one urgency; people whose time comes first stand before what is counted. */
function Waits({ ask, urgency, waits, people }: { ask: SignedAsk; urgency: Urgency; waits: readonly Waiting[]; people: People }) {
  if (waits.length === 0) return null;
  const { title, says } = HEADS[urgency];
  const persons = waits
    .flatMap((wait) => (people.get(wait.href) ?? []).map((person) => ({ wait, person, at: person.until })))
    .toSorted((one, other) => one.at.day.localeCompare(other.at.day) || one.at.minute - other.at.minute);
  return (
    <section class="desk-section todo" aria-labelledby={urgency}>
      <h2 id={urgency}>{title}</h2>
      <Says>{says}</Says>
      <Table
        caption={`対応が必要なこと：${title}`}
        stacked="plain"
        columns={[wholeCol(persons.length > 0 ? '期限・件数' : '件数'), '内容', '理由と対応', '連絡する相手']}
        rows={[
          ...persons.map(({ wait, person }) => personRow(ask, wait, person)),
          ...waits.filter(({ href }) => !people.has(href)).map(kindRow),
        ]}
      />
    </section>
  );
}

/** Everything that waits for a person, the most urgent first, with why and the way there. */
function TodoPage({ ask, people }: { ask: SignedAsk; people: People }) {
  const waiting = useWaiting();
  const open = waiting.filter(({ count }) => count > 0);
  const checked = waiting.map(({ words }) => words).join('、');
  return (
    <TitledPage
      ask={ask}
      title="対応が必要"
      said={CALL_DONE[field(ask.query, 'done')]}
      refused={said(field(ask.query, 'refused'))}
    >
      {open.length === 0 ? (
        <div class="empty">
          <h2>対応が必要なことはありません</h2>
          <Says class="lead">{`${exactTime(ask.now)}に確認しました${checked === '' ? '。' : `：${checked}。`}`}</Says>
        </div>
      ) : (
        <>
          <Says class="lead">件数は、すべての場所を合わせたものです。</Says>
          {URGENCIES.map((urgency) => (
            <Waits ask={ask} urgency={urgency} waits={open.filter((wait) => wait.urgency === urgency)} people={people} />
          ))}
        </>
      )}
    </TitledPage>
  );
}

export const todo: Feature = {
  routes: [get(paths.todo, 'today.see', async (ask) => show(<TodoPage ask={ask} people={await peopleDue(ask)} />))],
  menu: [{ group: 'todo', href: paths.todo, words: '対応が必要', right: 'today.see' }],
};
