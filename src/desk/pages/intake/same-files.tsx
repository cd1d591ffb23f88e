import { type CommandImport, listByCommand } from '../../../intake/by-command.ts';
import { type CardUpload, sameUploads } from '../../../intake/uploads.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import type { Tx } from '../../../lib/db/db.ts';
import { Notice } from '../../../lib/html/index.ts';
import { paths } from '../../paths.ts';
import { STATE_WORDS, storedWords } from './words.ts';

/** Files of the very same bytes: given at the desk, or taken in by a command. */
export type Same = { uploads: readonly CardUpload[]; commands: readonly CommandImport[] };
export const NONE: Same = { uploads: [], commands: [] };

/** So many are named, the newest. */
const SHOWN = 5;

export async function sameAs(tx: Tx, upload: Pick<CardUpload, 'id' | 'sha256'>): Promise<Same> {
  const [uploads, commands] = await Promise.all([sameUploads(tx, upload, SHOWN), listByCommand(tx, SHOWN, upload.sha256)]);
  return { uploads, commands };
}

const cameTo = (undoneAt: Date | null, words: string): string =>
  undoneAt === null ? `結果：${words}。` : `${deskMoment(undoneAt)}に取り消しました。`;

/** What came of a file that was given at the desk: when, by whom. */
function ofUpload({ at, by, state, report, storedAt, undoneAt }: CardUpload): string {
  const who = by === null ? '' : `${by}が`;
  if (state === 'done' && report !== null)
    return `：${deskMoment(storedAt ?? at)}に${who}取り込みました。${cameTo(undoneAt, storedWords(report, report.before !== undefined))}`;
  return `：${deskMoment(at)}に${who}受け付けました。現在の状態：${STATE_WORDS[state]}。`;
}

/** That a file is one that was given before, byte for byte: said before anything of it is stored. */
export function SameFiles({ same: { uploads, commands } }: { same: Same }) {
  if (uploads.length + commands.length === 0) return null;
  const stored = uploads.some(({ state }) => state === 'done') || commands.length > 0;
  return (
    <Notice kind="care" title={stored ? '同じ内容のファイルを、取り込んでいます' : '同じ内容のファイルを、受け付けています'}>
      <ul class="bullets">
        {uploads.map((upload) => (
          <li>
            <a href={paths.intakeFile(upload.id)}>{upload.fileName}</a>
            {ofUpload(upload)}
          </li>
        ))}
        {commands.map(({ id, fileName, at, counts, knownBefore, undoneAt }) => (
          <li>
            <a href={`${paths.intake}#by-command`}>{fileName}</a>
            {`：${deskMoment(at)}にコマンドで取り込みました（取込みの番号 ${id}）。${cameTo(undoneAt, storedWords(counts, knownBefore))}`}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
