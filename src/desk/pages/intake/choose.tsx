import { recordView } from '../../../audit/view.ts';
import { sampleOf } from '../../../intake/matching-rows.ts';
import type { Field, Profile } from '../../../intake/profile.ts';
import { knownProfiles } from '../../../intake/profiles-of-city.ts';
import { type CardUpload, firstRows, firstRowsInEach } from '../../../intake/uploads.ts';
import { ENCODING_NAMES, type Encoding } from '../../../lib/csv/inspect.ts';
import { cityDay } from '../../../lib/dates/jst.ts';
import { FormFields } from '../../../lib/form/index.ts';
import { Button, type FormErrors, hasErrors, LinkButton, Notice, PostForm, Says } from '../../../lib/html/index.ts';
import { contextOf } from '../../parts/form.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { type Answer, field, type SignedAsk, show } from '../../route.ts';
import { BoxFlowBefore } from '../box-day/flow.tsx';
import { Encodings } from './choose-encoding.tsx';
import {
  boxOf,
  COLUMN_BOXES,
  encodingForm,
  FIRST,
  firstForm,
  MORE,
  MOST_COLUMNS,
  matchForm,
  profileForm,
  READ_AS,
  TITLE,
} from './choose-form.ts';
import { MatchTable } from './choose-match.tsx';
import { type Chosen, chosenNow, GUESSED } from './choose-state.ts';
import { type Same, SameFiles, sameAs } from './same-files.tsx';
import { encodings, STATE_WORDS } from './words.ts';

const ROWS = 6;

/** The encoding that the page was read in from which something was pressed, else the one that was found. */
function encodingShown(ask: SignedAsk, upload: CardUpload): Encoding {
  const typed = encodingForm(upload).read({ ...ask.query, ...ask.body }, contextOf(ask));
  return typed.ok ? typed.value.encoding : upload.encoding;
}

/** The encoding that was pressed, else the one that was shown. */
export function encodingTyped(ask: SignedAsk, upload: CardUpload): Encoding {
  const pressed = encodingForm(upload).read({ encoding: field(ask.body, READ_AS) }, contextOf(ask));
  return READ_AS in ask.body && pressed.ok ? pressed.value.encoding : encodingShown(ask, upload);
}

type Props = {
  upload: CardUpload;
  encoding: Encoding;
  /** The first lines as each encoding reads them, where it can. */
  readings: ReadonlyMap<Encoding, string[][]>;
  profiles: Profile[];
  /** Files of the same bytes. */
  same: Same;
  errors: FormErrors;
};

/** What was chosen where it cannot be shown: it is kept meanwhile. */
const Kept = ({ ask, boxes }: { ask: SignedAsk; boxes: readonly string[] }) => (
  <>
    {boxes
      .filter((box) => box in ask.body)
      .map((box) => (
        <input type="hidden" name={box} value={field(ask.body, box)} />
      ))}
  </>
);

/** The columns as they are read: whether the encoding and the columns are right is seen at once. */
function Read({ ask, props, chosen }: { ask: SignedAsk; props: Props; chosen: Chosen }) {
  const { upload, readings, encoding, profiles } = props;
  const lines = readings.get(encoding);
  if (lines === undefined)
    return (
      <>
        <Notice kind="stop" title={`${ENCODING_NAMES[encoding]}では読めません`}>
          <Says>上の「文字コード」で、氏名が正しく読めるものを押してください。</Says>
        </Notice>
        <Kept ask={ask} boxes={[FIRST, ...COLUMN_BOXES, TITLE]} />
      </>
    );
  const { state, sample, likely } = chosen;
  const profile = profiles.find(({ name }) => name === state.shown('profile'));
  const more = field(ask.body, MORE);
  const show = paths.intakeAct(upload.id, 'show');
  const columns = (one: Field) => Array.from({ length: MOST_COLUMNS }, (_, at) => boxOf(one, at + 1));
  /** The boxes of a field that stood there, or held something; a press of its 「列をつなげる」 brings the next one. */
  const drawn = (one: Field, n: number): boolean => {
    const last = columns(one).findLastIndex((box, at) => at === 0 || box in ask.body || state.shown(box) !== '') + 1;
    return n <= last || (more === one && n === last + 1);
  };
  return (
    <>
      {profile !== undefined && <Kept ask={ask} boxes={[FIRST]} />}
      {profile === undefined && sample.first === 'head' && likely === 'card' && (
        <Notice kind="care" title="1行目が、カードの行のようです">
          <Says>項目名として読むと、1行目の方は取り込みません。「1行目」を確かめてください。</Says>
        </Notice>
      )}
      <MatchTable
        sample={sample}
        lines={lines}
        today={cityDay(ask.now)}
        profiles={profiles}
        profile={profile}
        state={state}
        show={show}
        drawn={drawn}
      />
      {profile === undefined && lines.length > 0 && (
        <div class="desk-form">
          <FormFields form={matchForm(sample.titles)} state={state} without={COLUMN_BOXES} />
        </div>
      )}
    </>
  );
}

