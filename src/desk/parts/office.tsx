import { Says } from '../../lib/html/index.ts';
import type { Office } from '../../offices/read.ts';
import { Page } from '../frame.tsx';
import type { SignedAsk } from '../route.ts';

/** The office asked for, else the account's own, else the first. */
export const officeOf = (ask: SignedAsk, offices: Office[], code: string): Office | undefined =>
  offices.find((office) => office.code === code) ?? offices.find((office) => office.id === ask.session.officeId) ?? offices[0];

/** A city that has just been set up. */
export const NoOffice = ({ ask }: { ask: SignedAsk }) => (
  <Page ask={ask} title="交付場所がありません">
    <h1>交付場所がまだありません</h1>
    <Says class="lead">予約を受ける場所を登録すると、ここに一日の予約が出ます。</Says>
  </Page>
);
