import { longDate } from '../lib/dates/format.ts';
import { deskMoment } from '../lib/dates/jst.ts';
import type { Tx } from '../lib/db/db.ts';
import { grouped } from '../lib/values/numbers.ts';
import { ANNOUNCED_DAYS, noticeWords } from '../site/maintenance.ts';
import { DOORS, runningBetween } from './beats.ts';
import type { Section } from './content.ts';
import type { KeptSince } from './kept-since.ts';
import { kindWords, withdrawnWords } from './kinds.ts';
import {
  type BackupCounts,
  type Between,
  backupCounts,
  entryCounts,
  type FindingCounts,
  faultsBetween,
  findingCounts,
  mailCounts,
  type OfficeCounts,
  officeCounts,
  type Stop,
  stopsBetween,
  type WithdrawnRow,
  withdrawnBetween,
  worksBetween,
} from './month-counts.ts';
import { FAULTS_HEADING } from './papers.ts';
import { ruleWords } from './rules.ts';

/** Of all minutes, rounded down: 100.00 is said of every minute alone. */
const share = (up: number, measured: number): string =>
  measured === 0 ? '' : `${(Math.floor((up / measured) * 10_000) / 100).toFixed(2)}%`;

/** When the city was told of a stop; marked, with the reason, where that was less than two weeks before (§8(1)⑦b). */
const toldWords = ({ presentedOn, noticeDays, shortNotice }: Pick<Stop, 'presentedOn' | 'noticeDays' | 'shortNotice'>): string =>
  noticeDays < ANNOUNCED_DAYS
    ? `${longDate(presentedOn)}（2週間未満、${noticeWords(noticeDays)}${shortNotice === null ? '' : `：${shortNotice}`}）`
    : longDate(presentedOn);

/** What is said of figures some of which were counted of rows whose time is over by now; nothing where all of them stand. */
const goneWords = (month: string, since: string, what: string, kept: '保存年数' | '保存日数'): string =>
  month < since ? `${longDate(since)}より前の${what}は、${kept}を過ぎたため含みません。` : '';

/** What was noticed or written as a fault and was none. */
const withdrawnSection = (rows: readonly WithdrawnRow[]): Section => ({
  heading: '取り下げた障害',
  table: {
    columns: ['番号', '件名', '発生', '取り下げた日時', '区分', '理由'],
    rows: rows.map(({ id, subject, beganAt, at, as, why }) => [
      String(id),
      subject,
      deskMoment(beganAt),
      deskMoment(at),
      withdrawnWords(as),
      why,
    ]),
    empty: '',
  },
});

export async function runningSections(tx: Tx, between: Between, month: string, since: KeptSince): Promise<Section[]> {
  const doors = await runningBetween(tx, between.from, between.to);
  const stops = await stopsBetween(tx, between);
  const faults = await faultsBetween(tx, between);
  const withdrawn = await withdrawnBetween(tx, between);
  return [
    {
      heading: '稼働状況',
      text: `稼働率は、各プロセスが動き、データベースにつながっていた分の割合です。計画停止の時間は含みません。${goneWords(month, since.beats, '稼働の記録', '保存日数')}`,
      table: {
        columns: ['対象', '計測した時間（分）', '稼働（分）', '停止（分）', '稼働率', '計画停止（分）'],
        rows: doors.map(({ door, measured, up, planned }) => [
          DOORS[door],
          grouped(measured),
          grouped(up),
          grouped(measured - up),
          share(up, measured),
          grouped(planned),
        ]),
        empty: '稼働の記録がありません。',
      },
    },
    {
      heading: '計画停止',
      table: {
        columns: ['開始', '終了', '理由', '市への提示日'],
        rows: stops.map(({ startsAt, endsAt, reason, ...told }) => [
          deskMoment(startsAt),
          deskMoment(endsAt),
          reason,
          toldWords(told),
        ]),
        empty: '計画停止は、ありませんでした。',
      },
    },
    {
      heading: FAULTS_HEADING,
      table: {
        columns: ['番号', '件名', '発生', '復旧', '市への報告', '障害報告書'],
        rows: faults.map(({ id, subject, beganAt, endedAt, reported, submitted }) => [
          String(id),
          subject,
          deskMoment(beganAt),
          endedAt === null ? '復旧していません' : deskMoment(endedAt),
          reported ? '済' : '未',
          submitted ? '提出済' : '未提出',
        ]),
        empty: '障害は、ありませんでした。',
      },
    },
    ...(withdrawn.length === 0 ? [] : [withdrawnSection(withdrawn)]),
  ];
}

