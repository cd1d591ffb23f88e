import type { Parcel } from '../cards/parcels.ts';
import type { PackedCard } from '../counter/parcel-cards.ts';
import { clockTime, eraDate, longDate } from '../lib/dates/format.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { ListPaper, PaperCell, PaperRow } from '../lib/pdf/paper.ts';
import { paperPrintable } from '../lib/pdf/printable.ts';
import { grouped } from '../lib/values/numbers.ts';
import { cityNow } from '../site/city.ts';
import { HIDDEN_NAME } from './since.ts';
import { glyphNotes } from './values.ts';

const visitOf = ({ who, day, minute }: PackedCard): string => {
  if (who === null) return '';
  return day === null ? '予約なし' : `${longDate(day)} ${minute === null ? '' : clockTime(minute)}`;
};

const cardRow = (card: PackedCard): PaperRow => {
  const { position, noticeId, who, birthDate, birthText } = card;
  return [
    'tick',
    { text: String(position), bold: true },
    { text: noticeId ?? '' },
    {
      text: who === null ? HIDDEN_NAME : paperPrintable(who.name).text,
      bold: true,
      ...(who === null ? {} : { sub: birthDate === null ? (birthText ?? '') : eraDate(birthDate) }),
    },
    { text: visitOf(card) },
  ];
};

const EMPTY: PaperCell = { text: '' };
const signed = (what: string, who: string, how = '署名'): PaperRow => [
  EMPTY,
  EMPTY,
  { text: what, bold: true },
  { text: who },
  { text: how },
];

/** The slip that travels with a parcel (§8(2)⑩): what lies in it in its order, to be ticked at the other end, and lines to sign for both. */
export function parcelPaper(
  parcel: Parcel,
  cards: readonly PackedCard[],
  printed: { at: Temporal.Instant; by: string },
): ListPaper {
  const { id, fromName, toName, sentAt, sentBy } = parcel;
  const inside = cards.filter(({ state }) => state !== 'moved');
  return {
    kind: 'list',
    above: `${cityNow().name}　${fromName}から${toName}へ`,
    title: `回送票　便 ${id}`,
    printed: [`${deskMoment(printed.at)} 印刷　${printed.by}`],
    facts: [
      { term: '枚数', value: `${grouped(inside.length)}枚` },
      { term: '発送元', value: fromName },
      { term: '送り先', value: toName },
      { term: '発送', value: sentAt === null ? '発送前' : deskMoment(sentAt) },
    ],
    columns: [
      { head: '受領', width: 7 },
      { head: '順', width: 7 },
      { head: '交付通知書ID', width: 22 },
      { head: '氏名・生年月日', width: 32 },
      { head: '予約', width: 32 },
    ],
    rows: [
      ...inside.map(cardRow),
      { group: '署名' },
      signed('箱に入れた職員', [...new Set(inside.flatMap(({ packedBy }) => packedBy ?? []))].join('、')),
      signed('発送した職員', sentBy ?? ''),
      signed('確認した職員', ''),
      signed('受け取った職員', ''),
      signed('受け取った日時', '', ''),
    ],
    notes: glyphNotes(cards.map(({ who }) => who?.name ?? '')),
    empty: '',
    foot: '個人情報です。受領の読取が終わったら、細断してください。',
  };
}
