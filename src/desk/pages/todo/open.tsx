import { exactTime } from '../../../lib/dates/jst.ts';
import { Phrase, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { URGENCIES, type Urgency } from '../../menu.ts';
import type { SignedAsk } from '../../route.ts';
import type { Person, Shown } from './people.ts';
import { byUntil, personRow, rowIds } from './person-row.tsx';
import { type Open, queryOf } from './shown.ts';

const HEADS: Readonly<Record<Urgency, { title: string; says: string }>> = {
  today: { title: '本日中', says: '来庁や期限に間に合わなくなるものです。' },
  soon: { title: '数日のうち', says: 'お待ちの方がいるか、記録が合わなくなるものです。' },
  calm: { title: '手が空いたとき', says: '日を選び、まとめて行えるものです。' },
};
const COLUMNS = ['内容', '理由と対応', '連絡する相手'];

/** One line of a kind: how much, why, whom to call, and the way there. */
const kindRow = ({ count, words, why, href, call, everywhere }: Shown) => [
  <>
    <b>{grouped(count)}件</b>
    {everywhere && <span class="sub">すべての場所</span>}
  </>,
  <a href={href}>
    <b>{words}</b>
  </a>,
  <Phrase>{why}</Phrase>,
  call === undefined ? <span class="soft">－</span> : <Phrase>{call}</Phrase>,
];

/** What waits of one urgency; people whose time comes first stand before what is counted. */
function Waits({ ask, urgency, waits, open }: { ask: SignedAsk; urgency: Urgency; waits: readonly Shown[]; open: Open }) {
  if (waits.length === 0) return null;
  const { title, says } = HEADS[urgency];
  const persons = waits
    .flatMap((kind) => (open.people.get(kind.words) ?? []).map((person) => ({ kind, person })))
    .toSorted((one, other) => byUntil(one.person, other.person));
  const ids = rowIds(
    urgency,
    persons.map(({ person }) => person),
  );
  return (
    <section class="desk-section todo" aria-labelledby={urgency}>
      <h2 id={urgency}>{title}</h2>
      <Says>{says}</Says>
      <Table
        caption={`対応が必要なこと：${title}`}
        stacked="plain"
        columns={[wholeCol(persons.length > 0 ? '期限・件数' : '件数'), ...COLUMNS]}
        ids={ids}
        rows={[
          ...persons.map(({ kind, person }, at) => personRow({ ask, person, kind, query: queryOf(open), row: ids[at] ?? '' })),
          ...waits.filter(({ words }) => !open.people.has(words)).map(kindRow),
        ]}
      />
    </section>
  );
}

/** Everything that waits for a person, the most urgent first, with why and the way there. */
export function OpenWaits({ ask, open }: { ask: SignedAsk; open: Open }) {
  const waits = open.waits.filter(({ count }) => count > 0);
  const checked = open.waits.map(({ words }) => words).join('、');
  if (waits.length === 0)
    return (
      <div class="empty">
        <h2>{open.office === undefined ? '' : `${open.office.name}には、`}対応が必要なことはありません</h2>
        <Says class="lead">{`${exactTime(ask.now)}に確認しました${checked === '' ? '。' : `：${checked}。`}`}</Says>
      </div>
    );
  return (
    <>
      <Says class="lead">
        {open.office === undefined
          ? '件数は、すべての場所を合わせたものです。'
          : `${open.office.name}の分です。「すべての場所」とあるものは、場所に分けずに数えています。`}
      </Says>
      {URGENCIES.map((urgency) => (
        <Waits ask={ask} urgency={urgency} waits={waits.filter((wait) => wait.urgency === urgency)} open={open} />
      ))}
    </>
  );
}

/** Whom this account has taken on to ring. */
export function Mine({ ask, people }: { ask: SignedAsk; people: readonly Person[] }) {
  const persons = people.toSorted(byUntil);
  const ids = rowIds('mine', persons);
  return (
    <section class="desk-section todo">
      <Says>「担当になる」を押した、来庁前の電話です。すべての場所の分です。</Says>
      <Table
        caption="自分の担当"
        stacked="plain"
        empty="担当している電話はありません。"
        columns={[wholeCol('期限'), ...COLUMNS]}
        ids={ids}
        rows={persons.map((person, at) => personRow({ ask, person, query: { view: 'mine' }, row: ids[at] ?? '' }))}
      />
    </section>
  );
}
