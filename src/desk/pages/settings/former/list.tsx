import { FORMER_COLUMNS, formerFields } from '../../../../intake/former/columns.ts';
import type { FormerRecord } from '../../../../intake/former/read.ts';
import { STATES, type State } from '../../../../intake/former/words.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import { type FormErrors, rightCol, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { UploadForm } from '../../../parts/upload-form.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';

export const stoppedWords = (undoneAt: Date | null): string =>
  undoneAt === null ? '登録が止まっています' : '取り消しが止まっています';

/** How a file stands, in a few words. */
export function recordWords({ pressedAt, undoneAt, endedAt, counts, stuckSince }: FormerRecord): string {
  if (pressedAt === null) return '確認前（登録していない）';
  if (stuckSince !== null) return stoppedWords(undoneAt);
  if (endedAt === null) return undoneAt === null ? '登録中' : '取消中';
  const said = (Object.entries(counts) as [State, number][]).map(([state, n]) => `${STATES[state]} ${n}件`);
  return said.join('、');
}

/** Where files of reservations taken before going live are chosen, and those that were. */
export function FormerPage({ ask, files, errors }: { ask: SignedAsk; files: readonly FormerRecord[]; errors: FormErrors }) {
  return (
    <SettingsPage ask={ask} title="稼働前の予約" errors={errors}>
      <Says class="lead">
        稼働の前に受けた予約を、ファイルからまとめて登録します。読み込むと、まず何件登録できるかを表示します。確かめてから登録します。
      </Says>
      <ul class="may-do">
        <li>
          <a href={paths.formerTemplate('csv')}>ひな型（CSV）を保存する</a>
        </li>
        <li>
          <a href={paths.formerTemplate('xlsx')}>ひな型（Excel）を保存する</a>
        </li>
      </ul>
      <UploadForm
        ask={ask}
        action={paths.former}
        hint="CSV、TSV、Excelブック（xlsx）。CSVとTSVの文字コード（UTF-8、Shift_JISなど）は自動で判別します。"
        submit="読み込んで確かめる"
        errors={errors}
      />
      <Table
        caption="読み込んだファイル"
        empty="読み込んだファイルは、まだありません。"
        wide
        columns={[rightCol('番号'), 'ファイル', wholeCol('日時'), '操作者', rightCol('行'), '結果', 'ハッシュ値（SHA-256）']}
        rows={files.map((one) => [
          String(one.id),
          <a href={paths.formerFile(one.id)}>{one.fileName}</a>,
          deskMoment(one.startedAt),
          one.staffName ?? '運用',
          String(one.rows),
          one.stuckSince === null ? recordWords(one) : <b>{recordWords(one)}</b>,
          one.sha256.slice(0, 16),
        ])}
      />
      <Table
        caption="ひな型の列"
        wide
        stacked="named"
        columns={[wholeCol('見出し'), wholeCol('必須'), '内容', wholeCol('例')]}
        rows={formerFields.map((name) => {
          const { head, must, about, sample } = FORMER_COLUMNS[name];
          return [head, must ? '○' : '', about, sample];
        })}
      />
      <p class="sub">以前の予約番号が「例」で始まる行は、読み込みません。</p>
    </SettingsPage>
  );
}
