import type { CountedCard, Stocktake } from '../../../cards/stocktake-read.ts';
import { WHEREABOUTS_WORDS } from '../../../cards/whereabouts.ts';
import { clockTime, shortDate } from '../../../lib/dates/format.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, PostForm, rightCol, Says, SummaryList, Table, wholeCol } from '../../../lib/html/index.ts';
import type { Coming } from '../../../reservations/coming.ts';
import { can } from '../../../staff/rights.ts';
import { Section } from '../../parts/section.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { Explain } from './explain.tsx';
import { headOf, Said } from './parts.tsx';
import { FOREIGN_WORDS, STATE_WORDS } from './words.ts';

type Props = {
  ask: SignedAsk;
  stocktake: Stocktake;
  cards: readonly CountedCard[];
  /** The visits the differing cards are wanted for. */
  coming: ReadonlyMap<number, Coming>;
  wrong?: string | undefined;
};

/** How a difference stands: waits, was explained, or settled itself. */
const standing = (card: CountedCard): string => {
  if (card.explainedAt !== null) return card.explanation;
  if (card.open) return '';
  return card.result === 'missing'
    ? `見つかりました（${WHEREABOUTS_WORDS[card.whereabouts]}）`
    : `移しました（${card.place ?? WHEREABOUTS_WORDS[card.whereabouts]}）`;
};

/** The name, with the way to the card for who may see it. */
export const NameOf = ({ card }: { card: CountedCard }) =>
  card.who === null ? <>支援措置</> : <a href={paths.person(card.cardId)}>{card.who.name}</a>;

/** When and where somebody comes for the card; empty where nobody does. */
export const ComingOf = ({ visit }: { visit: Coming | undefined }) =>
  visit === undefined ? null : (
    <a href={paths.reservation(visit.reservationId)}>
      {shortDate(visit.day)} {clockTime(visit.startMinute)}　{visit.officeName}
    </a>
  );

export const kindOf = ({ result }: CountedCard): string => (result === 'missing' ? '× 見つからない' : '！ この箱にないカード');

function Differences({ ask, stocktake, cards, coming }: Props) {
  const rows = cards.filter(({ result }) => result !== 'seen');
  return (
    <Section id="differences" title={`差異 ${rows.length}枚`}>
      <Table
        caption="差異"
        wide
        empty="差異はありません。箱の記録と一致しました。"
        columns={[
          wholeCol('区分'),
          rightCol('位置'),
          wholeCol('氏名'),
          wholeCol('交付通知書ID'),
          wholeCol('所在'),
          '次の来庁',
          '説明',
        ]}
        rows={rows.map((card) => [
          kindOf(card),
          card.result === 'missing' ? String(card.position ?? '') : '',
          <NameOf card={card} />,
          card.noticeId ?? '',
          WHEREABOUTS_WORDS[card.whereabouts],
          <ComingOf visit={coming.get(card.cardId)} />,
          card.open ? (
            <>
              {card.foreign !== null && card.result === 'foreign' && <p>{FOREIGN_WORDS[card.foreign](card).first}</p>}
              <Explain ask={ask} stocktake={stocktake.id} card={card} />
            </>
          ) : (
            <>
              {standing(card)}
              {card.explainedAt !== null && (
                <span class="sub">
                  {deskMoment(card.explainedAt)}　{card.explainedBy ?? ''}
                </span>
              )}
            </>
          ),
        ])}
      />
      {rows.some(({ open }) => open) && (
        <p class="acts">
          <Button kind="second">説明を記録する</Button>
        </p>
      )}
    </Section>
  );
}

/** The second person's press, and the way back for who ended it too early; both keep what was typed of the differences above. */
function Check({ stocktake }: Pick<Props, 'stocktake'>) {
  return (
    <Section id="check" title="確認する">
      <Says>数えていない職員が、箱と差異を確かめてから押してください。数えた職員は押せません。</Says>
      <p class="acts">
        <Button action={paths.stocktakeAct(stocktake.id, 'check')}>確認したことを記録する</Button>
        <Button kind="second" action={paths.stocktakeAct(stocktake.id, 'reopen')}>
          数え直す
        </Button>
      </p>
    </Section>
  );
}

const whenBy = (at: Date | null, by: string | null): string => (at === null ? '' : `${deskMoment(at)}　${by ?? ''}`);

/** A stock-take that has ended: who counted, who checked, its figures and differences. */
export function EndedPage(props: Props) {
  const { ask, stocktake, wrong } = props;
  const dropped = stocktake.state === 'dropped';
  return (
    <TitledPage {...headOf(ask, stocktake)} refused={wrong} told={wrong === undefined && <Said ask={ask} />}>
      <SummaryList
        rows={[
          { term: '状態', value: STATE_WORDS[stocktake.state] },
          { term: '開始', value: whenBy(stocktake.begunAt, stocktake.begunBy) },
          ...(dropped
            ? [{ term: '取りやめ', value: whenBy(stocktake.endedAt, '') }]
            : [
                { term: '数えた職員', value: whenBy(stocktake.endedAt, stocktake.countedBy) },
                {
                  term: '確認した職員',
                  value: stocktake.checkedAt === null ? '確認待ち' : whenBy(stocktake.checkedAt, stocktake.checkedBy),
                },
                {
                  term: '結果',
                  value: `箱の記録 ${(stocktake.seen ?? 0) + (stocktake.missing ?? 0)}枚、確認 ${stocktake.seen ?? 0}枚、見つからない ${stocktake.missing ?? 0}枚、この箱にないカード ${stocktake.foreignCards ?? 0}枚`,
                },
              ]),
          ...(stocktake.note === '' ? [] : [{ term: 'メモ', value: stocktake.note }]),
        ]}
      />
      {!dropped &&
        (stocktake.state === 'counted' || props.cards.some(({ open }) => open) ? (
          <PostForm action={paths.stocktakeAct(stocktake.id, 'explain')} token={ask.token}>
            <Differences {...props} />
            {stocktake.state === 'counted' && <Check stocktake={stocktake} />}
          </PostForm>
        ) : (
          <Differences {...props} />
        ))}
      <p class="acts">
        {!dropped && can(ask.session, 'lists.take') && (
          <LinkButton href={paths.stocktakePdf(stocktake.id)} kind="second">
            棚卸表（PDF）
          </LinkButton>
        )}
        <LinkButton href={paths.stocktakes} kind="second">
          棚卸の一覧に戻る
        </LinkButton>
      </p>
    </TitledPage>
  );
}
