import { OTHER_LANGUAGES } from '../../../../audit/facts.ts';
import { tableRefusal } from '../../../../lib/csv/table.ts';
import { writeXlsx, XLSX_TYPE } from '../../../../lib/xlsx/write.ts';
import { PLACE_HEAD, SOURCE_HEAD, type TranslationsRefusal } from '../../../../site/read-translations.ts';
import {
  judgeTranslations,
  keepTranslationFile,
  listTranslationFiles,
  pressTranslations,
  readTranslationFile,
  type TranslationFile,
  undoTranslations,
} from '../../../../site/translation-files.ts';
import { listTexts, placesWords } from '../../../../site/translations.ts';
import { withRow } from '../../../parts/row.tsx';
import { withSentFile } from '../../../parts/sent-file.ts';
import { RIGHT } from '../../../parts/settings-page.tsx';
import { paths, withQuery } from '../../../paths.ts';
import { type Answer, csv, field, file, get, go, post, postFile, type Route, type SignedAsk, show } from '../../../route.ts';
import { type FileProps, TranslationFilePage, TranslationFilesPage } from './files.tsx';

const NAME = 'ほかの言語の文_翻訳用';

const page = async (ask: SignedAsk, errors: Record<string, string> = {}, status = 200): Promise<Answer> =>
  show(<TranslationFilesPage ask={ask} files={await listTranslationFiles(ask.db)} errors={errors} />, status);

function refusalWords(reason: TranslationsRefusal, detail: string): string {
  if (reason === 'columns_missing')
    return `「${SOURCE_HEAD}」の列か、言語の列が見つかりません。見出しは、翻訳用のファイルのまま（${OTHER_LANGUAGES.map(([, words]) => words).join('、')}）にしてください。`;
  if (reason === 'no_texts') return '翻訳が入力された行がありません。';
  return tableRefusal(reason, detail);
}

async function upload(ask: SignedAsk): Promise<Answer> {
  const sent = await withSentFile(ask, ({ path, fileName }) => keepTranslationFile(ask.db, ask.actor, path, fileName));
  if (!sent.ok) return page(ask, { file: sent.words }, sent.status);
  const kept = sent.value;
  if (!kept.ok) return page(ask, { file: refusalWords(kept.reason, kept.detail ?? '') }, 422);
  return go(paths.translationFile(kept.value));
}

/** Every text with how it is said by now: head and rows of the file for who translates. */
async function sheet(ask: SignedAsk): Promise<string[][]> {
  const texts = await listTexts(ask.db);
  return [
    [PLACE_HEAD, SOURCE_HEAD, ...OTHER_LANGUAGES.map(([, words]) => words)],
    ...texts.map(({ places, source, bodies }) => [
      placesWords(places),
      source,
      ...OTHER_LANGUAGES.map(([code]) => bodies[code] ?? ''),
    ]),
  ];
}

const withFile = withRow((ask, id) => readTranslationFile(ask.db, id));

const filePage = async (
  ask: SignedAsk,
  record: TranslationFile,
  more: Pick<FileProps, 'errors' | 'said'> = {},
  status = 200,
): Promise<Answer> => {
  const judged = await judgeTranslations(ask.db, record.given);
  return show(<TranslationFilePage ask={ask} props={{ record, judged, ...more }} />, status);
};

/** What the page says of the last press. `left`: how many translations were changed since and stayed. */
function doneWords(ask: SignedAsk, record: TranslationFile): string | undefined {
  const done = field(ask.query, 'done');
  if (done === 'pressed' && record.undoneAt === null) return '取り込みました。予約サイトに掲載中の文は、表示が変わりました。';
  if (done === 'undone' && record.undoneAt !== null) return '取り消しました。取り込む前の文を表示しています。';
  if (done === 'left' && record.undoneAt !== null) return '取り消しました。取り込んだあとに変わった文は、そのまま残っています。';
  return undefined;
}

const PRESS_REFUSED = {
  unknown: '',
  pressed_already: 'すでに取り込んでいます。',
  changed_meanwhile:
    '画面を開いたあとに、文か翻訳が変わったため、何も取り込んでいません。今の内容を確かめてから、もう一度押してください。',
} as const;
const UNDO_REFUSED = {
  unknown: '',
  not_pressed: 'まだ取り込んでいません。',
  undone_already: 'すでに取り消しています。',
} as const;

export const translationFileRoutes: readonly Route[] = [
  get(paths.translationFiles, RIGHT, (ask) => page(ask)),
  postFile(paths.translationFiles, RIGHT, '翻訳のファイルの取込み', upload),
  get(paths.translationTemplate('csv'), RIGHT, async (ask) => csv(NAME, await sheet(ask))),
  get(paths.translationTemplate('xlsx'), RIGHT, async (ask) =>
    file(XLSX_TYPE, `${NAME}.xlsx`, await writeXlsx(NAME, await sheet(ask))),
  ),
  get(
    paths.translationFile(':id'),
    RIGHT,
    withFile((ask, record) => filePage(ask, record, { said: doneWords(ask, record) })),
  ),
  post(
    paths.pressTranslations(':id'),
    RIGHT,
    '翻訳のファイルの反映',
    withFile(async (ask, record) => {
      const pressed = await pressTranslations(ask.db, ask.actor, record.id, field(ask.body, 'seen'));
      if (!pressed.ok) return filePage(ask, record, { errors: { press: PRESS_REFUSED[pressed.reason] } }, 409);
      return go(withQuery(paths.translationFile(record.id), { done: 'pressed' }));
    }),
  ),
  post(
    paths.undoTranslations(':id'),
    RIGHT,
    '翻訳のファイルの反映の取り消し',
    withFile(async (ask, record) => {
      const undone = await undoTranslations(ask.db, ask.actor, record.id);
      if (!undone.ok) return filePage(ask, record, { errors: { undo: UNDO_REFUSED[undone.reason] } }, 409);
      return go(withQuery(paths.translationFile(record.id), { done: undone.value > 0 ? 'left' : 'undone' }));
    }),
  ),
];
