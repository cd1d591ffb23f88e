import type { CommandImport } from '../../../intake/by-command.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Table, wholeCol } from '../../../lib/html/index.ts';
import { Section } from '../../parts/section.tsx';
import { storedWords } from './words.ts';

/** Lists that a command took in: their cards are there, though nobody gave a file at the desk. Nothing where there are none. */
export function ByCommand({ imports }: { imports: readonly CommandImport[] }) {
  if (imports.length === 0) return null;
  return (
    <Section id="by-command" title="コマンドでの取込み">
      <Table
        caption="コマンドで取り込んだファイル"
        wide
        columns={['ファイル', wholeCol('取込みの番号'), wholeCol('日時'), '結果', wholeCol('ハッシュ値')]}
        rows={imports.map(({ id, fileName, at, counts, knownBefore, undoneAt, sha256 }) => [
          fileName,
          id,
          deskMoment(at),
          undoneAt !== null ? '取消済' : storedWords(counts, knownBefore),
          <span class="code">{sha256.slice(0, 16)}</span>,
        ])}
      />
    </Section>
  );
}
