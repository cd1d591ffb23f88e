import { type AffectedRow, isLeftToCall, isSeen, listedFor, mustBeCalled, type SeenRow } from '../closing/affected.ts';
import type { ClosingRow } from '../closing/read.ts';
import { asIs, type Cell, csvLine } from '../lib/csv/write.ts';
import { clockTime, longDate, shortDate } from '../lib/dates/format.ts';
import { deskMoment, fileMoment } from '../lib/dates/jst.ts';
import { printable } from '../lib/japanese/printable.ts';
import type { ListPaper, PaperRow } from '../lib/pdf/paper.ts';
import { showPhone } from '../lib/values/contact.ts';
import { cityNow } from '../site/city.ts';

/** Someone whom only named roles may see, on a list for everyone. */
export const PROTECTED_LINE = '支援措置の方 1組：権限のある職員に引き継いでください';

/** A line of the phone list: `row` null stands for someone this reader may not see. */
export type PhoneLine = {
  id: number;
  row: SeenRow | null;
  day: string;
  startMinute: number;
  /** Where it was taken away; empty for whom this reader may not see. */
  office: string;
  /** Not reached yet. */
  left: boolean;
};

/** Whom somebody must call, by the time that was taken away (支援措置: only for who may see them, or it would say where they will be). */
export const phoneLines = (rows: readonly AffectedRow[]): PhoneLine[] =>
  listedFor(rows.filter(mustBeCalled)).map((row) => ({
    id: row.id,
    row: isSeen(row) ? row : null,
    day: row.day,
    startMinute: row.startMinute,
    office: isSeen(row) ? row.office : '',
    left: isLeftToCall(row),
  }));

const whom = (row: SeenRow): string => row.names.map((name) => printable(name).text).join('、');
const what = (row: AffectedRow): string => (row.standing === 'reopened' ? '再開を伝える' : '振替');

/** When and by whom they were told what the list is about: that it is shut, or that it opens after all. */
function told(row: AffectedRow): { when: string; file: string; by: string } | undefined {
  const [at, by] = row.standing === 'reopened' ? [row.recalledAt, row.recalledBy] : [row.reachedAt, row.reachedBy];
  return at === null ? undefined : { when: deskMoment(at), file: fileMoment(at), by: by ?? '' };
}

/** 11月27日（金） or 11月27日（金）から11月28日（土）まで, with the hours where it is not the whole day. */
export function spanWords(closing: Pick<ClosingRow, 'from' | 'to' | 'fromMinute' | 'toMinute'>): string {
  const days = closing.from === closing.to ? shortDate(closing.from) : `${shortDate(closing.from)}〜${shortDate(closing.to)}`;
  return closing.fromMinute === null || closing.toMinute === null
    ? days
    : `${days} ${clockTime(closing.fromMinute)}〜${clockTime(closing.toMinute)}`;
}

/** The phone list for a spreadsheet; protected people as one line that names nobody. */
export function phoneCsv(lines: readonly PhoneLine[]): string {
  const head: Cell[] = [
    '予約日',
    '予約時刻',
    '予約番号',
    '交付場所',
    '氏名',
    'カナ',
    '電話',
    '手続き',
    '用件',
    '連絡した日時',
    '連絡した職員',
    'メモ',
  ];
  const cells = ({ row, day, startMinute, office }: PhoneLine): Cell[] =>
    row === null
      ? [asIs(day), '', '', '', PROTECTED_LINE, '', '', '', '', '', '', '']
      : [
          asIs(day),
          asIs(clockTime(startMinute)),
          row.number,
          office,
          row.names.join('、'),
          row.kanas.join('、'),
          row.phone === '' ? '' : showPhone(row.phone),
          row.serviceName,
          what(row),
          asIs(told(row)?.file ?? ''),
          told(row)?.by ?? '',
          row.note,
        ];
  return [head, ...lines.map(cells)].map((line) => csvLine(line)).join('');
}

function paperRow({ row, startMinute }: PhoneLine): PaperRow {
  if (row === null) return [{ text: '' }, { text: PROTECTED_LINE }, { text: '' }, { text: '' }, 'tick', 'blank'];
  return [
    { text: clockTime(startMinute), bold: true },
    { text: whom(row), sub: row.kanas.join('、'), bold: true },
    { text: row.phone === '' ? '番号の記録なし' : showPhone(row.phone), sub: row.number, bold: row.phone !== '' },
    { text: what(row), sub: row.mail === 'dead' ? 'メール不達' : '' },
    told(row) === undefined ? 'tick' : { text: '連絡済', sub: told(row)?.by ?? '' },
    row.note === '' ? 'blank' : { text: row.note },
  ];
}

/** What a phone list is of, as its head says: the city and its office; 臨時閉庁の電話リスト; 臨時閉庁 3; why. */
export type PhoneHead = { above: string; title: string; of: string; reason: string };

export const closingHead = (closing: ClosingRow, places = closing.officeName): PhoneHead => ({
  // When, above and not in the title: the line of the title is short, and broke between the two hours.
  above: `${cityNow().name}　${places}${closing.serviceName === null ? '' : `　${closing.serviceName}`}　${spanWords(closing)}`,
  title: '臨時閉庁の電話リスト',
  of: `臨時閉庁 ${closing.id}`,
  reason: closing.reason,
});

/** Of a change of hours that was published: it may be of several offices. */
export const draftHead = (draft: { id: number; name: string }): PhoneHead => ({
  above: cityNow().name,
  title: '開庁時間の変更の電話リスト',
  of: `公開した変更 ${draft.id}`,
  reason: draft.name,
});

/** The phone list on paper. */
export function phonePaper(
  head: PhoneHead,
  lines: readonly PhoneLine[],
  printed: { at: Temporal.Instant; by: string },
): ListPaper {
  const several = new Set(lines.map(({ office }) => office).filter((office) => office !== '')).size > 1;
  const heads = (line: PhoneLine) => `${longDate(line.day)}${several && line.office !== '' ? `　${line.office}` : ''}`;
  const groups = [...Map.groupBy(lines, heads)];
  const reached = lines.filter(({ row }) => row !== null && told(row) !== undefined).length;
  return {
    kind: 'list',
    above: head.above,
    title: head.title,
    printed: [`${deskMoment(printed.at)} 印刷　${printed.by}`, head.of],
    facts: [
      { term: '電話する方', value: `${lines.length}組` },
      { term: '連絡済み', value: `${reached}組` },
      { term: '理由', value: head.reason.length > 24 ? `${head.reason.slice(0, 24)}…` : head.reason },
    ],
    columns: [
      { head: '時刻', width: 7 },
      { head: '氏名', width: 24 },
      { head: '電話・予約番号', width: 18 },
      { head: '用件', width: 14 },
      { head: '連絡した', width: 10 },
      { head: 'メモ', width: 27 },
    ],
    rows: groups.flatMap(([head, ofHead]): PaperRow[] => [{ group: `${head}　${ofHead.length}組` }, ...ofHead.map(paperRow)]),
    empty: '電話で知らせる方は、いません。',
    foot: '個人情報です。使い終わったら、細断してください。',
  };
}
