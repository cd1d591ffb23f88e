import { recordView } from '../../../audit/view.ts';
import { FIELDS, type Field, type Profile } from '../../../intake/profile.ts';
import { FIELD_NAMES, fitting, knownProfiles, MUST } from '../../../intake/profiles-of-city.ts';
import { bytesOfUpload, type CardUpload, firstRows } from '../../../intake/uploads.ts';
import { ENCODING_NAMES } from '../../../intake/words.ts';
import type { Encoding } from '../../../lib/csv/inspect.ts';
import {
  Button,
  type FormErrors,
  hasErrors,
  LinkButton,
  Notice,
  PostForm,
  RadioGroup,
  Says,
  Select,
  Table,
  TextField,
} from '../../../lib/html/index.ts';
import { onDisk, Upload } from '../../../lib/http/index.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../route.ts';
import { encodings } from './words.ts';

/** A profile of the page's own: its columns are matched below. */
export const MATCH = 'match';
const ROWS = 6;

/** A workbook was read into lines already: its encoding is no question. */
export const encodingTyped = (ask: SignedAsk, upload: CardUpload): Encoding =>
  upload.sheet !== null
    ? upload.encoding
    : (encodings.find(({ value }) => value === (field(ask.body, 'encoding') || field(ask.query, 'encoding')))?.value ??
      upload.encoding);

type Props = {
  upload: CardUpload;
  encoding: Encoding;
  rows: string[][] | undefined;
  profiles: Profile[];
  errors: FormErrors;
};

/** The first lines as they are read: whether the encoding is right is seen at once. */
function First({ rows, encoding }: Pick<Props, 'rows' | 'encoding'>) {
  if (rows === undefined)
    return (
      <Notice kind="stop" title={`${ENCODING_NAMES[encoding]}では読めません`}>
        <Says>別の文字コードを選んで、「表示し直す」を押してください。</Says>
      </Notice>
    );
  const [head = [], ...lines] = rows;
  return (
    <Table
      caption="ファイルの最初の行"
      wide
      empty="行がありません。"
      columns={head.map((title, at) => ({ head: `${at + 1}：${title}`, whole: true }))}
      rows={lines.map((line) => head.map((_, at) => line[at] ?? ''))}
    />
  );
}

/** For each field the column it stands in. */
function Match({ ask, rows, upload }: { ask: SignedAsk; rows: string[][]; upload: CardUpload }) {
  const [head = []] = rows;
  const options = [
    { value: '', label: '（なし）' },
    ...head.map((title, at) => ({ value: String(at + 1), label: `${at + 1}：${title}` })),
  ];
  const guess = (one: Field) => {
    const at = head.findIndex((title) => title.trim() === FIELD_NAMES[one]);
    return at < 0 ? '' : String(at + 1);
  };
  return (
    <fieldset class="desk-section">
      <legend>列を指定する（形式で「列を指定する」を選んだとき）</legend>
      {FIELDS.map((one) => (
        <Select
          name={`column-${one}`}
          label={FIELD_NAMES[one]}
          need={MUST.includes(one) ? 'must' : 'silent'}
          options={options}
          value={field(ask.body, `column-${one}`) || guess(one)}
        />
      ))}
      <TextField
        name="title"
        label="形式の名称"
        need="may"
        size="id"
        hint="次の取込みから、この名称で選べます。"
        value={field(ask.body, 'title') || upload.fileName.replace(/\.[a-z]+$/iu, '').slice(0, 30)}
      />
    </fieldset>
  );
}

function ChoosePage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { upload, encoding, rows, profiles, errors } = props;
  const chosen = field(ask.body, 'profile') || (fitting(profiles, rows?.[0] ?? [])?.name ?? MATCH);
  return (
    <TitledPage
      ask={ask}
      title="読み方を確かめる"
      heading={`${upload.fileName}の読み方を確かめる`}
      crumbs={[{ href: paths.intake, words: 'カードの取込み' }]}
      errors={errors}
    >
      <Says class="lead">
        {upload.sheet === null
          ? `文字コードは、${ENCODING_NAMES[upload.foundEncoding]}と判定しました。氏名が正しく表示されていることを確かめてください。`
          : `Excelブックのシート「${upload.sheet}」を読みました。${upload.otherSheets > 0 ? `ほかの${upload.otherSheets}シートは読みません。` : ''}氏名と日付が正しく表示されていることを確かめてください。`}
      </Says>
      <PostForm action={paths.intakeAct(upload.id, 'judge')} token={ask.token}>
        {upload.sheet === null && (
          <div class="desk-form">
            <Select name="encoding" label="文字コード" options={encodings} value={encoding} />
            <p class="acts">
              <Button kind="second" action={paths.intakeAct(upload.id, 'show')}>
                表示し直す
              </Button>
            </p>
          </div>
        )}
        <div class="desk-section">
          <First rows={rows} encoding={encoding} />
        </div>
        <div class="desk-form desk-section">
          <RadioGroup
            name="profile"
            legend="形式"
            choices={[
              ...profiles.map(({ name, title, assumed }) => ({
                value: name,
                label: title,
                more: assumed ? '実際のファイルの形式は未確認です' : undefined,
              })),
              { value: MATCH, label: '列を指定する', more: '下で、項目ごとに列を選びます' },
            ]}
            value={chosen}
            error={errors['profile']}
          />
          {rows !== undefined && rows.length > 0 && <Match ask={ask} rows={rows} upload={upload} />}
          <p class="acts">
            <Button>結果を確かめる（まだ登録しません）</Button>
            <LinkButton href={paths.intake} kind="second">
              一覧に戻る
            </LinkButton>
          </p>
        </div>
      </PostForm>
      <PostForm action={paths.intakeAct(upload.id, 'drop')} token={ask.token} class="acts">
        <Button kind="stop">このファイルの取込みをやめる</Button>
      </PostForm>
    </TitledPage>
  );
}

/** The first lines of a list as an encoding reads them. */
export async function rowsOf(ask: SignedAsk, upload: CardUpload, encoding: Encoding): Promise<string[][] | undefined> {
  const bytes = await bytesOfUpload(ask.db, upload.id);
  return bytes === null
    ? undefined
    : onDisk(new Upload(upload.fileName, bytes), (path) =>
        firstRows(path, encoding, upload.sheet === null ? upload.profile.delimiter : ',', ROWS),
      );
}

/** How a list is read: its encoding seen and corrected, its profile chosen or made by matching columns. */
export async function choosePage(ask: SignedAsk, upload: CardUpload, errors: FormErrors = {}): Promise<Answer> {
  const encoding = encodingTyped(ask, upload);
  const [rows, profiles] = await Promise.all([rowsOf(ask, upload, encoding), knownProfiles(ask.db)]);
  // The first lines name people: who looks stands in the log.
  if (rows !== undefined && rows.length > 1) await recordView(ask.db, ask.actor, { saw: 'search', hits: rows.length - 1 });
  return show(<ChoosePage ask={ask} props={{ upload, encoding, rows, profiles, errors }} />, hasErrors(errors) ? 422 : 200);
}
