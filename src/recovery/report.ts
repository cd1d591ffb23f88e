import { z } from 'zod';
import { eraDate } from '../lib/dates/format.ts';
import { deskMoment } from '../lib/dates/jst.ts';

export const REPORT = z.object({
  backup: z.string(),
  approver: z.string(),
  reason: z.string(),
  /** The last thing that stands in the restored database. */
  reached: z.string().nullable(),
  startedAt: z.string(),
  finishedAt: z.string(),
  counts: z.record(z.string(), z.number()),
  mailsHeld: z.number(),
  sessionsEnded: z.number(),
  linksEnded: z.number().default(0),
  holdsReleased: z.number(),
  /** Days of which records may be lost: no clock decides who did not come. */
  daysLeft: z.array(z.object({ office: z.string(), day: z.string() })).default([]),
  custodyWrong: z.number(),
  /** Of the sealed log: what is wrong with it; `cut` is what was lost. Null: its key was not given. */
  findings: z.array(z.string()).nullable(),
  /** The last head kept elsewhere, and how many lines it reaches beyond the restored log. Null: none was kept. */
  lost: z.object({ lines: z.number(), at: z.string() }).nullable(),
  /** The file of those heads could not be read; how many of its lines end in the middle. */
  headsUnread: z.boolean().default(false),
  headsCut: z.number().default(0),
  objectiveHours: z.number(),
  objectiveMinutes: z.number(),
});
/** What a restore came to, as the city is told. */
export type Report = z.infer<typeof REPORT>;

const moment = (text: string): string => deskMoment(Temporal.Instant.from(text));
const between = (from: string, to: string): number =>
  Temporal.Instant.from(from).until(Temporal.Instant.from(to)).total('minutes');
const minutes = (count: number): string => (count < 1 ? '1分未満' : `約${Math.round(count)}分`);
const met = (holds: boolean): string => (holds ? '（目標の範囲内）' : '（目標を超えています）');

/**
 * How many minutes are lost: at least as far as the heads kept elsewhere reach, at most until the restore began. A head is written by the worker: where that was
 * away before the database went, everything after its last one is missing and no head says so.
 */
function lostTime({ reached, lost, startedAt, objectiveMinutes }: Report): string {
  if (reached === null) return '分かりません';
  const most = Math.max(0, between(reached, startedAt));
  const least = lost === null ? 0 : Math.min(most, Math.max(0, between(reached, lost.at)));
  if (most <= objectiveMinutes) return `最大で${minutes(most)}${met(true)}`;
  const bounds = `最大で${minutes(most)}（${moment(reached)}から復元の開始まで）${least < 1 ? '' : `、少なくとも${minutes(least)}`}`;
  return least > objectiveMinutes
    ? `${bounds}${met(false)}`
    : `${bounds}。データベースが止まった時刻で、目標の範囲内かを確かめてください`;
}

const logWords = ({ findings, headsCut }: Report): string => {
  const cut = headsCut === 0 ? '' : `。別の機器の控えに、途中で切れた行が${headsCut}件あります`;
  if (findings === null) return `封印の鍵がないため、確かめていません${cut}`;
  const other = findings.filter((kind) => kind !== 'cut');
  return `${other.length === 0 ? '改ざんは見つかりませんでした' : `確かめが必要な箇所が${other.length}件あります`}${cut}`;
};

const lostWords = (report: Report): string => {
  const { lost } = report;
  if (report.headsUnread) return '別の機器に残した控えを読めないため、件数は分かりません。控えのファイルを確かめてください';
  if (lost === null) return '別の機器に残した控えがないため、件数は分かりません';
  const until = moment(lost.at);
  return lost.lines === 0
    ? `控えのある${until}までの操作履歴は、すべて残っています。その後に失われた件数は分かりません`
    : `少なくとも${lost.lines}件（控えのある${until}までの操作履歴）。その後に失われた件数は分かりません`;
};

const daysWords = ({ daysLeft }: Report): string =>
  daysLeft.length === 0
    ? 'ありません'
    : `${daysLeft.map(({ office, day }) => `${eraDate(day)} ${office}`).join('、')}。来庁の記録が失われたおそれがあるため、自動では未来庁にしません。紙の一覧で確かめて入力し、日締めをします`;

/** The report in the city's words: what it is about, and what came of it. */
export function reportRows(report: Report): [string, string][] {
  const { backup, approver, reason, reached, startedAt, finishedAt, counts, objectiveHours } = report;
  const took = between(startedAt, finishedAt);
  return [
    ['承認した方', approver],
    ['理由', reason],
    ['元にしたバックアップ', backup],
    ['復元にかかった時間', `${minutes(took)}${met(took <= 60 * objectiveHours)}`],
    ['残っている記録', reached === null ? 'ありません' : `${moment(reached)}までの記録`],
    ['失われた時間', lostTime(report)],
    ['失われた記録', lostWords(report)],
    [
      'カードと予約の件数',
      `カード ${counts['cards'] ?? 0}件、予約 ${counts['reservations'] ?? 0}件（確定 ${counts['booked'] ?? 0}件）`,
    ],
    ['送信を止めたメール', `${report.mailsHeld}通。送信済みのおそれがあるため、「メール」の画面で確かめてから再送します`],
    ['終わらせたログイン', `${report.sessionsEnded}件。職員は、もう一度ログインします`],
    [
      '無効にした初回設定用URL',
      report.linksEnded === 0 ? 'ありません' : `${report.linksEnded}件。アカウントの画面で作り直して、渡します`,
    ],
    ['解除した仮押さえ', `${report.holdsReleased}件`],
    ['職員が日締めをする日', daysWords(report)],
    ['操作履歴の封印', logWords(report)],
    [
      'カードの所在',
      report.custodyWrong === 0 ? '入出庫の記録と一致しています' : `${report.custodyWrong}枚が入出庫の記録と一致しません`,
    ],
  ];
}
