import type { Who } from '../../cards/viewer.ts';
import { type CardPlace, whereWords } from '../../cards/whereabouts.ts';
import { longDate } from '../../lib/dates/format.ts';
import { daysBetween } from '../../lib/dates/jst.ts';
import { type Sql, sql } from '../../lib/db/sql.ts';
import { day, endsBeforeWords, line, type SayOf, select } from '../../lib/form/index.ts';
import { foldCode } from '../../lib/japanese/width.ts';
import type { Lies } from '../../lib/values/days.ts';
import { endsBefore } from '../../lib/values/order.ts';
import type { Goes, Known, ListColumn, Value } from '../list-types.ts';
import { HIDDEN_NAME } from '../since.ts';

export type WithWho = { who: Who };
/** `goes`: where the name leads, of whom this viewer may see. */
export const nameColumn = <Row extends WithWho>(goes?: (row: Row) => Goes | null): ListColumn<Row> => ({
  code: 'name',
  head: '氏名',
  value: ({ who }) => who?.name ?? HIDDEN_NAME,
  width: 17,
  usual: true,
  sort: 'sortName',
  bold: true,
  ...(goes === undefined ? {} : { goes: (row: Row) => (row.who === null ? null : goes(row)) }),
});
export const kanaColumn = <Row extends WithWho>(usual = true): ListColumn<Row> => ({
  code: 'kana',
  head: 'カナ',
  under: 'name',
  value: ({ who }) => who?.kana ?? '',
  width: 16,
  usual,
  sort: 'sortName',
});

export type WithBirth = { birthDate: string | null; birthText: string | null };
/**
 * The birthday, which tells apart two people of one ID, or of one name (§8(1)④b); where it is not known, what is written. Where it is not usually shown,
 * it stands there by itself as soon as the rows hold two such people.
 */
export const birthColumn = <Row extends WithBirth>(usual = true): ListColumn<Row> => ({
  code: 'birth',
  head: '生年月日',
  value: ({ birthDate, birthText }) => (birthDate === null ? birthText : { born: birthDate }),
  width: 15,
  usual,
  sort: 'birthDate',
  ...(usual ? {} : { apart: true }),
});

/** `whereabouts` null: a row without a card. */
type Placed = Omit<CardPlace, 'whereabouts'> & { whereabouts: CardPlace['whereabouts'] | null };

/** Where a card is, in the words of its page: a box alone only of a card that lies in it (§8(2)③). Sorted by the box, its own or its last one. */
export const placeColumn = <Row extends Placed>(usual = true): ListColumn<Row> => ({
  code: 'place',
  head: 'カードの所在',
  value: ({ whereabouts, place, towards = null }) => (whereabouts === null ? null : whereWords({ whereabouts, place, towards })),
  width: 19,
  usual,
  sort: 'place',
});

export const ALL = '';
const all = (label: string) => ({ value: ALL, label });

/** An office by its code, also one that is out of use, or all. */
export const officeField = ({ offices, bound }: Known, label = '交付場所') =>
  select<string>(
    label,
    [...(bound === true ? [] : [all('すべての場所')]), ...offices.map(({ code, name }) => ({ value: code, label: name }))],
    { usual: bound === true ? (offices[0]?.code ?? ALL) : ALL },
  );

/** A service by its code, also one that is out of use, or all. */
export const serviceField = ({ services }: Known) =>
  select<string>('手続き', [all('すべての手続き'), ...services.map(({ code, name }) => ({ value: code, label: name }))], {
    usual: ALL,
  });

/** As a sentence says which: nothing where it is all of them. */
export const serviceWords = (code: string, { services }: Known): string[] =>
  code === ALL ? [] : [services.find((service) => service.code === code)?.name ?? ''];

/** A status of cards by its code, also one that went out of use and that some have still, or all. */
export const statusField = ({ statuses }: Known, label: string) =>
  select<string>(
    label,
    [
      all('すべての交付状況'),
      ...statuses
        .filter(({ retired, left }) => !retired || left)
        .map(({ code, name, retired }) => ({ value: code, label: retired ? `${name}（廃止）` : name })),
    ],
    { usual: ALL },
  );
/** As a sentence says which: nothing where it is all of them. */
export const statusWords = (code: string, { statuses }: Known): string[] =>
  code === ALL ? [] : [`現在は${statuses.find((status) => status.code === code)?.name ?? ''}`];

/** A lot of J-LIS, whole. */
export const lotField = () => line('ロット番号', 50, { size: 'code' }).or('');
/** A cabinet, or a cabinet and a box, as they are called. */
export const boxField = () => line('棚・箱', 40, { size: 'code', hint: '例：A棚、A棚 3箱' }).or('');
/** 「A棚　３箱」 as it is compared: without spaces and the width of signs. */
const placeKey = (text: string): string => foldCode(text).toUpperCase();
/** Whether a box (`p`) is the one typed, or in the cabinet typed. */
export const inBox = (typed: string): Sql =>
  sql`(${typed} = '' OR ${placeKey(typed)} IN (upper(replace(p.cabinet, ' ', '')), upper(replace(p.cabinet || p.box, ' ', ''))))`;

export type Span = { from: string; to: string | null };
/** Lists look at days: one without a year is the nearest, or where they tell of what was, the last. Sentences about them call them days: 「この日からを読み取れません」 is none. */
export const fromField = (label?: string, lies: Lies = 'near') =>
  day(label ?? 'この日から', { box: 'from', called: label ?? '開始日', lies });
/** Left empty: that one day. */
export const toField = (label?: string, lies: Lies = 'near') =>
  day(label ?? 'この日まで', { box: 'to', called: label ?? '終了日', hint: '1日だけのときは空欄', lies }).optional();
/** Longer than the longest time anybody asks for: a list of years is a file of its own. */
const MOST_DAYS = 800;

/** What holds between the two days of a span. */
export function spanRules<F extends { from: string | null; to: string | null }>(
  values: Readonly<Partial<F>>,
  say: SayOf<F>,
): void {
  const { from, to } = values;
  if (typeof from !== 'string' || typeof to !== 'string') return;
  if (endsBefore(from, to)) say('to', endsBeforeWords());
  else if (daysBetween(from, to) > MOST_DAYS) say('to', `期間は、${MOST_DAYS}日までにしてください。`);
}

export const lastOf = ({ from, to }: Span): string => to ?? from;

export const spanWords = ({ from, to }: Span): string =>
  to === null || to === from ? longDate(from) : `${longDate(from)}から${longDate(to)}まで`;

/** The column that says the days of a span that is one day: the sentence says it. */
export const dayOfSpan = (span: Span, column = 'day'): string | undefined => (lastOf(span) === span.from ? column : undefined);

export const officeWords = (code: string, { offices }: Known): string =>
  code === ALL ? 'すべての場所' : (offices.find((office) => office.code === code)?.name ?? '');

/** The office the clerk works at; all where they belong to none that is in use. Of who is bound to offices always one of these. */
export const ownOffice = ({ offices, bound }: Known, officeId: number | null): string =>
  offices.find(({ id, retired }) => id === officeId && !retired)?.code ?? (bound === true ? (offices[0]?.code ?? ALL) : ALL);

export const yesNo = (is: boolean): Value => (is ? 'あり' : 'なし');

/** As the shelves are walked: cabinets and boxes in the order of 保管場所, as the page of the scan, labels and the plan show them. Columns of a list's rows. */
export const BOX_ORDER = 'cabinet_order NULLS LAST, length(cabinet), cabinet, box_order, length(box), box, position NULLS LAST';
