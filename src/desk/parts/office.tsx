import { Says } from '../../lib/html/index.ts';
import type { Office } from '../../offices/read.ts';
import type { SignedAsk } from '../route.ts';
import { TitledPage } from './titled-page.tsx';

/** The office asked for, else the account's own, else the first. */
export const officeOf = (ask: SignedAsk, offices: Office[], code: string): Office | undefined =>
  offices.find((office) => office.code === code) ?? offices.find((office) => office.id === ask.session.officeId) ?? offices[0];

/** A city that has just been set up. */
export const NoOffice = ({ ask }: { ask: SignedAsk }) => (
  <TitledPage ask={ask} title="交付場所がありません" heading="交付場所がまだありません">
    <Says class="lead">予約を受ける場所を登録すると、ここに一日の予約が出ます。</Says>
  </TitledPage>
);
