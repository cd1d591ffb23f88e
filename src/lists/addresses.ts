import { type Sql, sql } from '../lib/db/sql.ts';
import type { Label, ListPaper } from '../lib/pdf/paper.ts';
import { paperPrintable } from '../lib/pdf/printable.ts';
import { cityNow } from '../site/city.ts';
import type { Line, ListFace, Prepared } from './list-types.ts';

/** What a line of a list says of where its notice goes. */
export type Address = { name: string; postalCode: string; address: string };

/** The places of the columns 氏名, 郵便番号 and 住所: what a list must be read with, whatever columns its viewer chose. */
export const addressColumns = ({ columns }: Pick<ListFace, 'columns'>): number[] =>
  ['name', 'postal', 'address'].map((code) => columns.findIndex((column) => column.code === code));

/** Reads them of the lines of a list that has these columns. Nobody whom its viewer may not see is among the lines. */
export function addressesOf(list: Pick<ListFace, 'columns'>, lines: readonly Line[]): Address[] {
  const [name, postal, lives] = addressColumns(list);
  const text = (line: Line, of: number | undefined): string => {
    const value = line.values[of ?? -1];
    return typeof value === 'string' ? value : '';
  };
  return lines.map((line) => ({ name: text(line, name), postalCode: text(line, postal), address: text(line, lives) }));
}

/** How many cannot get a label as it is. */
export type Lacking = { address: number; glyph: number; shape: number };

/**
 * Who cannot get a label as it is: without an address none is printed; a character that no font has is printed as 〓, a shape
 * that none has as the usual one.
 */
export function lacking(addresses: readonly Address[]): Lacking {
  const printed = addresses.map(({ name, address }) => paperPrintable(`${name} ${address}`));
  return {
    address: addresses.filter(({ address }) => address === '').length,
    glyph: printed.filter(({ replaced }) => replaced.length > 0).length,
    shape: printed.filter(({ shaped }) => shaped.length > 0).length,
  };
}

/** Of a list with addresses the rows that have one: the others are on no label, on no slip and were not posted. */
export const withAddress = ({ unordered }: Pick<Prepared, 'unordered'>): Sql =>
  sql`SELECT q.* FROM (${unordered}) q WHERE q.address IS NOT NULL`;

/** A label for each that has an address: postal code, address, name. */
export const addressLabels = (addresses: readonly Address[]): Label[] =>
  addresses
    .filter(({ address }) => address !== '')
    .map(({ name, postalCode, address }) => ({
      code: '',
      above: [postalCode === '' ? '' : `〒${postalCode}`, paperPrintable(address).text],
      large: `${paperPrintable(name).text}　様`,
      lines: [],
    }));

/** What is handed to the post: letters of a kind, by how many. */
export type Posted = { kind: string; count: number };

type Slip = {
  /** 令和8年12月1日（火） */
  day: string;
  posted: readonly Posted[];
  sender: { name: string; address: string; phone: string };
};

const asSlipRow = ({ kind, count }: Posted) => [
  { text: kind },
  { text: `${count}通`, bold: true },
  'blank' as const,
  'blank' as const,
];

/** The dispatch slip (差出票) that goes to the post with the letters: how many, when, from whom. It names nobody. */
export function slipPaper({ day, posted, sender }: Slip, printed: readonly string[]): ListPaper {
  const total = posted.reduce((sum, { count }) => sum + count, 0);
  return {
    kind: 'list',
    above: cityNow().name,
    title: '郵便物差出票',
    printed,
    facts: [
      { term: '差出日', value: day },
      { term: '合計', value: `${total}通` },
    ],
    columns: [
      { head: '内容', width: 38 },
      { head: '通数', width: 14 },
      { head: '郵便の種類', width: 24 },
      { head: '備考', width: 24 },
    ],
    rows: [
      ...posted.map(asSlipRow),
      { group: '差出人' },
      [{ text: sender.name, sub: sender.address, bold: true }, { text: '電話' }, { text: sender.phone }, { text: '' }],
      { group: '確認' },
      [{ text: '差し出した職員' }, { text: '署名' }, 'blank', 'blank'],
      [{ text: '受け付けた郵便局' }, { text: '受付印' }, 'blank', 'blank'],
    ],
    empty: '',
    foot: '交付通知書の差出しの控えです。',
  };
}