/** What the analysis of the log found in this time, and how much of it somebody reviewed (§11(12)b). */
const findingsSection = (counts: readonly FindingCounts[]): Section => ({
  heading: '操作履歴の点検',
  table: {
    columns: ['種類', '見つかった数', '問題なし', '調査・対応が必要', '未確認'],
    rows: counts.map(({ rule, all, fine, followUp }) => [
      ruleWords(rule),
      grouped(all),
      grouped(fine),
      grouped(followUp),
      grouped(all - fine - followUp),
    ]),
    empty: '点検で見つかったものは、ありません。',
  },
});

/** What the figures mean: none at all is not all clear, nor is one good backup the month's. */
function backupWords({ good, failed, missing }: BackupCounts): string {
  if (failed > 0) return `×　失敗したバックアップが${grouped(failed)}回あります。`;
  if (good === 0) return '△　この月に終わったバックアップの記録がありません。';
  return missing > 0 ? `△　バックアップのない日が${grouped(missing)}日あります。` : '○　すべて正常に終わりました。';
}

export async function workSections(tx: Tx, between: Between): Promise<Section[]> {
  const works = await worksBetween(tx, ['maintenance', 'inspection'], between);
  const security = await worksBetween(tx, ['security'], between);
  const counts = await entryCounts(tx, between);
  const backups = await backupCounts(tx, between);
  const findings = await findingCounts(tx, between);
  const lines = (rows: typeof works) =>
    rows.map(({ receivedAt, kind, subject, body, last, completed }) => [
      deskMoment(receivedAt),
      kindWords(kind),
      subject,
      [body, last ?? ''].filter((part) => part !== '').join(' '),
      completed ? '完了' : '対応中',
    ]);
  const columns = ['日時', '種類', '件名', '内容と結果', '状態'];
  return [
    { heading: '機器保守と点検', table: { columns, rows: lines(works), empty: '機器保守と点検の記録は、ありません。' } },
    {
      heading: 'セキュリティ情報の確認',
      table: { columns, rows: lines(security), empty: 'セキュリティ情報の記録は、ありません。' },
    },
    {
      heading: '問合せ・点検・障害の件数',
      table: {
        columns: ['種類', '受付', '完了', '月末の未完了'],
        rows: counts.map(({ kind, received, completed, open }) => [
          kindWords(kind),
          grouped(received),
          grouped(completed),
          grouped(open),
        ]),
        empty: '記録は、ありません。',
      },
    },
    findingsSection(findings),
    ...(backups === undefined
      ? []
      : [
          {
            heading: 'バックアップ',
            text: backupWords(backups),
            table: {
              columns: ['正常', '失敗', '最後に正常に終わった日時'],
              rows: [[grouped(backups.good), grouped(backups.failed), backups.last === null ? '' : deskMoment(backups.last)]],
              empty: '',
            },
          },
        ]),
  ];
}

const OFFICE_COLUMNS = ['web', 'phone', 'counter', 'cancelled', 'handedOver', 'incomplete', 'noShow'] as const;

const sum = (rows: readonly OfficeCounts[], name: (typeof OFFICE_COLUMNS)[number]): number =>
  rows.reduce((all, row) => all + row[name], 0);

export async function useSections(tx: Tx, between: Between, month: string, since: KeptSince): Promise<Section[]> {
  const offices = await officeCounts(tx, between);
  const mails = await mailCounts(tx, between);
  const rows = offices.map((row) => [row.office, ...OFFICE_COLUMNS.map((name) => grouped(row[name]))]);
  const all = ['計', ...OFFICE_COLUMNS.map((name) => grouped(sum(offices, name)))];
  return [
    {
      heading: '予約と交付',
      text: `予約と取消は、この月に受け付けた件数です。稼働前の予約の登録と、職員が取り消した受付は含みません。交付、不備、未来庁は、この月に予約のあった人数です。${goneWords(month, since.visits, '予約', '保存年数')}`,
      table: {
        columns: ['交付場所', 'ウェブ', '電話', '窓口など', '取消', '交付・完了', '不備', '未来庁'],
        rows: offices.length === 0 ? [] : [...rows, all],
        empty: '交付場所がありません。',
      },
    },
    {
      heading: 'メール',
      ...(month < since.mails && { text: goneWords(month, since.mails, 'メール', '保存日数') }),
      table: {
        columns: ['送信済', '送信待ち', '不達', '不要になり取りやめ'],
        rows: [[grouped(mails.sent), grouped(mails.waiting), grouped(mails.dead), grouped(mails.dropped)]],
        empty: '',
      },
    },
  ];
}
