import type { CardUpload } from '../../../intake/uploads.ts';
import { Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { can } from '../../../staff/rights.ts';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

/** Why rows cannot be taken: each reason once, with how many rows and the first of them; all of them as a file, for who may take lists out. */
export function Rejected({ ask, upload: { id, hasRejected, reasons } }: { ask: SignedAsk; upload: CardUpload }) {
  if (!hasRejected) return null;
  return (
    <>
      {reasons !== null && reasons.length > 0 && (
        <Table
          caption="受け付けられない行：理由ごと"
          wide
          columns={['列', '理由', { head: '件数', right: true, whole: true }, '最初の行（行番号：ファイルの内容）']}
          rows={reasons.map(({ column, reason, count, first }) => [
            column,
            reason,
            `${grouped(count)}件`,
            `${first.map(({ line, value }) => `${line}行目${value === '' ? '' : `：${value}`}`).join('、')}${count > first.length ? ' ほか' : ''}`,
          ])}
        />
      )}
      {can(ask.session, 'lists.take') && (
        <p>
          <a href={paths.intakeRejected(id)}>受け付けられない行のすべてと理由（CSV）</a>
        </p>
      )}
    </>
  );
}
