import type { BoxDay } from '../../../intake/box-day.ts';
import type { ImportReport } from '../../../intake/import-report.ts';
import type { CardUpload, UploadState } from '../../../intake/uploads.ts';
import { type ImportRefusal, refusalWords } from '../../../intake/words.ts';
import { ENCODING_NAMES } from '../../../lib/csv/inspect.ts';
import { deskMoment } from '../../../lib/dates/jst.ts';
import { Button, LinkButton, Notice, PostForm, Says, SummaryList, Table } from '../../../lib/html/index.ts';
import { grouped } from '../../../lib/values/numbers.ts';
import { GoingOn, refreshOf } from '../../parts/going-on.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { field, type SignedAsk } from '../../route.ts';
import { BoxFlow, BoxFlowBefore } from '../box-day/flow.tsx';
import { stepsOf } from '../box-day/steps.ts';
import { Failed, FailedActs, Stuck } from './failed.tsx';
import { Rejected } from './rejected.tsx';
import { NONE, type Same, SameFiles } from './same-files.tsx';
import { countsOf, FAILED_STATE, leftOutWords, STATE_WORDS } from './words.ts';

type Props = {
  ask: SignedAsk;
  upload: CardUpload;
  /** What its cards have still before them, once it is taken in. */
  day?: BoxDay | undefined;
  /** Files of the same bytes. */
  same?: Same;
};

const stateOf = ({ state, undoneAt, failedAt, stuckSince }: CardUpload): string =>
  undoneAt !== null
    ? `取消済（${deskMoment(undoneAt)}）`
    : ((failedAt === null && stuckSince === null ? undefined : FAILED_STATE[state]) ?? STATE_WORDS[state]);

const DONE: Readonly<Record<string, string>> = {
  stale: 'ほかの職員が先に操作しました。現在の状態を確かめてください。',
};

/** Why a file that was taken in before changes nothing. */
const BECAUSE: Readonly<Record<string, string>> = {
  'read-so': '同じ読み方で取り込んでいるため、',
  newer: 'そのあとに新しい一覧を取り込んでいるため、',
};

/** On its way to be taken in. */
const BEFORE: readonly UploadState[] = ['judging', 'judged', 'storing'];
/** Cards of it will have a box's day, as far as is known: it was not taken in before, and does not only change cards that are there. */
const becomesDelivery = ({ state, report }: CardUpload): boolean =>
  BEFORE.includes(state) && (report === null || (report.before === undefined && report.fresh > 0));

const WORKING: Partial<Record<UploadState, string>> = {
  judging: '結果を確かめています',
  storing: '登録しています',
  undoing: '取込みを取り消しています',
};

/** How far a process is. */
const Working = ({ ask, upload }: Props) => (
  <GoingOn
    ask={ask}
    title={WORKING[upload.state] ?? ''}
    words={`${Math.floor(upload.part * 100)}%${upload.state === 'undoing' ? '' : `（${grouped(upload.rows)}行）`}`}
    href={paths.intakeFile(upload.id)}
  />
);

function Counts({ report }: { report: ImportReport }) {
  return (
    <Table
      caption="結果"
      columns={['内容', { head: '件数', right: true, whole: true }]}
      rows={countsOf(report).map(({ words, count }) => [words, `${grouped(count)}件`])}
    />
  );
}

const codes = (offices: ImportReport['unknownOffices']): string =>
  offices.map(({ code, cards }) => `${code}（${grouped(cards)}件）`).join('、');

function Notes({ report }: { report: ImportReport }) {
  const retired = report.unknownOffices.filter((one) => one.retired === true);
  const unknown = report.unknownOffices.filter((one) => one.retired !== true);
  // A report of before this was told says nothing of it.
  const absent = report.absent ?? [];
  const unused: string[] | undefined = report.unused;
  return (
    <>
      {absent.length > 0 && (
        <Notice kind="care" title="形式にある列が、ファイルにありません">
          <Says>{`形式にある次の列が、ファイルにありません：${absent.join('、')}。これらの列の内容は登録しません。登録する前なら、「読み方を変更する」で列を選び直せます。`}</Says>
        </Notice>
      )}
      {unused !== undefined && <Says>{leftOutWords(unused)}</Says>}
      {unknown.length > 0 && (
        <Notice kind="care" title="登録されていない事業所コードがあります">
          <Says>{`${codes(unknown)}。「設定」の「交付場所」にこのコードで追加すると、カードの交付場所が決まります。`}</Says>
        </Notice>
      )}
      {retired.length > 0 && (
        <Notice kind="care" title="廃止した交付場所のコードがあります">
          <Says>{`${codes(retired)}。交付場所のないカードになります。「設定」の「交付場所」で、使用中に戻すと、カードの交付場所が決まります。コードの誤りなら、直したファイルを取り込んでください。`}</Says>
        </Notice>
      )}
      {report.unended && (
        <Notice kind="care" title="最後の行が改行で終わっていません">
          <Says>ファイルが途中で切れていないか、最後の行を確かめてください。</Says>
        </Notice>
      )}
    </>
  );
}

