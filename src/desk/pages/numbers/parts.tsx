import { type Column, rightCol, Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import type { Known } from '../../../lists/list-types.ts';
import { type Figures, type FiguresRow, type Found, share, shares, wayWords } from '../../../lists/numbers/index.ts';
import { counted, percent } from './words.ts';

/** `before`: those of the stretch before; undefined where it is not compared. */
type PartProps = { rows: readonly FiguresRow[]; before: readonly FiguresRow[] | undefined };

const sameOf = (rows: readonly FiguresRow[], { key }: FiguresRow): FiguresRow | undefined => rows.find((row) => row.key === key);

/** Each way of booking: how many came by it, and what became of them. */
function Ways({ rows, before, all }: PartProps & { all: Figures }) {
  return (
    <section class="number-part">
      <h2>予約の方法</h2>
      <Table
        caption="予約の方法"
        wide
        empty="予約は、ありません。"
        columns={[
          wholeCol('方法'),
          rightCol('件数'),
          rightCol('割合'),
          ...(before === undefined ? [] : [rightCol('前の期間の件数')]),
          rightCol('取消'),
          rightCol('未来庁'),
          rightCol('未来庁率'),
          rightCol('予約から来庁まで'),
        ]}
        rows={['web', 'phone', 'counter', 'migrated'].map((channel) => {
          const row = rows.find(({ key }) => key === channel);
          const { visits, cancelled, noShow, lead } = row ?? { visits: 0, cancelled: 0, noShow: 0, lead: null };
          return [
            wayWords(channel),
            grouped(visits),
            percent(share(visits, all.visits)),
            ...(before === undefined ? [] : [grouped(before.find(({ key }) => key === channel)?.visits ?? 0)]),
            grouped(cancelled),
            grouped(noShow),
            percent(row === undefined ? null : shares(row).noShow),
            counted(lead, '日'),
          ];
        })}
      />
    </section>
  );
}

const countedOf = (compared: boolean): Column[] => [
  rightCol('予約枠'),
  rightCol('利用率'),
  rightCol('予約'),
  rightCol('取消'),
  rightCol('来庁'),
  rightCol('交付'),
  ...(compared ? [rightCol('前の期間の交付')] : []),
  rightCol('未来庁'),
  rightCol('未来庁率'),
  rightCol('予約から来庁まで'),
];

const cellsOf = (row: FiguresRow, before: readonly FiguresRow[] | undefined): string[] => [
  grouped(row.offered),
  percent(shares(row).use),
  grouped(row.visits),
  grouped(row.cancelled),
  grouped(row.came),
  grouped(row.handedOver),
  ...(before === undefined ? [] : [grouped(sameOf(before, row)?.handedOver ?? 0)]),
  grouped(row.noShow),
  percent(shares(row).noShow),
  counted(row.lead, '日'),
];

/** Rows by something that has a name, in the order of the names. */
function Named({ what, names, rows, before }: PartProps & { what: string; names: readonly { key: string; name: string }[] }) {
  return (
    <section class="number-part">
      <h2>{what}ごと</h2>
      <Table
        caption={`${what}ごとの利用状況`}
        wide
        empty="予約枠と予約は、ありません。"
        columns={[{ head: what, whole: what === '交付場所' }, ...countedOf(before !== undefined)]}
        rows={names.flatMap(({ key, name }) =>
          rows.filter((row) => row.key === key).map((row) => [name, ...cellsOf(row, before)]),
        )}
      />
    </section>
  );
}

/** By way of booking, by office and by service. `before`: the figures of the stretch before. */
export function Parts({ known, found, before, all }: { known: Known; found: Found; before: Found | undefined; all: Figures }) {
  const of = (by: 'channel' | 'office' | 'service'): PartProps => ({ rows: found.by(by), before: before?.by(by) });
  return (
    <>
      <Ways {...of('channel')} all={all} />
      <Named what="交付場所" names={known.offices.map(({ id, name }) => ({ key: String(id), name }))} {...of('office')} />
      <Named what="手続き" names={known.services.map(({ id, name }) => ({ key: String(id), name }))} {...of('service')} />
    </>
  );
}
