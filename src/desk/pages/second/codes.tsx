import { LinkButton, Notice, PrintButton, Says } from '../../../lib/html/index.ts';
import { cityNow } from '../../../site/city.ts';
import { TitledPage } from '../../parts/titled-page.tsx';
import { paths } from '../../paths.ts';
import type { SignedAsk } from '../../route.ts';

type Props = {
  ask: SignedAsk;
  codes: readonly string[];
  title: string;
  /** It was asked for at the sign-in: work goes on from here. */
  first?: boolean;
};

/** Shown once, in the answer to the press: the codes are kept nowhere in this form. */
export function CodesPage({ ask, codes, title, first = false }: Props) {
  return (
    <TitledPage ask={ask} title="回復コード" heading={title}>
      <Notice kind="care" title="回復コードは、この画面を閉じると、二度と表示できません">
        <Says>
          認証アプリが使えないときに、認証コードの代わりに入力します。1つのコードは、1回だけ使えます。印刷するか、書き留めて、端末とは別の、鍵のかかる場所に保管してください。
        </Says>
      </Notice>
      <section class="desk-section">
        <h2>
          回復コード（{cityNow().name} 窓口予約、職員ID <span class="code">{ask.session.login}</span>）
        </h2>
        <ol class="second-codes code">
          {codes.map((code) => (
            <li>{code}</li>
          ))}
        </ol>
      </section>
      <p class="acts">
        <LinkButton href={first ? paths.home : paths.second} kind="second">
          {first ? '保管したので先へ進む' : '保管したので戻る'}
        </LinkButton>
        <PrintButton>印刷する</PrintButton>
      </p>
    </TitledPage>
  );
}
