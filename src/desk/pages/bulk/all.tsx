import { countBulks, listBulk } from '../../../cards/bulk.ts';
import { bulkUnderWay } from '../../../cards/bulk-work.ts';
import { Pager, Says } from '../../../lib/html/index.ts';
import { pageAsked } from '../../parts/pages.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { Changes } from './changes.tsx';
import { UnderWay } from './work.tsx';

const A_PAGE = 50;

/** Every bulk change, page by page: none is lost because others came after it. */
export async function allPage(ask: SignedAsk): Promise<Answer> {
  const { page, pages, ...stretch } = pageAsked(ask, await countBulks(ask.db), A_PAGE);
  const [changes, underWay] = await Promise.all([listBulk(ask.db, stretch), bulkUnderWay(ask.db)]);
  return show(
    <TitledPage ask={ask} title="一括変更の履歴" crumbs={[{ href: paths.list('cards'), words: '交付状況一覧' }]}>
      <Says class="lead">日時を押すと、変更したカードが出ます。その画面で、まとめて、または1枚ずつ取り消せます。</Says>
      {underWay !== undefined && <UnderWay work={underWay} />}
      <Changes changes={changes} caption="一括変更の履歴" />
      <Pager page={page} pages={pages} href={(to) => withQuery(paths.bulkChanges, { page: to })} />
    </TitledPage>,
  );
}
