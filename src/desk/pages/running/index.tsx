import { OVERDUE_COUNT } from '../../../running/entries.ts';
import { UNREPORTED_COUNT, UNSUBMITTED_COUNT } from '../../../running/faults.ts';
import { UNREVIEWED_COUNT } from '../../../running/findings.ts';
import { MONTHS_WAITING } from '../../../running/month.ts';
import type { Feature } from '../../feature.ts';
import { paths } from '../../paths.ts';
import { bookRoutes } from './book.tsx';
import { contactRoutes } from './contacts.tsx';
import { correctRoutes } from './correct.tsx';
import { entryRoutes } from './entry.tsx';
import { faultRoutes } from './fault.tsx';
import { findingRoutes } from './findings.tsx';
import { monthRoutes } from './months.tsx';
import { paperRoutes } from './paper.tsx';
import { withdrawRoutes } from './withdraw.tsx';

/** Running the service (§9): the book of what was asked, looked at and went wrong, and what is handed to the city about it. */
export const runningFeature: Feature = {
  routes: [
    ...bookRoutes,
    ...entryRoutes,
    ...faultRoutes,
    ...withdrawRoutes,
    ...monthRoutes,
    ...correctRoutes,
    ...findingRoutes,
    ...paperRoutes,
    ...contactRoutes,
  ],
  menu: [
    { group: 'running', href: paths.running, words: '運用の記録', right: 'running.see' },
    { group: 'running', href: paths.months, words: '月次報告', right: 'running.see' },
    { group: 'running', href: paths.findings, words: '操作履歴の点検', right: 'audit.see' },
  ],
  waits: [
    {
      words: '市へ報告していない障害',
      why: '障害が記録され、市への報告がまだ届いていません。案を確かめて報告してください。メールを送れないときは、電話か紙で伝えて記録してください。',
      urgency: 'today',
      call: '市の担当部署。報告の案が画面に出ます。',
      href: paths.running,
      right: 'running.see',
      count: () => UNREPORTED_COUNT,
      answers: ['running.fault-notified', 'running.fault-told'],
    },
    {
      words: '障害報告書を提出していない障害',
      why: '復旧した障害の報告書がまだです。原因、対応内容、再発防止策をまとめて提出してください。',
      urgency: 'soon',
      href: paths.running,
      right: 'running.see',
      count: () => UNSUBMITTED_COUNT,
      answers: ['running.fault-report-submitted'],
    },
    {
      words: '期限を過ぎた運用の記録',
      why: '回答・対応の期限を過ぎています。回答して完了にするか、期限を見直してください。',
      urgency: 'soon',
      href: paths.running,
      right: 'running.see',
      count: () => OVERDUE_COUNT,
      answers: ['running.completed', 'running.reopened'],
      takesBack: ['running.completed'],
    },
    {
      words: '確かめていない操作履歴の点検',
      why: '操作履歴の分析で、基準以上の利用か、サーバーでの作業が見つかりました。業務に必要なものか、確かめてください。',
      urgency: 'calm',
      href: paths.findings,
      right: 'audit.see',
      count: () => UNREVIEWED_COUNT,
      answers: ['running.finding-reviewed'],
    },
    {
      words: '提出していない月次報告',
      why: '業務運用報告書のうち、提出していないものがあります。先月分は、2日から数えます。内容を確かめて、提出してください。',
      urgency: 'soon',
      href: paths.months,
      right: 'running.see',
      count: () => MONTHS_WAITING,
      answers: ['running.month-submitted'],
    },
  ],
};
