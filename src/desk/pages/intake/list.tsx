import type { VNode } from 'preact';
import { listByCommand } from '../../../intake/by-command.ts';
import { type CardUpload, countUploads, listUploads } from '../../../intake/uploads.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { type FormErrors, Pager, Says, Table, wholeCol } from '../../../lib/html/index.ts';
import { pageAsked } from '../../parts/pages.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { UploadForm } from '../../parts/upload-form.tsx';
import { paths, withQuery } from '../../paths.ts';
import { type Answer, type SignedAsk, show } from '../../route.ts';
import { ByCommand } from './by-command.tsx';
import { FAILED_STATE, STATE_WORDS, STOPPED, storedWords } from './words.ts';

const A_PAGE = 100;
const SHOWN_BY_COMMAND = 50;
/** A card is a line of some 190 bytes: so many ten thousands stand in a file of so many MB. */
const cardsIn = (megabytes: number): number => Math.max(1, Math.floor((megabytes * 2 ** 20) / 190 / 10_000));

const resultOf = ({ state, report, undoneAt, failedAt, stuckSince }: CardUpload): VNode | string => {
  if (failedAt !== null || stuckSince !== null) return <b>{FAILED_STATE[state] ?? STOPPED}</b>;
  if (undoneAt !== null) return '取消済';
  if (state !== 'done' || report === null) return STATE_WORDS[state];
  return storedWords(report, report.before !== undefined);
};

/** Where a list is given, and all that were. */
export async function intakePage(ask: SignedAsk, errors: FormErrors = {}, status = 200): Promise<Answer> {
  const { page, pages, ...stretch } = pageAsked(ask, await countUploads(ask.db), A_PAGE);
  const [uploads, byCommand] = await Promise.all([listUploads(ask.db, stretch), listByCommand(ask.db, SHOWN_BY_COMMAND)]);
  return show(
    <TitledPage ask={ask} title="カードの取込み" errors={errors} bar={<a href={paths.intakeOne}>カードを1枚登録する</a>}>
      <Says class="lead">
        J-LISから届いたカードの一覧を取り込みます。読み方と結果を確かめてから、登録します。個人番号、申請書ID、暗証番号の列があるファイルは受け付けません。
      </Says>
      <UploadForm
        ask={ask}
        action={paths.intake}
        hint={`CSV、TSV、Excelブック（xlsx）。${ask.uploadMb}MBまで（CSVで約${cardsIn(ask.uploadMb)}万枚）。それより大きいファイルは、分けて取り込んでください。`}
        submit="ファイルを読む（まだ登録しません）"
        errors={errors}
      />
      <section class="desk-section" aria-labelledby="files">
        <h2 id="files">取込みの履歴</h2>
        <Table
          caption="取り込んだファイル"
          wide
          empty="この画面から取り込んだファイルは、まだありません。"
          columns={['ファイル', wholeCol('日時'), '職員', '結果', wholeCol('ハッシュ値')]}
          rows={uploads.map((upload) => [
            <a href={paths.intakeFile(upload.id)}>{upload.fileName}</a>,
            deskMoment(upload.at),
            upload.by ?? '',
            resultOf(upload),
            <span class="code">{upload.sha256.slice(0, 16)}</span>,
          ])}
        />
        <Pager page={page} pages={pages} href={(to) => withQuery(paths.intake, { page: to })} />
      </section>
      <ByCommand imports={byCommand} />
    </TitledPage>,
    status,
  );
}
