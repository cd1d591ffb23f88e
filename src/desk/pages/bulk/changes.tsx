import type { BulkChange } from '../../../cards/bulk.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Table, wholeCol } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { paths } from '../../paths.ts';

/** Bulk changes, each with the way to its page, where it is taken back. */
export const Changes = ({ changes, caption }: { changes: readonly BulkChange[]; caption: string }) => (
  <Table
    caption={caption}
    wide
    empty="一括変更は、まだありません。"
    columns={[wholeCol('日時'), '変更後', { head: '枚数', right: true, whole: true }, '理由', '職員']}
    rows={changes.map(({ id, at, toName, cards, why, by, undoneAt }) => [
      <a href={paths.bulkChange(id)}>{deskMoment(at)}</a>,
      undoneAt === null ? toName : `${toName}（取消済）`,
      `${grouped(cards)}枚`,
      why,
      by ?? '',
    ])}
  />
);
