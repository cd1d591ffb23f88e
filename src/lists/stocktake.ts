import type { CountedCard, Stocktake } from '../cards/stocktake-read.ts';
import { WHEREABOUTS_WORDS } from '../cards/whereabouts.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { ListPaper, PaperRow } from '../lib/pdf/paper.ts';
import { paperPrintable } from '../lib/pdf/printable.ts';
import { cityNow } from '../site/city.ts';
import { HIDDEN_NAME } from './since.ts';
import { glyphNotes } from './values.ts';

const RESULTS: Readonly<Record<CountedCard['result'], string>> = {
  missing: '見つからない',
  foreign: 'この箱にない',
  seen: '確認済',
};
const ORDER: readonly CountedCard['result'][] = ['missing', 'foreign', 'seen'];

const row = (card: CountedCard): PaperRow => [
  { text: card.position === null || card.result === 'foreign' ? '' : String(card.position), bold: true },
  { text: card.who === null ? HIDDEN_NAME : paperPrintable(card.who.name).text, bold: card.result !== 'seen' },
  { text: card.noticeId ?? '' },
  { text: card.result === 'foreign' ? (card.place ?? '') : WHEREABOUTS_WORDS[card.whereabouts] },
  card.explanation === '' && card.open
    ? 'blank'
    : { text: card.explanation, ...(card.explainedBy === null ? {} : { sub: card.explainedBy }) },
];

const signed = (what: string, who: string | null): PaperRow => [
  { text: '' },
  { text: what },
  { text: who ?? '' },
  { text: '署名' },
  'blank',
];

/** The record of a stock-take, to sign: its figures, the differences first, and lines for two names. */
export function stocktakePaper(
  stocktake: Stocktake,
  cards: readonly CountedCard[],
  printed: { at: Temporal.Instant; by: string },
): ListPaper {
  const groups = ORDER.map((result) => ({
    result,
    of: cards.filter((card) => card.result === result).toSorted((one, other) => (one.position ?? 0) - (other.position ?? 0)),
  }));
  return {
    kind: 'list',
    above: `${cityNow().name}　${stocktake.officeName}　${stocktake.cabinet} ${stocktake.box}`,
    title: '棚卸表',
    printed: [`${deskMoment(printed.at)} 印刷　${printed.by}`, `棚卸 ${stocktake.id}`],
    facts: [
      { term: '箱の記録', value: `${(stocktake.seen ?? 0) + (stocktake.missing ?? 0)}枚` },
      { term: '確認済', value: `${stocktake.seen ?? 0}枚` },
      { term: '見つからない', value: `${stocktake.missing ?? 0}枚` },
      { term: 'この箱にない', value: `${stocktake.foreignCards ?? 0}枚` },
      { term: '数えた日時', value: stocktake.endedAt === null ? '' : deskMoment(stocktake.endedAt) },
    ],
    columns: [
      { head: '位置', width: 7 },
      { head: '氏名', width: 27 },
      { head: '交付通知書ID', width: 17 },
      { head: '所在・元の場所', width: 19 },
      { head: '説明', width: 30 },
    ],
    rows: [
      ...groups.flatMap(({ result, of }): PaperRow[] =>
        of.length === 0 ? [] : [{ group: `${RESULTS[result]}　${of.length}枚` }, ...of.map(row)],
      ),
      { group: '署名' },
      signed('数えた職員', stocktake.countedBy),
      signed('確認した職員', stocktake.checkedBy),
    ],
    notes: glyphNotes(cards.map(({ who }) => who?.name ?? '')),
    empty: '',
    foot: `個人情報です。使い終わったら、細断してください。${stocktake.note === '' ? '' : `メモ：${stocktake.note}`}`,
  };
}