function ChoosePage({ ask, props }: { ask: SignedAsk; props: Props }) {
  const { upload, encoding, readings, profiles, errors } = props;
  const lines = readings.get(encoding);
  const chosen = chosenNow(ask, { upload, profiles, lines }, errors);
  const { state } = chosen;
  const matches = lines !== undefined && !profiles.some(({ name }) => name === state.shown('profile'));
  return (
    <TitledPage
      ask={ask}
      title="読み方を確かめる"
      heading={`${upload.fileName}の読み方を確かめる`}
      crumbs={[{ href: paths.intake, words: 'カードの取込み' }]}
      errors={errors}
    >
      <BoxFlowBefore says={STATE_WORDS.choosing} />
      <SameFiles same={props.same} />
      <Says class="lead">
        {upload.sheet === null
          ? `文字コードは、${ENCODING_NAMES[upload.foundEncoding]}と判定しました。氏名が正しく読めていないときは、正しく読めている文字コードを押してください。`
          : `Excelブックのシート「${upload.sheet}」を読みました。${upload.otherSheets > 0 ? `ほかの${upload.otherSheets}シートは読みません。` : ''}氏名と日付が正しく表示されていることを確かめてください。`}
      </Says>
      <PostForm
        action={paths.intakeAct(upload.id, 'judge')}
        token={ask.token}
        hidden={{ [GUESSED]: chosen.guessed, ...(upload.sheet === null ? { encoding } : {}) }}
      >
        {upload.sheet === null && <Encodings upload={upload} encoding={encoding} readings={readings} profiles={profiles} />}
        <div class="match-how">
          <FormFields form={profileForm(profiles)} state={state} />
          {matches && <FormFields form={firstForm(chosen.likely)} state={state} />}
        </div>
        <p class="acts">
          <Button kind="second" action={paths.intakeAct(upload.id, 'show')}>
            表示し直す
          </Button>
        </p>
        <Read ask={ask} props={props} chosen={chosen} />
        <p class="acts">
          <Button>結果を確かめる（まだ登録しません）</Button>
          <LinkButton href={paths.intake} kind="second">
            一覧に戻る
          </LinkButton>
        </p>
      </PostForm>
      <PostForm action={paths.intakeAct(upload.id, 'drop')} token={ask.token} class="acts">
        <Button kind="stop">このファイルの取込みを取りやめる</Button>
      </PostForm>
    </TitledPage>
  );
}

/** The first lines of a list as an encoding reads them. */
export const rowsOf = (ask: SignedAsk, upload: CardUpload, encoding: Encoding): Promise<string[][] | undefined> =>
  firstRows(ask.db, upload, encoding, ROWS);

/** How a list is read: its encoding seen and corrected, its profile chosen or made by matching columns. */
export async function choosePage(ask: SignedAsk, upload: CardUpload, errors: FormErrors = {}): Promise<Answer> {
  const encoding = encodingTyped(ask, upload);
  const [readings, profiles, same] = await Promise.all([
    firstRowsInEach(ask.db, upload, upload.sheet === null ? encodings.map(({ value }) => value) : [encoding], ROWS),
    knownProfiles(ask.db),
    sameAs(ask.db, upload),
  ]);
  // The first lines name people, on the presses of every encoding that reads them, whichever is chosen: who looks stands in the log.
  const hits = Math.max(0, ...[...readings.values()].map((lines) => sampleOf(lines, profiles).rows.length));
  if (hits > 0) await recordView(ask.db, ask.actor, { saw: 'search', hits });
  return show(
    <ChoosePage ask={ask} props={{ upload, encoding, readings, profiles, same, errors }} />,
    hasErrors(errors) ? 422 : 200,
  );
}
