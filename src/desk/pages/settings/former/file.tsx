import { REMARK_LONGEST } from '../../../../cards/remark.ts';
import type { Judged } from '../../../../intake/former/acts.ts';
import type { LeftBooking } from '../../../../intake/former/left.ts';
import type { FormerBooking, FormerRecord } from '../../../../intake/former/read.ts';
import { STATES, type State, VERDICTS, type Verdict } from '../../../../intake/former/words.ts';
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
import { grouped } from '../../../../lib/values/numbers.ts';
import { can } from '../../../../staff/rights.ts';
import { DeskForm } from '../../../parts/form.tsx';
import { SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import type { SignedAsk } from '../../../route.ts';
import { LeftBookings } from './left.tsx';
import { recordWords, stoppedWords } from './list.tsx';
import { pressForm } from './press.ts';
import { outcomeWords, whenOf } from './report.ts';

/** More rows stand in the report. */
const SHOWN = 200;
const USUAL_REASON = '稼働前に受けた予約のため';

type FileProps = {
  record: FormerRecord;
  bookings: readonly FormerBooking[];
  /** Of these, whom somebody must call. */
  left: readonly LeftBooking[];
  judged: { judged: Judged[]; version: string } | undefined;
  /** How many visits have a remark that comes behind one that stands already. */
  remarks: number;
  /** The numbers of visits whose remark is not added, since with what stands it is too long. */
  beyond: readonly string[];
  before: { id: number; pressedAt: Date } | undefined;
  errors: FormErrors;
  said: string | undefined;
};

const countOf = (judged: readonly Judged[], verdict: Verdict): number => judged.filter((one) => one.verdict === verdict).length;

/** Numbers that are named; of more, how many there are. */
const MOST_NAMED = 20;
const beyondWords = (numbers: readonly string[]): string => {
  const named = numbers.slice(0, MOST_NAMED).join('、');
  const more = numbers.length > MOST_NAMED ? `ほか${grouped(numbers.length - MOST_NAMED)}件` : '';
  return `現在の備考と合わせて${grouped(REMARK_LONGEST)}文字を超えるため、追加しません。登録する前に、本人の画面で備考を短くしてください。予約 ${named}${more}`;
};

function Counts({ record, judged, remarks, beyond }: Pick<FileProps, 'record' | 'judged' | 'remarks' | 'beyond'>) {
  const figures: [string, number][] =
    judged === undefined
      ? (Object.entries(record.counts) as [State, number][]).map(([state, n]) => [STATES[state], n])
      : (Object.keys(VERDICTS) as Verdict[]).map((verdict) => [VERDICTS[verdict], countOf(judged.judged, verdict)]);
  return (
    <SummaryList
      rows={[
        { term: 'ファイル', value: record.fileName, more: `SHA-256 ${record.sha256}` },
        {
          term: '読み込み',
          value: `${deskMoment(record.startedAt)}　${record.staffName ?? '運用'}`,
          more: `${record.rows}行、予約 ${record.visits}件`,
        },
        ...(record.phonesMended > 0 ? [{ term: '失われた先頭の0を補った電話番号', value: `${record.phonesMended}件` }] : []),
        ...(remarks > 0
          ? [{ term: '備考を追加する', value: `${grouped(remarks)}件`, more: '現在の備考のあとに追加します。' }]
          : []),
        ...(beyond.length > 0
          ? [{ term: '備考を追加しない', value: `${grouped(beyond.length)}件`, more: beyondWords(beyond) }]
          : []),
        ...figures.map(([term, n]) => ({ term, value: <b>{`${n}件`}</b> })),
        ...(record.exceeded > 0 ? [{ term: '枠超え', value: `${record.exceeded}件`, more: record.exceedReason ?? '' }] : []),
        ...(record.pressedAt === null ? [] : [{ term: '完了メール', value: record.tell ? '送る' : '送らない' }]),
      ]}
    />
  );
}

function PressForm({
  ask,
  record,
  judged,
  errors,
}: {
  ask: SignedAsk;
  record: FormerRecord;
  judged: NonNullable<FileProps['judged']>;
  errors: FormErrors;
}) {
  const [fresh, over, waits] = (['new', 'over', 'waits'] as const).map((verdict) => countOf(judged.judged, verdict));
  if ((fresh ?? 0) + (over ?? 0) + (waits ?? 0) === 0)
    return <p class="empty">登録できる予約は、ありません。ファイルを直して、もう一度読み込んでください。</p>;
  return (
    <DeskForm
      ask={ask}
      form={pressForm(can(ask.session, 'booking.exceed') ? (over ?? 0) : 0)}
      action={paths.pressFormer(record.id)}
      values={{ reason: USUAL_REASON }}
      errors={errors}
      hidden={{ seen: judged.version }}
      submit={`${(fresh ?? 0) + (waits ?? 0)}件を登録する`}
    />
  );
}

function Rows({ ask, bookings, judged, record }: Pick<FileProps, 'bookings' | 'judged' | 'record'> & { ask: SignedAsk }) {
  const now = new Map((judged?.judged ?? []).map((one) => [one.id, one]));
  // What needs somebody's eye stands first.
  const ordinary = (booking: FormerBooking): boolean =>
    (now.get(booking.id)?.verdict ?? booking.state) === (judged === undefined ? 'booked' : 'new');
  const shown = [...bookings.filter((one) => !ordinary(one)), ...bookings.filter(ordinary)].slice(0, SHOWN);
  return (
    <>
      <Table
        caption={
          bookings.length > SHOWN
            ? `予約ごとの結果（${grouped(bookings.length)}件のうち${SHOWN}件。すべては結果のファイルに）`
            : '予約ごとの結果'
        }
        wide
        columns={[rightCol('行'), '以前の予約番号', '交付場所', wholeCol('日時'), wholeCol('結果'), '理由']}
        rows={shown.map((booking) => {
          const { result, why } = outcomeWords(booking, now);
          return [
            String(booking.line),
            booking.reservationId === null ? (
              booking.number
            ) : (
              <a href={paths.reservation(booking.reservationId)}>{booking.number}</a>
            ),
            booking.officeName ?? '',
            whenOf(booking),
            result,
            why,
          ];
        })}
      />
      {can(ask.session, 'lists.take') && (
        <p>
          <a href={paths.formerReport(record.id)}>結果（CSV）を保存する</a>
        </p>
      )}
    </>
  );
}

function UndoForm({ ask, record }: { ask: SignedAsk; record: FormerRecord }) {
  return (
    <section class="desk-section" aria-labelledby="undo">
      <h2 id="undo">この取り込みを取り消す</h2>
      <Says>
        登録した予約を取り消し、枠とカードの交付状況を戻します。登録のあとに変更や来庁があった予約は残ります。備考は残ります。取り消したあとは、同じファイルをもう一度登録できます。
      </Says>
      {record.tell && <Says>完了メールを送ったため、取消のメールも送られます。</Says>}
      <PostForm action={paths.undoFormer(record.id)} token={ask.token}>
        <Button kind="danger">取り込みを取り消す</Button>
      </PostForm>
    </section>
  );
}

/** That a file is worked on, or that no process goes on with it and what to do. */
function Running({ ask, record: { id, undoneAt, stuckSince } }: { ask: SignedAsk; record: FormerRecord }) {
  const look = (
    <p>
      <a href={paths.formerFile(id)}>最新の状況を表示する</a>
    </p>
  );
  if (stuckSince === null)
    return (
      <Notice kind="info" role="status">
        <Says>{`${undoneAt === null ? '登録' : '取り消し'}を進めています。この画面を閉じても続きます。`}</Says>
        {look}
      </Notice>
    );
  return (
    <>
      <Notice kind="care" title={`${stoppedWords(undoneAt)}（${deskMoment(stuckSince)}から）`}>
        <Says>
          処理するプロセスがないか、次の予約で失敗しています。済んだ予約は、下の「予約ごとの結果」のとおりです。同じ予約が二重に登録されることはありません。
        </Says>
        <Says>「もう一度始める」を押してください。それでも進まないときは、この画面の内容を運用の担当に伝えてください。</Says>
        {look}
      </Notice>
      <PostForm action={paths.retryFormer(id)} token={ask.token} class="acts">
        <Button>もう一度始める</Button>
      </PostForm>
    </>
  );
}

/** A file: what it would do with the press, how far it is, or what it did with the way back. */
export function FilePage({ ask, props }: { ask: SignedAsk; props: FileProps }) {
  const { record, judged, before, errors, said } = props;
  const running = record.pressedAt !== null && record.endedAt === null;
  return (
    <SettingsPage
      ask={ask}
      title="稼働前の予約"
      heading={`稼働前の予約：${recordWords(record)}`}
      crumbs={[{ href: paths.former, words: '稼働前の予約' }]}
      errors={errors}
      said={said}
    >
      {judged !== undefined && (
        <Notice kind="info" title="まだ登録していません">
          <Says>
            件数と理由を確かめてから、登録してください。カードを待つ予約は、カードが届く前でも枠を確保します。カードの一覧を取り込むと、自動で予約に結び付きます。
          </Says>
        </Notice>
      )}
      {before !== undefined && (
        <Notice kind="care" title="同じファイルを登録済みです">
          <Says>{`${deskMoment(before.pressedAt)}（番号 ${before.id}）に登録しています。登録済みの予約は、二重には登録されません。`}</Says>
        </Notice>
      )}
      {running && <Running ask={ask} record={record} />}
      <Counts record={record} judged={judged} remarks={props.remarks} beyond={props.beyond} />
      {judged !== undefined && <PressForm ask={ask} record={record} judged={judged} errors={errors} />}
      <LeftBookings ask={ask} importId={record.id} left={props.left} />
      <Rows ask={ask} bookings={props.bookings} judged={judged} record={record} />
      {record.pressedAt !== null && record.undoneAt === null && <UndoForm ask={ask} record={record} />}
    </SettingsPage>
  );
}
