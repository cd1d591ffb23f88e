import { Says } from '../../lib/html/index.ts';
import { Page } from '../frame.tsx';
import type { SignedAsk } from '../route.ts';

/** The same for what does not exist and for what this account may not see. */
export const NotFound = ({ ask }: { ask: SignedAsk }) => (
  <Page ask={ask} title="見つかりません">
    <h1>見つかりません</h1>
    <Says class="lead">この画面はないか、なくなったか、表示できる職員が限られています。上の欄から検索してください。</Says>
  </Page>
);

/** Signed in, but not allowed. */
export const NotAllowed = ({ ask }: { ask: SignedAsk }) => (
  <Page ask={ask} title="権限のない画面">
    <h1>この画面を開く権限がありません</h1>
    <Says class="lead">必要なときは、管理者の職員に相談してください。</Says>
  </Page>
);
