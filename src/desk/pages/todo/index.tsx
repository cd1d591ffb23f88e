import { exactTime } from '../../../lib/dates/jst.ts';
import { Phrase, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Feature } from '../../feature.ts';
import { URGENCIES, type Urgency, useWaiting, type Waiting } from '../../menu.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, type SignedAsk, show } from '../../route.ts';

const HEADS: Readonly<Record<Urgency, { title: string; says: string }>> = {
  today: { title: '本日中', says: '来庁や期限に間に合わなくなるものです。' },
  soon: { title: '数日のうち', says: 'お待ちの方がいるか、記録が合わなくなるものです。' },
  calm: { title: '手が空いたとき', says: '日を選び、まとめて行えるものです。' },
};

/** What waits of one urgency: how much, why, whom to call, and the way there. */
function Waits({ urgency, waits }: { urgency: Urgency; waits: readonly Waiting[] }) {
  if (waits.length === 0) return null;
  const { title, says } = HEADS[urgency];
  return (
    <section class="desk-section" aria-labelledby={urgency}>
      <h2 id={urgency}>{title}</h2>
      <Says>{says}</Says>
      <Table
        caption={`対応が必要なこと：${title}`}
        stacked="plain"
        columns={[{ head: '件数', right: true, whole: true }, wholeCol('内容'), '理由と対応', '連絡する相手']}
        rows={waits.map(({ count, words, why, href, call }) => [
          <b>{grouped(count)}件</b>,
          <a href={href}>
            <b>{words}</b>
          </a>,
          <Phrase>{why}</Phrase>,
          call === undefined ? <span class="unseen">なし</span> : <Phrase>{call}</Phrase>,
        ])}
      />
    </section>
  );
}

/** Everything that waits for a person, the most urgent first, with why and the way there. */
function TodoPage({ ask }: { ask: SignedAsk }) {
  const waiting = useWaiting();
  const open = waiting.filter(({ count }) => count > 0);
  const checked = waiting.map(({ words }) => words).join('、');
  return (
    <TitledPage ask={ask} title="対応が必要">
      {open.length === 0 ? (
        <div class="empty">
          <h2>対応が必要なことはありません</h2>
          <Says class="lead">{`${exactTime(ask.now)}に確認しました${checked === '' ? '。' : `：${checked}。`}`}</Says>
        </div>
      ) : (
        URGENCIES.map((urgency) => <Waits urgency={urgency} waits={open.filter((wait) => wait.urgency === urgency)} />)
      )}
    </TitledPage>
  );
}

export const todo: Feature = {
  routes: [get(paths.todo, 'today.see', async (ask) => show(<TodoPage ask={ask} />))],
  menu: [{ group: 'todo', href: paths.todo, words: '対応が必要', right: 'today.see' }],
};
