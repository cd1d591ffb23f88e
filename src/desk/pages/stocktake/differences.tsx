import { recordView } from '../../../audit/view.ts';
import { openDifferences, readDifferences } from '../../../cards/stocktake-read.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, Pager, PostForm, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { comingVisits } from '../../../reservations/coming.ts';
import { pageAsked } from '../../parts/pages.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { viewerOf } from '../../parts/viewer.ts';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, go, type SignedAsk, show } from '../../route.ts';
import { ComingOf, kindOf, NameOf } from './ended.tsx';
import { Explain, NOTHING_TYPED, saveExplanations } from './explain.tsx';
import { Said } from './parts.tsx';
import { FOREIGN_WORDS } from './words.ts';

const A_PAGE = 100;

/** Every difference that waits: until the card is found or moved, or somebody says why. */
export async function differencesPage(ask: SignedAsk, wrong?: string): Promise<Answer> {
  const viewer = viewerOf(ask);
  const open = await openDifferences(ask.db, ask.session.bounds);
  const coming = await comingVisits(
    ask.db,
    viewer,
    open.map(({ cardId }) => cardId),
  );
  // Whose holder comes first is looked for first; the others stay in the order of the boxes.
  const when = (cardId: number): string => {
    const visit = coming.get(cardId);
    return visit === undefined ? '9' : `${visit.day} ${String(visit.startMinute).padStart(4, '0')}`;
  };
  const sorted = open.toSorted((one, other) =>
    when(one.cardId) < when(other.cardId) ? -1 : when(one.cardId) > when(other.cardId) ? 1 : 0,
  );
  const { page, pages, offset, limit } = pageAsked(ask, sorted.length, A_PAGE);
  const differences = await readDifferences(ask.db, viewer, sorted.slice(offset, offset + limit));
  if (differences.length > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits: differences.length });
  return show(
    <TitledPage
      ask={ask}
      title="棚卸の差異"
      heading="説明が必要な差異"
      crumbs={[{ href: paths.stocktakes, words: '棚卸' }]}
      refused={wrong}
      told={wrong === undefined && <Said ask={ask} />}
    >
      <Says class="lead">
        カードが見つかったときは、「保管する」で読み取ってください。この一覧から自動で消えます。見つからない理由や、別の箱にあった理由が分かったときは、説明を入力してください。予約のあるカードは、来庁の早い順に、先に出ます。
      </Says>
      {differences.length === 0 ? (
        <p class="empty">説明が必要な差異はありません。</p>
      ) : (
        <PostForm action={withQuery(paths.stocktakeDifferences, { page: page === 1 ? '' : page })} token={ask.token}>
          <Table
            caption="説明が必要な差異"
            wide
            columns={['区分', wholeCol('棚卸をした箱'), wholeCol('氏名・交付通知書ID'), '次の来庁', '次にすること', '説明']}
            rows={differences.map((card) => [
              kindOf(card),
              <>
                <a href={paths.stocktake(card.stocktakeId)}>{card.box}</a>
                {card.endedAt !== null && <span class="sub">{deskMoment(card.endedAt)}</span>}
              </>,
              <>
                <NameOf card={card} />
                {card.noticeId !== null && <span class="sub">{card.noticeId}</span>}
              </>,
              <ComingOf visit={coming.get(card.cardId)} />,
              card.result === 'missing'
                ? `${card.place ?? ''}の前後の箱と、窓口、回送の箱を確かめてください。`
                : card.foreign === null
                  ? ''
                  : FOREIGN_WORDS[card.foreign](card).first,
              <Explain ask={ask} stocktake={card.stocktakeId} card={card} />,
            ])}
          />
          <p class="acts">
            <Button kind="second">説明を記録する</Button>
          </p>
        </PostForm>
      )}
      <Pager page={page} pages={pages} href={(to) => withQuery(paths.stocktakeDifferences, { page: to })} />
    </TitledPage>,
    wrong === undefined ? 200 : 422,
  );
}

/** Records what was typed of the differences of the page, whichever stock-take they are of. */
export async function explainDifferences(ask: SignedAsk): Promise<Answer> {
  const said = await saveExplanations(ask);
  if (!said.ok && 'errors' in said) return differencesPage(ask, Object.values(said.errors)[0]);
  if (said.ok && said.saved === 0) return differencesPage(ask, NOTHING_TYPED);
  return go(withQuery(paths.stocktakeDifferences, said.ok ? { done: 'explained' } : { refused: said.reason }));
}
