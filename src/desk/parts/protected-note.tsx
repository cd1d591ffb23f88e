import { Says } from '../../lib/html/index.ts';
import { printable } from '../../lib/japanese/printable.ts';

const SAYS = [
  '住所・電話番号・予約の日時と場所を、本人以外に伝えないでください（家族・代理人を含みます）。',
  '電話での問い合わせには、登録があるかどうかも答えないでください。本人からの電話は、折り返します。',
  '窓口では、氏名を呼ばず、番号で案内してください。',
];

type Named = { name: string; protected: boolean };

/**
 * Above whoever is under 支援措置, before their name is said to anybody: what not to tell, in words and not by a mark alone. `all`: everybody whose
 * name the page shows; of several it says who is meant, of none under 支援措置 nothing.
 */
export function ProtectedNote({ all }: { all: readonly Named[] }) {
  const those = all.filter((one) => one.protected);
  if (those.length === 0) return null;
  return (
    <section class="protected-note" aria-labelledby="protected">
      <p class="protected-title" id="protected">
        {all.length === 1
          ? '支援措置の対象者です'
          : `支援措置の対象者がいます（${those.map(({ name }) => printable(name).text).join('、')}）`}
      </p>
      <ul class="bullets">
        {SAYS.map((one) => (
          <li>
            <Says>{one}</Says>
          </li>
        ))}
      </ul>
    </section>
  );
}
