import { deskMoment, instantOf } from '../../../../lib/dates/jst.ts';
import { LinkButton, Notice, Says, Table, wholeCol } from '../../../../lib/html/index.ts';
import {
  listRestores,
  listTaken,
  type Restored,
  readRestore,
  readStanding,
  type Standing,
  type TakenBackup,
} from '../../../../recovery/read.ts';
import { reportRows } from '../../../../recovery/report.ts';
import { withRow } from '../../../parts/row.tsx';
import { Section } from '../../../parts/section.tsx';
import { RIGHT, SettingsPage } from '../../../parts/settings-page.tsx';
import { paths } from '../../../paths.ts';
import { get, type Route, type SignedAsk, show } from '../../../route.ts';
import { approveRoutes } from './approve.tsx';

const STATES: Record<TakenBackup['state'], string> = { running: '実行中', good: '成功', failed: '失敗' };

const megabytes = (bytes: number | null): string => (bytes === null ? '' : `${(bytes / 1_000_000).toFixed(1)} MB`);
const minutes = (count: number): string => (count % 60 === 0 ? `${count / 60}時間` : `${count}分`);

/** How long ago a loss would lead back to, in words. */
function lossWords(ask: SignedAsk, { restorableTo, lossMinutes }: Standing): string {
  if (restorableTo === null) return '';
  const lost = Math.max(0, Math.floor(instantOf(restorableTo).until(ask.now).total('minutes')));
  return lost > lossMinutes ? `${lost}分前です。目標復旧時点（${minutes(lossMinutes)}）を超えています。` : `${lost}分前です。`;
}

function StandingSection({ ask, standing }: { ask: SignedAsk; standing: Standing }) {
  const { lastGood, restorableTo, lossMinutes, hours } = standing;
  if (lastGood === null || restorableTo === null)
    return (
      <Notice kind="care" title="まだバックアップがありません">
        <Says>現在、データベースが失われると、元に戻せません。運用の担当に連絡してください。</Says>
      </Notice>
    );
  return (
    <Table
      caption="現在の状態"
      stacked="plain"
      columns={[wholeCol('項目'), '状態']}
      rows={[
        ['直近のバックアップ', deskMoment(lastGood)],
        [
          '戻せる時点',
          <>
            {deskMoment(restorableTo)}
            <span class="sub">{lossWords(ask, standing)}</span>
          </>,
        ],
        ['目標復旧時点', <a href={paths.citySetting('recovery-loss-minutes')}>失われるのは{minutes(lossMinutes)}まで</a>],
        ['目標復旧時間', <a href={paths.citySetting('recovery-hours')}>{hours}時間</a>],
      ]}
    />
  );
}

function RecoveryPage({
  ask,
  standing,
  taken,
  restores,
}: {
  ask: SignedAsk;
  standing: Standing;
  taken: TakenBackup[];
  restores: Restored[];
}) {
  return (
    <SettingsPage ask={ask} title="バックアップと復元">
      <Says class="lead">
        バックアップは毎日自動で取り、そのあいだの変更も数分ごとに複写しています。故障や災害のときは、市の承認を得て、ここから元に戻します。
      </Says>
      <StandingSection ask={ask} standing={standing} />
      <Section id="taken" title="過去30日のバックアップ">
        <Table
          caption="過去30日のバックアップ"
          wide
          empty="ありません。"
          columns={[wholeCol('開始'), wholeCol('終了'), wholeCol('結果'), { head: '大きさ', right: true, whole: true }, '名称']}
          rows={taken.map(({ name, beganAt, endedAt, state, bytes, fault }) => [
            deskMoment(beganAt),
            endedAt === null ? '' : deskMoment(endedAt),
            <>
              {state === 'failed' ? <b>{STATES[state]}</b> : STATES[state]}
              {fault !== null && <span class="sub">{state === 'good' ? `複写できていない保存先：${fault}` : fault}</span>}
            </>,
            megabytes(bytes),
            <span class="code">{name}</span>,
          ])}
        />
      </Section>
      <Section id="restores" title="復元の記録">
        <Table
          caption="復元の記録"
          empty="復元したことは、ありません。"
          columns={[wholeCol('日時'), '理由', '承認した方']}
          rows={restores.map(({ id, finishedAt, report }) => [
            <a href={paths.restore(id)}>
              {deskMoment(finishedAt)}
              <span class="unseen">の復元の報告</span>
            </a>,
            report.reason,
            report.approver,
          ])}
        />
        <p class="acts">
          <LinkButton href={paths.approveRestore} kind="second">
            復元を承認する
          </LinkButton>
        </p>
      </Section>
    </SettingsPage>
  );
}

function RestorePage({ ask, restore }: { ask: SignedAsk; restore: Restored }) {
  return (
    <SettingsPage ask={ask} title="復元の報告" crumbs={[{ href: paths.recovery, words: 'バックアップと復元' }]}>
      <Table
        caption="復元の報告"
        stacked="plain"
        columns={['項目', '結果']}
        rows={reportRows(restore.report).map(([what, says]) => [what, says])}
      />
    </SettingsPage>
  );
}

export const recoveryRoutes: readonly Route[] = [
  get(paths.recovery, RIGHT, async (ask) => {
    const [standing, taken, restores] = await Promise.all([readStanding(ask.db), listTaken(ask.db), listRestores(ask.db)]);
    return show(<RecoveryPage ask={ask} standing={standing} taken={taken} restores={restores} />);
  }),
  get(
    paths.restore(':id'),
    RIGHT,
    withRow((ask, id) => readRestore(ask.db, id))(async (ask, restore) => show(<RestorePage ask={ask} restore={restore} />)),
  ),
  ...approveRoutes,
];
