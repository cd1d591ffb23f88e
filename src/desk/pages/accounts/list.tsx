import { deskMoment } from '../../../lib/dates/jst.ts';
import { IconIncomplete, LinkButton, rightCol, Table, wholeCol } from '../../../lib/html/index.ts';
import type { Account } from '../../../staff/accounts.ts';
import type { RestingAddress } from '../../../staff/tries.ts';
import { State } from '../../parts/state.tsx';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';
import { RestingAddresses, UnlockedAddress } from './addresses.tsx';
import { stateWords } from './words.ts';

type Shown = { ask: SignedAsk; accounts: Account[]; resting: RestingAddress[] };

export function AccountsPage({ ask, accounts, resting }: Shown) {
  return (
    <TitledPage
      ask={ask}
      title="アカウント"
      heading="職員アカウント"
      bar={
        <>
          <a href={paths.roles}>役割と権限</a>
          {'　'}
          <LinkButton href={paths.newAccount}>アカウントを作成する</LinkButton>
        </>
      }
    >
      <UnlockedAddress ask={ask} />
      <Table
        caption="職員アカウント"
        columns={[
          wholeCol('氏名'),
          wholeCol('職員ID'),
          '所属',
          '役割',
          '状態',
          '二段階認証',
          rightCol('端末'),
          wholeCol('最終操作'),
        ]}
        rows={accounts.map((account) => [
          <a href={paths.account(account.id)}>{account.name}</a>,
          <span class="code">{account.login}</span>,
          <>
            {account.officeName ?? '－'}
            {account.bounds.length > 0 && <span class="sub">担当：{account.bounds.map(({ name }) => name).join('、')}</span>}
          </>,
          account.roleNames.join('・'),
          stateWords(account),
          account.second ? (
            '設定済み'
          ) : (
            <State icon={<IconIncomplete />} look="few">
              なし
            </State>
          ),
          String(account.sessions),
          account.lastSeen === null ? '記録なし' : deskMoment(account.lastSeen),
        ])}
      />
      <RestingAddresses ask={ask} rows={resting} />
    </TitledPage>
  );
}
