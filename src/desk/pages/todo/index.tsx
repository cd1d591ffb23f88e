import { exactTime } from '../../../lib/dates/jst.ts';
import { Says, Table } from '../../../lib/html/index.ts';
import type { Feature } from '../../feature.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, type SignedAsk, show } from '../../route.ts';

/** Everything that waits for a person, with why and the way there. */
function TodoPage({ ask }: { ask: SignedAsk }) {
  const open = ask.waiting.filter(({ count }) => count > 0);
  const checked = ask.waiting.map(({ words }) => words).join('、');
  return (
    <TitledPage ask={ask} title="対応が必要">
      {open.length === 0 ? (
        <div class="empty">
          <h2>対応が必要なことはありません</h2>
          <Says class="lead">{`${exactTime(ask.now)}に確認しました${checked === '' ? '。' : `：${checked}。`}`}</Says>
        </div>
      ) : (
        <Table
          caption="対応が必要なこと"
          columns={[{ head: '件数', right: true, whole: true }, { head: '内容', whole: true }, { head: '理由と対応' }]}
          rows={open.map(({ count, words, why, href }) => [
            <b>{count}件</b>,
            <a href={href}>
              <b>{words}</b>
            </a>,
            why,
          ])}
        />
      )}
    </TitledPage>
  );
}

export const todo: Feature = {
  routes: [get(paths.todo, 'today.see', async (ask) => show(<TodoPage ask={ask} />))],
  menu: [{ group: 'todo', href: paths.todo, words: '対応が必要', right: 'today.see' }],
};
