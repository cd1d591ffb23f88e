import { endingCount } from '../../../calendar/windows-end.ts';
import { LEFT_COUNT, STUCK_COUNT } from '../../../intake/former/left.ts';
import { STOPPED_COUNT } from '../../../intake/former/read.ts';
import { sql } from '../../../lib/db/sql.ts';
import type { Feature } from '../../feature.ts';
import { idsOf } from '../../menu.ts';
import { RIGHT } from '../../parts/settings-page.tsx';
import { paths } from '../../paths.ts';
import { get, needs } from '../../route.ts';
import { aboutRoutes } from './about/index.tsx';
import { approvalRoutes } from './approvals/index.tsx';
import { cityRoutes } from './city/index.tsx';
import { formerRoutes } from './former/index.tsx';
import { keepingRoutes } from './keeping/index.tsx';
import { noticeRoutes } from './notices/index.tsx';
import { officeRoutes } from './offices/index.tsx';
import { overview, SECURITY } from './overview.tsx';
import { reasonRoutes } from './reasons/index.tsx';
import { recoveryRoutes } from './recovery/index.tsx';
import { roleRoutes } from './roles/index.tsx';
import { serviceRoutes } from './services/index.tsx';
import { statusSettingRoutes } from './statuses/index.tsx';
import { stopRoutes } from './stops/index.tsx';
import { translationRoutes } from './translations/index.tsx';
import { windowRoutes } from './windows/index.tsx';
import { wordingRoutes } from './wordings/index.tsx';

export const settingsFeature: Feature = {
  routes: [
    get(paths.settings, RIGHT, overview),
    ...officeRoutes,
    ...serviceRoutes,
    ...windowRoutes,
    ...roleRoutes,
    ...statusSettingRoutes,
    ...aboutRoutes,
    ...reasonRoutes,
    ...noticeRoutes,
    ...stopRoutes,
    ...translationRoutes,
    ...wordingRoutes,
    ...keepingRoutes,
    ...formerRoutes,
    ...[...cityRoutes, ...recoveryRoutes, ...approvalRoutes].map((route) => needs(SECURITY, route)),
  ],
  menu: [{ group: 'settings', href: paths.settings, words: '設定', right: 'settings.manage' }],
  waits: [
    {
      words: '登録できなかった稼働前の予約',
      why: '登録するまでに枠や交付状況が変わったか、カードが届かないまま予約の日が過ぎました。予約された方に電話をしてください。',
      urgency: 'soon',
      call: '予約された方。電話番号は、読み込んだファイルの「登録できなかった予約」に出ます。',
      href: paths.former,
      right: RIGHT,
      count: () => LEFT_COUNT,
      answers: ['intake.reservation-settled'],
    },
    {
      words: 'カードと結び付かない稼働前の予約',
      why: '同じ交付通知書IDのカードが届きましたが、予約の時刻を過ぎたか、氏名が違うか、予約できない交付状況です。ファイルの結果で理由を確かめ、カードか予約を直してください。',
      urgency: 'soon',
      href: paths.former,
      right: RIGHT,
      count: () => STUCK_COUNT,
    },
    {
      words: '止まっている稼働前の予約',
      why: '登録か、その取り消しが、3分以上進んでいません。ファイルの画面で、もう一度始めてください。終わらないものは、登録を取り消すこともできます。',
      urgency: 'soon',
      href: paths.former,
      right: RIGHT,
      count: () => STOPPED_COUNT,
    },
    {
      words: 'まもなく終わる予約可能期間',
      why: '年月日で指定した最長日が、30日以内か、過ぎています。次の最長日を設定してください。',
      urgency: 'soon',
      href: paths.windows,
      right: RIGHT,
      count: () => endingCount(),
      atOwn: { count: (at) => endingCount(idsOf(at)), href: () => paths.windows },
    },
    {
      words: '市の承認待ち',
      why: 'システムの変更について、運用の担当から説明が届いています。内容を確かめ、市の判断を記録してください。',
      urgency: 'soon',
      href: paths.approvals,
      right: SECURITY,
      count: () => sql`SELECT count(*) FROM approvals.matters WHERE decided_at IS NULL`,
      answers: ['approval.decided'],
    },
  ],
};
