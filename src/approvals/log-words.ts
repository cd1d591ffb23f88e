import type { ActWords } from '../audit/act-words.ts';

/** What was done of the city's approvals, as the log says it. */
export const APPROVAL_ACTS: ActWords<'approval'> = {
  'approval.presented': '市に説明した（変更）',
  'approval.applied': 'システムの版を適用した',
  'approval.decided': '市の承認を記録した',
  'approval.withdrawn': '市の承認を取りやめた',
};
