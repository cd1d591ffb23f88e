import type { Feature } from '../../feature.ts';
import { paths } from '../../paths.ts';
import { listRoutes } from '../lists/routes.tsx';

/** 操作履歴: the list of the log. */
export const auditFeature: Feature = {
  routes: listRoutes('log', 'audit.see', { rows: '操作履歴', list: '操作履歴' }),
  menu: [{ group: 'settings', href: paths.audit, words: '操作履歴', right: 'audit.see' }],
};
