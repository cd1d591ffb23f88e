import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { deskMoment } from '../../../../lib/dates/jst.ts';
import {
  Button,
  type FormErrors,
  Notice,
  PostForm,
  rightCol,
  Says,
  SummaryList,
  Table,
  wholeCol,
} from '../../../../lib/html/index.ts';
import type { Judged, judgeTranslations, TranslationFile } from '../../../../site/translation-files.ts';
import { placesWords } from '../../../../site/translations.ts';
import { Section } from '../../../parts/section.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { UploadForm } from '../../../parts/upload-form.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';

export const LIST = { href: paths.list('translations'), words: 'ほかの言語の文' };
const FILES = { href: paths.translationFiles, words: '翻訳のファイル' };
const LANGUAGES = new Map<string, string>(OTHER_LANGUAGES);

/** How a file stands, in a few words. */
function stateWords({ pressedAt, undoneAt }: TranslationFile): string {
  if (pressedAt === null) return '確認前（表示は変わっていない）';
  return undoneAt === null ? '取り込んだ' : '取り消した';
}

/** Where a file is made for who translates, and read when it comes back. */
export function TranslationFilesPage({
  ask,
  files,
  errors,
}: {
  ask: SignedAsk;
  files: readonly TranslationFile[];
  errors: FormErrors;
}) {
  return (
    <SettingsPage ask={ask} title={FILES.words} crumbs={[LIST]} errors={errors}>
      <Says class="lead">
        翻訳する方に渡すファイルを保存し、翻訳が入力されて戻ったファイルを読み込みます。読み込むと、まず変わる文を表示します。確かめてから取り込みます。
      </Says>
      <ul class="may-do">
        <li>
          <a href={paths.translationTemplate('xlsx')}>翻訳用のファイル（Excel）を保存する</a>
        </li>
        <li>
          <a href={paths.translationTemplate('csv')}>翻訳用のファイル（CSV）を保存する</a>
        </li>
      </ul>
      <UploadForm
        ask={ask}
        action={paths.translationFiles}
        label="翻訳が入力されたファイル"
        hint="CSV、TSV、Excelブック（xlsx）。「日本語の文」の列と、言語の列を読みます。空欄の言語は、変更しません。"
        submit="読み込んで確かめる"
        errors={errors}
      />
      <Table
        caption="読み込んだファイル"
        empty="読み込んだファイルは、まだありません。"
        wide
        columns={[rightCol('番号'), 'ファイル', wholeCol('日時'), '操作者', rightCol('文'), '結果']}
        rows={files.map((one) => [
          String(one.id),
          <a href={paths.translationFile(one.id)}>{one.fileName}</a>,
          deskMoment(one.at),
          one.staffName ?? '運用',
          String(one.given.length),
          stateWords(one),
        ])}
      />
    </SettingsPage>
  );
}

const Changes = ({ changes, pressed }: { changes: readonly Judged[]; pressed: boolean }) => (
  <Table
    caption={pressed ? '取り込んだあとに変わった文' : '変わる文'}
    empty={pressed ? '取り込んだ文は、すべてそのまま表示しています。' : '変わる文は、ありません。'}
    wide
    columns={['場所', '日本語の文', wholeCol('言語'), '現在の文', 'ファイルの文']}
    rows={changes.map(({ text, language, now, body }) => [
      placesWords(text.places),
      <a href={paths.translation(text.key)}>{text.source}</a>,
      LANGUAGES.get(language) ?? language,
      now ?? '（日本語の文を表示）',
      body,
    ])}
  />
);

export type FileProps = {
  record: TranslationFile;
  judged: Awaited<ReturnType<typeof judgeTranslations>>;
  errors?: FormErrors;
  said?: string | undefined;
};

/** A file that came back: what it would change with the press, or what it changed with the way back. */
export function TranslationFilePage({ ask, props: { record, judged, errors = {}, said } }: { ask: SignedAsk; props: FileProps }) {
  const pressed = record.pressedAt !== null;
  const figures: [string, number][] = pressed
    ? []
    : [
        ['変わる文', judged.changes.length],
        ['現在と同じ文', judged.same],
        ['今は使われていない文', judged.gone],
        ['読み込めない行', record.wrong.length],
      ];
  return (
    <SettingsPage
      ask={ask}
      title={FILES.words}
      heading={`翻訳のファイル：${stateWords(record)}`}
      crumbs={[LIST, FILES]}
      said={said}
      errors={errors}
    >
      <SummaryList
        rows={[
          { term: 'ファイル', value: record.fileName },
          { term: '読み込み', value: `${deskMoment(record.at)}　${record.staffName ?? '運用'}` },
          ...(record.pressedAt === null ? [] : [{ term: '取り込み', value: deskMoment(record.pressedAt) }]),
          ...(record.undoneAt === null ? [] : [{ term: '取り消し', value: deskMoment(record.undoneAt) }]),
          ...figures.map(([term, n]) => ({ term, value: <b>{`${n}件`}</b> })),
        ]}
      />
      {!pressed && record.wrong.length > 0 && (
        <Notice kind="care" title="読み込めない行は、取り込みません">
          <Says>ファイルを直して、もう一度読み込むこともできます。</Says>
          <Table
            caption="読み込めない行"
            columns={[rightCol('行'), '理由']}
            rows={record.wrong.map(([line, why]) => [String(line), why])}
          />
        </Notice>
      )}
      {record.undoneAt === null && <Changes changes={judged.changes} pressed={pressed} />}
      {!pressed && judged.changes.length > 0 && (
        <PostForm action={paths.pressTranslations(record.id)} token={ask.token} hidden={{ seen: judged.version }}>
          <p class="acts">
            <Button>{judged.changes.length}件を取り込む</Button>
          </p>
        </PostForm>
      )}
      {pressed && record.undoneAt === null && (
        <Section id="undo" title="この取り込みを取り消す">
          <Says>取り込む前の文に戻します。取り込んだあとに変わった文は、そのまま残ります。</Says>
          <PostForm action={paths.undoTranslations(record.id)} token={ask.token}>
            <Button kind="danger">取り込みを取り消す</Button>
          </PostForm>
        </Section>
      )}
    </SettingsPage>
  );
}
