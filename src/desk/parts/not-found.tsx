import { Says } from '../../lib/html/index.ts';
import type { SignedAsk } from '../route.ts';
import { TitledPage } from './titled-page.tsx';

/** The same for what does not exist and for what this account may not see. */
export const NotFound = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="見つかりません">
    <Says class="lead">この画面はないか、なくなったか、表示できる職員が限られています。上の欄から検索してください。</Says>
  </TitledPage>
);

/** Signed in, but not allowed. */
export const NotAllowed = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="権限のない画面" heading="この画面を開く権限がありません">
    <Says class="lead">必要なときは、管理者の職員に相談してください。</Says>
  </TitledPage>
);
