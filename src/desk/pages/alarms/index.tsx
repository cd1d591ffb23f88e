import { deskMoment } from '../../../lib/dates/jst.ts';
import { sql } from '../../../lib/db/sql.ts';
import { Says, Table, wholeCol } from '../../../lib/html/index.ts';
import {
  type Alarm,
  type AlarmKind,
  alarmFacts,
  alarmWords,
  openAlarms,
  type PastAlarm,
  pastAlarms,
} from '../../../site/alarms.ts';
import { can } from '../../../staff/rights.ts';
import type { Feature } from '../../feature.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import { get, type Route, type SignedAsk, show } from '../../route.ts';

const words = (ask: SignedAsk, { kind, detail }: Alarm) => (
  <>
    {alarmWords(kind)}
    {kind === NOT_READY && can(ask.session, 'people.see') && (
      <span class="sub">
        <a href={paths.list('not-ready')}>カードがそろっていない来庁</a>
      </span>
    )}
    {alarmFacts(detail) !== '' && <span class="sub">{alarmFacts(detail)}</span>}
  </>
);

/** The alarm that is about visits, and has a list of them. */
const NOT_READY: AlarmKind = 'cards-not-ready';

function AlarmsPage({ ask, open, past }: { ask: SignedAsk; open: Alarm[]; past: PastAlarm[] }) {
  return (
    <TitledPage ask={ask} title="警告">
      <Says class="lead">確認と対応が必要な警告です。原因が解消すると、自動で消えます。</Says>
      <Table
        caption="現在の警告"
        wide
        empty="現在、警告はありません。"
        columns={['内容', wholeCol('発生日時'), wholeCol('最後に確かめた時刻')]}
        rows={open.map((alarm) => [words(ask, alarm), deskMoment(alarm.beganAt), deskMoment(alarm.seenAt)])}
      />
      <h2 class="section">過去30日に解消した警告</h2>
      <Table
        caption="過去30日に解消した警告"
        wide
        empty="過去30日に解消した警告はありません。"
        columns={['内容', wholeCol('発生日時'), wholeCol('解消日時')]}
        rows={past.map((alarm) => [alarmWords(alarm.kind), deskMoment(alarm.beganAt), deskMoment(alarm.endedAt)])}
      />
    </TitledPage>
  );
}

/** What the worker's watch found (§10: the operator acts on it; the city sees the same). */
const alarmRoutes: readonly Route[] = [
  get(paths.alarms, 'alarms.see', async (ask) =>
    show(<AlarmsPage ask={ask} open={await openAlarms(ask.db)} past={await pastAlarms(ask.db)} />),
  ),
];

export const alarmsFeature: Feature = {
  routes: alarmRoutes,
  menu: [{ group: 'todo', href: paths.alarms, words: '警告', right: 'alarms.see' }],
  waits: [
    {
      words: '警告',
      why: 'システムの状態に注意が必要です。内容を確かめ、運用の担当に連絡してください。',
      urgency: 'today',
      call: '運用の担当。',
      href: paths.alarms,
      right: 'alarms.see',
      count: () => sql`SELECT count(*) FROM site.alarms WHERE ended_at IS NULL`,
    },
  ],
};