/** What may be done with a list as it stands. */
function Acts({ ask, upload }: Props) {
  const act = (name: Parameters<typeof paths.intakeAct>[1], words: string, kind: 'first' | 'second' | 'stop') => (
    <PostForm action={paths.intakeAct(upload.id, name)} token={ask.token}>
      <Button kind={kind}>{words}</Button>
    </PostForm>
  );
  const { state, report } = upload;
  if (upload.failedAt !== null || upload.stuckSince !== null) return <FailedActs ask={ask} upload={upload} />;
  const before = report?.before !== undefined;
  return (
    <div class="acts">
      {state === 'judged' && !before && act('store', 'この内容で登録する', 'first')}
      {(state === 'judged' || state === 'refused') && act('again', '読み方を変更する', 'second')}
      {(state === 'judged' || state === 'refused') && act('drop', 'このファイルの取込みを取りやめる', 'stop')}
      {state === 'done' && !before && upload.undoneAt === null && (
        <LinkButton href={paths.intakeAct(upload.id, 'undo')} kind="second">
          この取込みを取り消す（確かめる）
        </LinkButton>
      )}
      <LinkButton href={paths.intake} kind="second">
        一覧に戻る
      </LinkButton>
    </div>
  );
}

/** What came of taking it back. */
function TakenBack({ upload: { state, undone, reason } }: { upload: CardUpload }) {
  if (state === 'done' && reason === 'changed_meanwhile')
    return (
      <Notice kind="stop" role="alert" title="取込みを取り消していません">
        <Says>確かめたあとに、カードの状況が変わりました。もう一度「この取込みを取り消す」から確かめてください。</Says>
      </Notice>
    );
  if (undone === null) return null;
  const count = (number: number) => `${grouped(number)}件`;
  return (
    <Notice kind="done" role="status" title="取込みを取り消しました">
      <Says>{`消したカード ${count(undone.removed)}、元に戻したカード ${count(undone.putBack)}、その後に予約や変更があったため残したカード ${count(undone.kept + undone.leftAsIs)}。`}</Says>
    </Notice>
  );
}

/** A list after it was read: what it would do, how far it is, what it did, or why it cannot be taken. */
export function FilePage({ ask, upload, day, same = NONE }: Props) {
  const { state, report } = upload;
  const done = DONE[field(ask.query, 'done')];
  const failed = upload.failedAt !== null;
  const stuck = upload.stuckSince !== null;
  const working = WORKING[state] !== undefined && !failed && !stuck;
  return (
    <TitledPage
      ask={ask}
      title="カードの取込み"
      heading={upload.fileName}
      crumbs={[{ href: paths.intake, words: 'カードの取込み' }]}
      said={done}
      refresh={refreshOf(ask, working)}
    >
      {day !== undefined && <BoxFlow ask={ask} steps={stepsOf(day)} />}
      {becomesDelivery(upload) && <BoxFlowBefore says={stateOf(upload)} />}
      {working && <Working ask={ask} upload={upload} />}
      {failed && <Failed upload={upload} />}
      {stuck && <Stuck upload={upload} />}
      <TakenBack upload={upload} />
      {state === 'refused' && (
        <Notice kind="stop" role="alert" title="このファイルは取り込めません。何も登録していません">
          <Says>{refusalWords(upload.reason as ImportRefusal, upload.detail)}</Says>
        </Notice>
      )}
      {report?.before !== undefined && (
        <Notice kind="care" title="このファイルは、取込み済みです">
          <Says>{`${BECAUSE[report.because ?? ''] ?? ''}このファイルを取り込んでも、何も変わりません。`}</Says>
        </Notice>
      )}
      {BEFORE.includes(state) && <SameFiles same={same} />}
      <SummaryList
        rows={[
          { term: '状態', value: stateOf(upload) },
          { term: '受付', value: `${deskMoment(upload.at)}　${upload.by ?? ''}` },
          upload.sheet === null
            ? { term: '文字コード', value: ENCODING_NAMES[upload.encoding] }
            : { term: 'シート', value: upload.sheet },
          { term: '形式', value: upload.profile.title },
          ...(report === null || report.before !== undefined
            ? []
            : [{ term: '読んだ行', value: `${upload.profile.header ? '項目名1行、' : ''}カード${grouped(report.rows)}行` }]),
          { term: 'ハッシュ値', value: upload.sha256, more: upload.sheet === null ? 'SHA-256' : 'SHA-256（シートの内容）' },
        ]}
      />
      {report !== null && report.before === undefined && (
        <section class="desk-section" aria-labelledby="counts">
          <h2 id="counts">{state === 'judged' ? '登録すると、こうなります' : '結果'}</h2>
          <Counts report={report} />
          <Rejected ask={ask} upload={upload} />
          <Notes report={report} />
          {state === 'done' && upload.undoneAt === null && (
            <p>
              続き：
              {upload.importId !== null && report.fresh > 0 && <a href={paths.boxDay(upload.importId)}>箱の一日を見る</a>}
              {'　'}
              <a href={paths.placing}>保管前のカードをまとめて保管する</a>　<a href={paths.conflicts}>氏名相違を判断する</a>
            </p>
          )}
        </section>
      )}
      <Acts ask={ask} upload={upload} />
    </TitledPage>
  );
}
